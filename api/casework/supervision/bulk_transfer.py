"""Passing many cases on at once: each is an act of its own, with its own line in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.casework.life.assignment import PERSON, TEAM, Assignment
from api.casework.wording import say
from api.kernel.errors import NotAllowed, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission

MOST = 100


@dataclass(frozen=True, slots=True)
class BulkTransferResult:
    """How many went, and why the others did not: reference and reason."""

    count: int
    left: Sequence[tuple[str, str]]


class BulkTransfer:
    """Hands many cases on, one after the other, so that no lock of one waits for another."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    async def pass_on(self, member: Member, references: Sequence[str], to: str, note: str = "") -> BulkTransferResult:
        """To a team (`team:streets`) or a person who is there (`person:12`). Raises FormProblem for a poor form."""
        if not member.may(Permission.OVERRULE):
            raise NotAllowed()
        chosen = list(dict.fromkeys(references))
        if not chosen:
            raise FormProblem("choose", say("bulk.none"))
        if len(chosen) > MOST:
            raise FormProblem("choose", say("bulk.too_many", most=MOST))
        if not to.startswith((TEAM, PERSON)):
            raise FormProblem("bulk-to", say("bulk.no_target"))
        left = []
        for reference in chosen:
            try:
                await self._assignment.pass_on(member, reference, to, note)
            except ReeveError as problem:
                left.append((reference, problem.detail))
        return BulkTransferResult(len(chosen) - len(left), left)
