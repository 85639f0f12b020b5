"""`reeve`: the command line. Each command is a thin way into the rest."""
