"""From written pages to what residents read: workflow, publishing, editions on every replica."""
