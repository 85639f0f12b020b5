"""The grammar of placeholders: `<PERSON_1>` is a label of redaction/text/labels.py and a number of 1 to MOST.

Nothing else in the project knows how a placeholder is written. Python imports this module; the chat's script gets the
same expressions from `api/web/placeholder_script.py`.

Only the redactor writes placeholders. Whatever reads like one in a text that somebody typed is broken up before it is
stored: `<PERSON_1>` becomes `‹PERSON_1›`, character for character, which is no placeholder to anybody. Its writer is
shown it as it was typed (`as_typed`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import cast

from redaction.text.labels import LABELS, Label

MOST = 999_999
"""The highest number of a placeholder."""
_NUMBER = "[1-9][0-9]{0,5}"
_BROKEN_FORM = "‹{}›"
"""What is stored of a typed text that reads like a placeholder, without its brackets."""


def expression(*labels: Label) -> str:
    """A placeholder as part of a larger expression, without groups: of one of the labels, or of any."""
    return f"(?-i:<(?:{'|'.join(labels or LABELS)})_{_NUMBER}>)"


_NAME = f"({'|'.join(LABELS)})_({_NUMBER})"
_PLACEHOLDER = re.compile(f"<{_NAME}>")
_ESCAPED = re.compile(f"&lt;{_NAME}&gt;")
_BROKEN = re.compile(_BROKEN_FORM.format(_NAME))


def script_expressions() -> tuple[str, str]:
    """The grammar for a script: a placeholder, its first group the label; a broken one, its first group the inside."""
    return f"<({'|'.join(LABELS)})_{_NUMBER}>", _BROKEN_FORM.format(f"((?:{'|'.join(LABELS)})_{_NUMBER})")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for one value of a conversation. `str` writes it: `<PERSON_1>`."""

    label: Label
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MOST:
            raise ValueError(f"A placeholder's number is one of 1 to {MOST}.")

    def __str__(self) -> str:
        return f"<{self.label}_{self.number}>"


def read(text: str) -> Placeholder | None:
    """The placeholder that `text` is, from its first character to its last; None where it is none."""
    found = _PLACEHOLDER.fullmatch(text)
    return _placeholder(found) if found else None


def holds(text: str) -> bool:
    """Whether a placeholder stands in a text."""
    return _PLACEHOLDER.search(text) is not None


def find(text: str) -> Iterator[Placeholder]:
    """Every placeholder in a text, in order of appearance, as often as it stands there."""
    return map(_placeholder, _PLACEHOLDER.finditer(text))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where placeholders stand in a text, in characters."""
    return (found.span() for found in _PLACEHOLDER.finditer(text))


def replace(text: str, by: Callable[[Placeholder], str]) -> str:
    """The text with each placeholder replaced, in one go: what is put in is not read again."""
    return _PLACEHOLDER.sub(lambda found: by(_placeholder(found)), text)


def replace_in_html(html: str, by: Callable[[Placeholder], str]) -> str:
    """Escaped HTML with each placeholder (`&lt;PERSON_1&gt;`) replaced by HTML."""
    return _ESCAPED.sub(lambda found: by(_placeholder(found)), html)


def split(text: str) -> Iterator[str | Placeholder]:
    """The text in pieces: what stands between placeholders (never empty) and the placeholders."""
    at = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield _placeholder(found)
        at = found.end()
    if at < len(text):
        yield text[at:]


def break_up(text: str, keep: Collection[str] = ()) -> str:
    """Text of the same length in which nothing reads like a placeholder, except for those in `keep`."""
    return _PLACEHOLDER.sub(lambda found: found[0] if found[0] in keep else _BROKEN_FORM.format(found[0][1:-1]), text)


def break_up_in_html(html: str, keep: Collection[str] = ()) -> str:
    """Escaped HTML in which nothing reads like a placeholder, except for those in `keep` (written `<PERSON_1>`)."""
    known = {placeholder[1:-1] for placeholder in keep}
    return _ESCAPED.sub(
        lambda found: found[0] if found[0][4:-4] in known else _BROKEN_FORM.format(found[0][4:-4]), html
    )


def as_typed(text: str) -> str:
    """What was typed, where it was broken up. For the eye alone: whoever stores it makes a placeholder of it."""
    return _BROKEN.sub(lambda found: f"<{found[0][1:-1]}>", text)


def as_typed_in_html(html: str) -> str:
    """The same within escaped HTML that no placeholder is looked for in any more."""
    return _BROKEN.sub(lambda found: f"&lt;{found[0][1:-1]}&gt;", html)


def _placeholder(found: re.Match[str]) -> Placeholder:
    return Placeholder(cast(Label, found[1]), int(found[2]))
