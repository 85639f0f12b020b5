"""What every redactor promises, the stand-ins of the tests too (`bot.ports.Redacts`)."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from bot.ports import Redacts
from redaction import Placeholders, Redacted

NAME = "Ada Lovelace"


class RedactsContract(ABC):
    """Subclasses give a fixture `redacts` that knows Ada Lovelace."""

    @abstractmethod
    def redacts(self) -> Redacts:
        """A fixture: the redactor."""

    @pytest.mark.parametrize("raw", [f"I am {NAME}", f"{NAME} and {NAME}.", "nothing personal", ""])
    def test_what_it_found_lies_in_the_message_in_order_and_not_in_the_text(self, redacts: Redacts, raw: str) -> None:
        made = redacts.redact(raw)
        assert isinstance(made.text, Redacted)
        edges = [edge for each in made.findings for edge in (each.start, each.end)]
        assert edges == sorted(edges) and all(0 <= edge <= len(raw) for edge in edges)
        assert bool(made.findings) == (NAME in raw)
        assert NAME not in made.text
        assert all(each.placeholder in made.text for each in made.findings)

    def test_one_value_has_one_placeholder_in_a_conversation(self, redacts: Redacts) -> None:
        known = Placeholders()
        first, again = (redacts.redact(f"I am {NAME}", placeholders=known).findings for _ in range(2))
        assert [each.placeholder for each in first] == [each.placeholder for each in again]
