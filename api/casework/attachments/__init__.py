"""Files that caseworkers add to a note or send to the resident."""
