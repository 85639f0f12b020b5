"""The editor's form: what somebody typed, as typed, and the draft that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Form

from api.db.tables.pages import KbVersion
from api.kernel.form_problems import FormProblem, plain_lines
from api.pages.editing.sources import PageDraft
from api.pages.wording import say

Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class PageForm:
    """The fields of the editor. `synonyms` and `questions` have one a line; `review_due` is a date, or nothing."""

    title: str = ""
    summary: str = ""
    service: str = ""
    actions: tuple[str, ...] = ()
    synonyms: str = ""
    questions: str = ""
    body: str = ""
    review_due: str = ""
    reviewed: bool = False
    note: str = ""

    def draft(self, before: KbVersion | None, today: date) -> PageDraft:
        """The draft that the editor's fields make of `before`. Raises FormProblem."""
        due, reviewed_on = self._due(), before.reviewed_on if before else None
        if self.reviewed:
            reviewed_on = today
            if before is None or due == before.review_due:  # nobody chose it for this check
                due = None
        return PageDraft(
            self.service or None,
            self.title,
            self.summary,
            self.body,
            self.actions,
            _lines(self.synonyms),
            reviewed_on,
            due,
            _lines(self.questions),
        )

    def _due(self) -> date | None:
        try:
            return date.fromisoformat(self.review_due) if self.review_due else None
        except ValueError:
            raise FormProblem("review_due", say("editor.date")) from None


def typed(
    title: Text = "",
    summary: Text = "",
    service: Text = "",
    actions: Annotated[list[str] | None, Form()] = None,
    synonyms: Text = "",
    questions: Text = "",
    body: Text = "",
    review_due: Text = "",
    reviewed: Text = "",
    note: Text = "",
) -> PageForm:
    """The form that came in, its line ends made plain: lines are counted from the first that has words."""
    return PageForm(
        title=plain_lines(title),
        summary=plain_lines(summary),
        service=service,
        actions=tuple(actions or ()),
        synonyms=plain_lines(synonyms),
        questions=plain_lines(questions),
        body=plain_lines(body),
        review_due=plain_lines(review_due),
        reviewed=bool(reviewed),
        note=plain_lines(note),
    )


def form_of(version: KbVersion) -> PageForm:
    """The form as it opens on a stored version."""
    return PageForm(
        title=version.title,
        summary=version.summary,
        service=version.service or "",
        actions=tuple(version.actions),
        synonyms="\n".join(version.synonyms),
        questions="\n".join(version.questions),
        body=version.body,
        review_due=version.review_due.isoformat() if version.review_due else "",
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (each.strip() for each in text.split("\n")) if line)
