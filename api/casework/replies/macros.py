"""A macro: answer, tag and close in one step, or none of it."""

from __future__ import annotations

from api.casework.cases import case_words as words
from api.casework.life.case_actions import CaseWork
from api.casework.life.case_upkeep import MOST_TAGS
from api.casework.replies.canned_texts import CannedTexts, filled
from api.casework.wording import say
from api.db.tables.case_tools import CannedText
from api.kernel import audit
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member

GONE = say("replies.no_text")


async def run(
    work: CaseWork, texts: CannedTexts, member: Member, reference: str, text_id: str, key: str | None
) -> None:
    """Does what the macro says on one case. Raises FormProblem or Conflict, and then nothing was done."""
    async with work.case_locks.open(member, reference) as opened:
        case = opened.case
        row = await opened.session.get(CannedText, int(text_id)) if _number(text_id) else None
        if row is None or row.team not in (None, case.team):
            raise FormProblem("canned", GONE)
        await work.say(opened, filled(row.text, texts.values(member, case)), key)
        if row.tag and row.tag not in case.tags and len(case.tags) < MOST_TAGS:
            case.tags = [*case.tags, row.tag]
            opened.record(audit.Action.CASE_TAGGED, tags=", ".join(case.tags))
        if row.close_reason:
            await work.finish(opened, row.close_reason, words.DONE, end_chat=False)


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
