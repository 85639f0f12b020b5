"""The resident's side: the chat over HTTP, and its page without JavaScript."""
