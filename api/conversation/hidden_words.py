"""Hidden details on screens: as words that tell one from the next to staff, and that say what it is to a resident."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from redaction.text.labels import label_table
from redaction.text.placeholders import (
    Placeholder,
    as_typed,
    as_typed_in_html,
    find,
    read,
    replace,
    replace_in_html,
)


def is_placeholder(text: str) -> bool:
    """Whether `text` is one placeholder and nothing else."""
    return read(text) is not None


def in_words(placeholder: str) -> str:
    """A placeholder in words: `<PERSON_1>` as `name 1`."""
    found = read(placeholder)
    return label_table().named(found.label, found.number) if found else "hidden value"


def placeholders(texts: Iterable[str]) -> tuple[str, ...]:
    """Every placeholder in the texts, once each, in order of appearance."""
    return tuple(dict.fromkeys(str(each) for text in texts for each in find(text)))


def plain(text: str) -> str:
    """Plain text, with each placeholder in words: `[name 1 hidden]`."""
    return replace(text, _with_number)


def copied(text: str) -> str:
    """Plain text for a resident's own copy: placeholders in words, and what they typed as they typed it."""
    return as_typed(plain(text))


def chips(text: str) -> Markup:
    """Plain text as safe HTML for staff, with each placeholder as a chip: `[name 1 hidden]`."""
    return chips_in_html(str(escape(text)))


def chips_in_html(html: str) -> Markup:
    """HTML that the server itself made, for staff, with each placeholder as a chip."""
    return _chips(html, _with_number)


def readable(text: str) -> Markup:
    """Plain text as safe HTML for a resident, with each placeholder as a chip: `[name hidden]`."""
    return readable_html(str(escape(text)))


def readable_html(html: str) -> Markup:
    """HTML that the server itself made, for a resident: details as chips, what they typed as they typed it."""
    return Markup(as_typed_in_html(_chips(html, _without_number)))  # noqa: S704


def _chips(html: str, words: Callable[[Placeholder], str]) -> Markup:
    return Markup(replace_in_html(html, lambda found: f'<span class="chip">{words(found)}</span>'))  # noqa: S704


def _with_number(found: Placeholder) -> str:
    return label_table().hidden_number(found.label, found.number)


def _without_number(found: Placeholder) -> str:
    return label_table().hidden(found.label)
