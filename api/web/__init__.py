"""The frame of every page: templates, who is signed in, forms that are our own, headers."""
