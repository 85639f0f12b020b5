"""Everything that happens to an enquiry, in order; languages and references."""
