"""The council's pages: written, reviewed, published, read, searched, imported and shared."""
