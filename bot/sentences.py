"""Sentences for people: each feature reads its own from the `wording.yml` beside its code, once, when it is imported.

The file has sections, a section has keys, and a key has a text, whose {fields} the code fills in by name:

    errors:
      too_late: It is too late to do this online. Please call us.
    counts:
      items:
        one: 1 item
        other: "{count} items"

A text with `one` and `other` is chosen by the field `count`. `wording.cy.yml` may hold the same keys in Welsh; a text
that is not in it is said in English. `tests/test_sentences.py` proves that code and files agree on keys and fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Self, TypeVar

import yaml

FILE = "wording.yml"
_Key = TypeVar("_Key", bound=str)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a wording file. `one` is said instead of `other` when the field `count` is 1."""

    other: str
    one: str | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The names that have to be given."""
        parts = (part for text in (self.one or "", self.other) for part in Formatter().parse(text))
        named = frozenset(name for _, name, _, _ in parts if name is not None)
        return named if self.one is None else named | {"count"}

    def filled(self, fields: Mapping[str, object]) -> str:
        """The text with these fields. Raises KeyError for one that is not given."""
        chosen = self.one if self.one is not None and fields["count"] == 1 else self.other
        return chosen.format_map(fields)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The texts of one wording file by `section.key`, and the same in other languages as far as there are any."""

    texts: Mapping[str, Text]
    translated: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    @classmethod
    def beside(cls, module: str) -> Self:
        """The wording in the folder of a module, given by `__file__`. Raises ValueError for a malformed file."""
        folder = Path(module).parent
        translated = {path.suffixes[0][1:]: _texts(path) for path in sorted(folder.glob("wording.*.yml"))}
        return cls(_texts(folder / FILE), MappingProxyType(translated))

    def say(self, key: str, /, *, lang: str | None = None, **fields: object) -> str:
        """A text in a language (ISO 639-1), or in English where it has none. Raises KeyError for an unknown key."""
        return (self.translated.get(lang or "", {}).get(key) or self.texts[key]).filled(fields)

    def section(self, name: str, lang: str | None = None) -> Mapping[str, str]:
        """Every text of a section by its key. They have no fields."""
        keys = [key for key in self.texts if key.startswith(f"{name}.")]
        if not keys:
            raise KeyError(name)
        return MappingProxyType({key.removeprefix(f"{name}."): self.say(key, lang=lang) for key in keys})

    def labels(self, name: str, values: Iterable[_Key], lang: str | None = None) -> Mapping[_Key, str]:
        """The section that has a text for each of these values and for no other. Raises ValueError if it has not."""
        section, wanted = self.section(name, lang), list(values)
        if different := section.keys() ^ {str(value) for value in wanted}:
            raise ValueError(f"the section {name} and the code differ in {sorted(different)}")
        return MappingProxyType({value: section[str(value)] for value in wanted})

    def banner(self, done: str | None, section: str = "done") -> str | None:
        """What a page says above its heading after something was done, by `?done=`; None for what is not known."""
        return self.section(section).get(done or "")


def _texts(path: Path) -> Mapping[str, Text]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict) or not all(isinstance(keys, dict) for keys in read.values()):
        raise ValueError(f"{path}: a wording file has sections, and a section has keys")
    found = {f"{section}.{key}": _text(path, key, text) for section, keys in read.items() for key, text in keys.items()}
    return MappingProxyType(found)


def _text(path: Path, key: object, read: object) -> Text:
    match read:
        case str():
            text = Text(read)
        case {"one": str(one), "other": str(other), **rest} if not rest:
            text = Text(other, one)
        case _:
            raise ValueError(f"{path}: {key} is neither a text nor a pair of `one` and `other`")
    if not isinstance(key, str):  # YAML reads a bare `yes` as true
        raise ValueError(f"{path}: write the key {key} in quotation marks")
    if not all(name.isidentifier() for name in text.fields):
        raise ValueError(f"{path}: {key} has a field without a plain name")
    return text
