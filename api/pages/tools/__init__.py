"""What staff do around pages: try the search and correct it, see what is missing, warn residents, import."""
