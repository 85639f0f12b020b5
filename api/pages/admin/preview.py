"""A draft as residents would read it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from api.conversation.shown_messages import html
from api.kernel.errors import ReeveError
from api.kernel.form_problems import FormProblem
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.editing.page_problems import Unpublishable
from api.pages.editing.sources import PageDraft
from knowledge.pack.page import Page
from knowledge.pack.page_source import PageFault

_EDITABLE = frozenset({"title", "summary", "service", "actions", "synonyms", "questions", "body"})


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing to put right: the id of the field to go to, if there is one, and the line in the page's text."""

    field: str | None
    what: str
    line: int | None = None

    @property
    def words(self) -> str:
        """With its line: `Line 3: The link ...`."""
        return f"Line {self.line}: {self.what}" if self.line else self.what


@dataclass(frozen=True, slots=True)
class Preview:
    """The page with its facts filled in. With faults, the words as they were typed."""

    title: str
    summary: str
    body: Markup
    wrongs: tuple[FormFault, ...]


def preview(knowledge: KnowledgeBase, page_id: str, draft: PageDraft) -> Preview:
    """A draft as residents would read it, with its faults."""
    found = knowledge.preview(page_id, draft)
    shown, wrongs = (found, ()) if isinstance(found, Page) else (draft, wrongs_of(found))
    return Preview(shown.title, shown.summary, Markup(html(shown.body)), wrongs)  # noqa: S704


def wrongs_of(faults: Iterable[PageFault]) -> tuple[FormFault, ...]:
    """Faults for the person at the editor."""
    return tuple(
        FormFault(
            fault.field if fault.field in _EDITABLE else None,
            fault.what,
            fault.line if fault.field == "body" else None,
        )
        for fault in faults
    )


def wrongs_in(problem: ReeveError) -> tuple[FormFault, ...]:
    """What an error asks to put right."""
    match problem:
        case FormProblem(field=field):
            return (FormFault(field, problem.detail),)
        case Unpublishable(faults=faults):
            return tuple(FormFault(None, f"{page_id}: {line}") for page_id, lines in faults.items() for line in lines)
        case _:
            return (FormFault(None, problem.detail),)
