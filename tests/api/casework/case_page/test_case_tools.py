"""The case page's tools at the database: mentions, verdicts, canned texts, macros, drafts, taking back, looking."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from api.casework.cases.case_reader import CaseNotFound, CaseService
from api.casework.cases.service_guess import nlu_rows
from api.casework.pages.case_tools import CaseTools
from api.casework.replies.canned_texts import CannedTextForm
from api.db.tables.case_tools import PendingReply, ReplyDraft
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.kernel.errors import Conflict, NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.settings import Role
from tests.support.casework.floor import Floor
from tests.support.staff.desk import council


async def held(floor: Floor, said: str = "Nobody came for my bin") -> tuple[Member, Case]:
    """A case that somebody has claimed."""
    _, case = await floor.waiting(said)
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    return sam, await floor.case(case.reference)


async def sent(floor: Floor, case: Case) -> list[str]:
    """What staff told the resident."""
    mine = MessageRecord.conversation_id == case.conversation_id, MessageRecord.sender == "staff"
    return [row[0] for row in await floor.rows(select(MessageRecord.text).where(*mine).order_by(MessageRecord.id))]


async def test_messages_notes_and_events_stand_on_one_timeline_in_order(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await floor.case_upkeep.note(sam, case.reference, "Crew was here twice")
    await floor.work.reply(sam, case.reference, "We come on Friday.")
    view = await CaseService(floor.database, council(), floor.clock).case(sam, case.reference)
    whens = [said.when for said in view.transcript]
    assert whens == sorted(whens)
    assert {"resident", "bot", "system", "staff", "note", "event"} == {said.sender for said in view.transcript}
    assert any("took the case" in said.html for said in view.transcript if said.sender == "event")


async def test_a_colleague_named_in_a_note_finds_it_until_they_open_the_case(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    ann = await floor.member(name="Ann Bell")
    await floor.case_upkeep.note(sam, case.reference, f"@{ann.username} please look at this")
    assert await tools.mentions.unread(ann) == 1
    (named,) = await tools.mentions.mine(ann)
    assert named.reference == case.reference and named.fresh
    await tools.of(ann, case.reference)
    assert await tools.mentions.unread(ann) == 0
    assert await tools.mentions.mine(sam) == ()


async def test_a_note_cannot_name_somebody_who_does_not_see_the_case(floor: Floor) -> None:
    sam, case = await held(floor)
    stranger = await floor.member(Role.AGENT, "housing")
    for name in (stranger.username, "nobody-here"):
        with pytest.raises(FormProblem):
            await floor.case_upkeep.note(sam, case.reference, f"@{name} look")


async def test_a_corrected_guess_becomes_a_line_of_training_and_a_confirmed_one_does_not(
    floor: Floor, tools: CaseTools
) -> None:
    sam, case = await held(floor, "Ada Lovelace wants a sofa taken away")
    admin = await floor.member(Role.ADMIN)
    await tools.guesses.judge(sam, case.reference, "missed-bin")
    assert await tools.guesses.corrections(admin) == []
    await tools.guesses.judge(sam, case.reference, "bulky-waste")
    (line,) = await tools.guesses.corrections(admin)
    assert (line.guessed, line.service) == ("missed-bin", "bulky-waste")
    assert "Ada" not in line.words and "<PERSON_1>" in line.words
    assert "- intent: bulky_waste\n  examples: |\n    - <PERSON_1> wants a sofa" in nlu_rows([line])
    assert (await floor.case(case.reference)).service == "bulky-waste"
    assert (await tools.of(sam, case.reference)).guess.judged.startswith("Corrected by Sam Okoro")
    with pytest.raises(NotAllowed):
        await tools.guesses.corrections(sam)
    with pytest.raises(FormProblem):
        await tools.guesses.judge(sam, case.reference, "no-such-service")


async def test_a_canned_text_is_its_teams_and_its_placeholders_are_filled(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    boss = await floor.member(Role.SUPERVISOR)
    written = "Your reference is {reference}. {name of caseworker}, {team phone}"
    await tools.texts.save(boss, CannedTextForm("waste", "Reference", written))
    await tools.texts.save(boss, CannedTextForm("housing", "Another team's", "Hello"))
    await tools.texts.save(boss, CannedTextForm("", "For all", "Hello"))
    texts = (await tools.of(sam, case.reference)).texts
    assert [each.name for each in texts] == ["For all", "Reference"]
    phone = council().teams["waste"].phone
    assert texts[1].text == f"Your reference is {case.reference}. Sam Okoro, {phone}"
    for wrong in (
        CannedTextForm(name="x", text="{no such}"),
        CannedTextForm(name="", text="x"),
        CannedTextForm("nowhere", "x", "x"),
    ):
        with pytest.raises(FormProblem):
            await tools.texts.save(boss, wrong)
    with pytest.raises(FormProblem):
        await tools.texts.save(boss, CannedTextForm("", "For all", "Again"))
    with pytest.raises(NotAllowed):
        await tools.texts.save(sam, CannedTextForm("waste", "Mine", "Hello"))


async def test_a_macro_answers_tags_and_closes_or_does_nothing(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    boss = await floor.member(Role.SUPERVISOR)
    await tools.texts.save(boss, CannedTextForm("waste", "Done", "All done, {reference}.", "crew", "resolved"))
    (macro,) = (await tools.of(sam, case.reference)).texts
    ann = await floor.member(name="Ann Bell")
    with pytest.raises(Conflict):
        await tools.run_macro(ann, case.reference, str(macro.id), None)
    await tools.run_macro(sam, case.reference, str(macro.id), "form-1")
    now = await floor.case(case.reference)
    assert (now.status, now.close_reason, now.tags) == ("closed", "resolved", ["crew"])
    assert await sent(floor, case) == [f"All done, {case.reference}."]


async def test_a_draft_is_the_persons_own_and_nobody_reads_it_in_the_database(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    ann = await floor.member(name="Ann Bell")
    await tools.keep(sam, case.reference, "Dear Ada Lovelace")
    assert (await tools.of(sam, case.reference)).draft == "Dear Ada Lovelace"
    seen_by_ann = await tools.of(ann, case.reference)
    assert seen_by_ann.draft == "" and seen_by_ann.others == ("Sam Okoro (typing)",)
    ((sealed,),) = await floor.rows(select(ReplyDraft.sealed))
    assert b"Ada" not in sealed
    await tools.keep(sam, case.reference, "  ")
    assert await floor.rows(select(ReplyDraft.sealed)) == []
    stranger = await floor.member(Role.AGENT, "housing")
    with pytest.raises(CaseNotFound):
        await tools.keep(stranger, case.reference, "hello")


async def test_a_reply_waits_can_be_taken_back_and_stands_in_the_form_again(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    for _ in range(2):
        await tools.delayed_replies.reply(sam, case.reference, "Dear Ada Lovelace", "form-1")
    assert await sent(floor, case) == []
    assert (await tools.of(sam, case.reference)).going == "Dear [name 1 hidden]"
    ann = await floor.member(name="Ann Bell")
    with pytest.raises(Conflict):
        await tools.delayed_replies.take_back(ann, case.reference)
    await tools.delayed_replies.take_back(sam, case.reference)
    assert (await tools.of(sam, case.reference)).draft == "Dear Ada Lovelace"
    floor.clock.forward(hours=2)
    assert await tools.delayed_replies.send_due() == 0 and await sent(floor, case) == []
    with pytest.raises(Conflict):
        await tools.delayed_replies.take_back(sam, case.reference)


async def test_a_reply_goes_by_itself_when_its_time_has_come_once(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await tools.delayed_replies.reply(sam, case.reference, "We come on Friday.", "form-1")
    assert (await floor.round.make()).sent == 0
    floor.clock.forward(hours=2)
    assert (await floor.round.make()).sent == 1
    await tools.delayed_replies.reply(sam, case.reference, "We come on Friday.", "form-1")
    assert (await floor.round.make()).sent == 0
    assert await sent(floor, case) == ["We come on Friday."]
    assert await floor.rows(select(PendingReply.reference)) == []


async def test_nothing_overtakes_a_reply_that_is_going(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await tools.delayed_replies.reply(sam, case.reference, "One")
    await tools.delayed_replies.reply(sam, case.reference, "Two")
    assert await sent(floor, case) == ["One"]
    await floor.work.hand_back(sam, case.reference)
    said = select(MessageRecord.sender).where(MessageRecord.conversation_id == case.conversation_id)
    assert [row[0] for row in await floor.rows(said.order_by(MessageRecord.id))][-2:] == ["staff", "system"]


async def test_erasing_the_details_takes_drafts_and_waiting_replies_along(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await tools.keep(sam, case.reference, "Dear Ada Lovelace")
    await tools.delayed_replies.reply(sam, case.reference, "Hello")
    await tools.keep(sam, case.reference, "Dear Ada Lovelace")
    boss = await floor.member(Role.SUPERVISOR)
    await floor.work.erase(boss, case.reference, "they asked by letter")
    assert await floor.rows(text("select 1 from case_draft union all select 1 from pending_reply")) == []
    await tools.keep(sam, case.reference, "Dear Ada Lovelace")
    assert await floor.rows(select(ReplyDraft.sealed)) == []


async def test_a_case_flagged_for_safeguarding_needs_somebody_who_can(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await tools.flag(sam, case.reference, "A child alone at home")
    now = await floor.case(case.reference)
    assert (now.priority, now.tags, now.needs) == ("high", ["safeguarding"], ["safeguarding"])
    assert (await tools.of(sam, case.reference)).safeguarding


async def test_shortcuts_are_on_until_somebody_switches_them_off(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    assert (await tools.of(sam, case.reference)).shortcuts
    await tools.choose(sam, shortcuts=False)
    assert not (await tools.of(sam, case.reference)).shortcuts


async def test_solved_cases_like_this_one_are_those_that_the_member_sees(floor: Floor, tools: CaseTools) -> None:
    sam, solved = await held(floor, "Nobody came for my bin")
    await floor.work.reply(sam, solved.reference, "We emptied it today.")
    await floor.work.close(sam, solved.reference)
    _, case = await floor.waiting("Nobody emptied it")
    async with floor.database.transaction() as session:
        await session.execute(text("update \"case\" set summary = 'Nobody came'"))
        await session.execute(text("delete from message where conversation_id = :id"), {"id": case.conversation_id})
        case = await session.get_one(Case, case.reference)
        found = (await tools.answers.suggested(session, sam, case)).solved
        stranger = await floor.member(Role.AGENT, "housing")
        assert (await tools.answers.suggested(session, stranger, case)).solved == ()
    assert [(each.reference, each.told) for each in found] == [(solved.reference, "We emptied it today.")]
