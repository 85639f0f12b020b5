"""What the council itself publishes, which is nobody's personal data."""

from __future__ import annotations

from collections.abc import Iterable

import regex

_WORD = regex.compile(r"[\p{L}\p{N}]++")


class PublishedContacts:
    """Telephone numbers, references and addresses that are never redacted, in whatever grouping they are written."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        texts = list(values)
        self._compact = {_compact(value) for value in texts} - {""}
        self._phrases = [f" {' '.join(_words(value))} " for value in texts]

    def holds(self, found: str) -> bool:
        """Whether a finding is one of the published values, or at least two whole words of one."""
        if _compact(found) in self._compact or (is_public_line(digits := _compact(found)) and digits.isdigit()):
            return True
        words = _words(found)
        return len(words) >= 2 and any(f" {' '.join(words)} " in phrase for phrase in self._phrases)


def _words(value: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(value)]


def _compact(value: str) -> str:
    """Letters and digits alone; a telephone number without its country code."""
    compact = "".join(_words(value))
    if compact.isdigit() and compact.startswith("44") and len(compact) in (11, 12, 13):
        return "0" + compact[2:].removeprefix("0")
    if compact.isdigit() and compact.startswith("0044"):
        return "0" + compact[4:].removeprefix("0")
    return compact


def is_public_line(digits: str) -> bool:
    """Ranges that Ofcom gives to organisations alone: 030x (public bodies), 0800 and 0808, 116xxx.

    Ofcom, National Telephone Numbering Plan, part B. Nobody's own number is in them.
    """
    national = "0" + digits[2:] if digits.startswith("44") else digits
    return (national.startswith(("030", "0800", "0808")) and len(national) in (10, 11)) or (
        national.startswith("116") and len(national) == 6
    )
