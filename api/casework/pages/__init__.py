"""The desk's pages over HTTP."""
