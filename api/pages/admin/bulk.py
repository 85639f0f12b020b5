"""Doing one thing with several pages: what can be done is done, and each refusal is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.kernel.errors import BadRequest, Conflict
from api.kernel.permissions import Member, Permission
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.editing.page_problems import PageNotFound
from api.pages.wording import say


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something to do: on the button, as a question, and what is needed for it."""

    button: str
    question: str
    permission: Permission


VERBS: Mapping[str, BulkAction] = {
    "submit": BulkAction(say("bulk.submit"), say("bulk.submit_question"), Permission.EDIT_PAGES),
    "reviewed": BulkAction(say("bulk.reviewed"), say("bulk.reviewed_question"), Permission.EDIT_PAGES),
    "publish": BulkAction(say("bulk.publish"), say("bulk.publish_question"), Permission.PUBLISH_PAGES),
    "retire": BulkAction(say("bulk.retire"), say("bulk.retire_question"), Permission.PUBLISH_PAGES),
}


@dataclass(frozen=True, slots=True)
class BulkSelection:
    """What to do with which pages: id to the number of the version that was newest when they were chosen."""

    do: str
    versions: Mapping[str, int]

    @classmethod
    def of(cls, do: str, marks: Iterable[str]) -> BulkSelection:
        """From a form whose marks are `id@number`. Raises BadRequest."""
        if do not in VERBS:
            raise BadRequest(say("bulk.nothing_to_do"))
        versions: dict[str, int] = {}
        for mark in marks:
            page_id, at, number = mark.replace("\x00", "").rpartition("@")
            if at and number.isascii() and number.isdigit() and len(number) < 10:
                versions[page_id] = int(number)
        if not versions:
            raise BadRequest(say("bulk.no_pages"))
        return cls(do, versions)

    @property
    def verb(self) -> BulkAction:
        """What is to be done with the selected pages, in words."""
        return VERBS[self.do]

    @property
    def marks(self) -> tuple[str, ...]:
        """The selection as the fields of another form."""
        return tuple(f"{page_id}@{number}" for page_id, number in self.versions.items())


@dataclass(frozen=True, slots=True)
class BulkResult:
    """Ids of the pages that were changed, and why each of the others was not."""

    done: tuple[str, ...]
    refused: Mapping[str, tuple[str, ...]]


async def apply_to_pages(
    knowledge: KnowledgeBase, member: Member, choice: BulkSelection, redirect_to: str | None, today: date
) -> BulkResult:
    """Does it. Raises NotNow when the only page cannot be changed, or the page that stands in will not do."""
    match choice.do:
        case "publish":
            published = await knowledge.publishing.publish_all(member, choice.versions)
            return BulkResult(published.done, published.refused)
        case "retire":
            retired = await knowledge.publishing.retire_all(member, list(choice.versions), redirect_to)
            return BulkResult(retired.done, retired.refused)
        case _:
            return await _one_by_one(knowledge, member, choice, today)


async def _one_by_one(knowledge: KnowledgeBase, member: Member, choice: BulkSelection, today: date) -> BulkResult:
    done: list[str] = []
    refused: dict[str, tuple[str, ...]] = {}
    for page_id, number in choice.versions.items():
        try:
            if choice.do == "submit":
                await knowledge.editing.submit(member, page_id, number)
            else:
                await knowledge.editing.mark_reviewed(member, page_id, today)
        except (Conflict, PageNotFound) as problem:
            refused[page_id] = (problem.detail,)
        else:
            done.append(page_id)
    return BulkResult(tuple(done), refused)
