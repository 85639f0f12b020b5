"""What an outside service could not do, in two kinds: try again later, or do not."""

from __future__ import annotations


class Fault(Exception):
    """A call that did not succeed. `reason` is a code for staff and logs, never a word of what was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Fault):
    """It may succeed later. `seconds` is how long the service asked us to wait, if it said.

    `doubtful` tells that the service may have done it all the same: look before doing it again.
    """

    def __init__(self, reason: str, seconds: float | None = None, *, doubtful: bool = False) -> None:
        super().__init__(reason)
        self.seconds, self.doubtful = seconds, doubtful


class Refused(Fault):
    """The service understood and will not do it; sending the same again is of no use."""
