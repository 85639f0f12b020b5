"""Trying again after a fault: waits that stand in rows, and tasks of a process that begin again."""
