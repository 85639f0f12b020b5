"""Bin days: which round an address is on, when it comes next, and whether a bin was really missed."""
