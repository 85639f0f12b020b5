"""The contract of the redactor: offsets, placeholders, forms, failing closed."""

from __future__ import annotations

import hashlib
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction import LABELS, Label, Placeholders, Redacted, Redaction, RedactionFailed, Redactor
from redaction.engine import PresidioEngine
from redaction.recognisers import all_recognisers
from redaction.redactor import chunks
from redaction.text.placeholders import break_up, find, read

PERSONAL = st.sampled_from(
    [
        "07700 900123",
        "nb1 2ab",
        "jane@example.com",
        "12 Mill Road",
        "my name is Priya Nair",
        "<PERSON_1>",
        "12/03/1985",
    ]
)
ANY_TEXT = st.lists(st.one_of(st.text(max_size=30), PERSONAL), max_size=8).map(" ".join)


def rebuilt(raw: str, result: Redaction) -> str:
    pieces, at = [], 0
    for found in result.findings:
        pieces += [raw[at : found.start], found.placeholder]
        at = found.end
    return "".join([*pieces, raw[at:]])


@given(raw=ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_findings_are_in_order_apart_and_rebuild_the_text(redactor: Redactor, raw: str) -> None:
    result = redactor.redact(raw)
    edges = [edge for found in result.findings for edge in (found.start, found.end)]
    assert edges == sorted(edges)
    assert all(found.start < found.end for found in result.findings)
    assert rebuilt(break_up(raw), result) == result.text


@given(raw=ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_redacting_what_is_already_redacted_changes_nothing_that_was_hidden(redactor: Redactor, raw: str) -> None:
    once = redactor.redact(raw)
    again = redactor.redact(once.text)
    for found in once.findings:
        assert found.placeholder in again.text


@given(raw=ANY_TEXT, after=st.sampled_from(LABELS))
@settings(max_examples=100, deadline=None)
def test_carrying_a_label_over_from_the_last_message_keeps_offsets_and_text_in_step(
    redactor: Redactor, raw: str, after: str
) -> None:
    result = redactor.redact(raw, after=after)  # type: ignore[arg-type]
    edges = [edge for found in result.findings for edge in (found.start, found.end)]
    assert edges == sorted(edges)
    assert rebuilt(break_up(raw), result) == result.text
    assert result.unfinished is None or result.unfinished in LABELS


@given(before=ANY_TEXT, value=st.sampled_from(["07700 900123", "NB1 2AB", "jane@example.com", "QQ123456C"]))
@settings(max_examples=80, deadline=None)
def test_an_identifier_is_never_left_whole_whatever_stands_before_it(
    redactor: Redactor, before: str, value: str
) -> None:
    assert value not in redactor.redact(f"{before}\n{value}").text


@given(raw=ANY_TEXT.filter(str.strip), label=st.sampled_from(LABELS))
@settings(max_examples=60, deadline=None)
def test_a_form_reply_never_fails_on_any_characters(redactor: Redactor, raw: str, label: str) -> None:
    assert isinstance(redactor.redact(raw, expecting=label).text, Redacted)  # type: ignore[arg-type]


def test_the_same_value_has_the_same_placeholder_whatever_its_case_and_spaces(redactor: Redactor) -> None:
    text = redactor.redact("I am at 12 Mill Road. Yes, 12  MILL ROAD. Not 14 Mill Road.").text
    assert text == "I am at <ADDRESS_1>. Yes, <ADDRESS_1>. Not <ADDRESS_2>."


def test_a_name_once_found_is_found_again_in_any_case(redactor: Redactor) -> None:
    seal = lambda value: hashlib.sha256(value.encode()).hexdigest()  # noqa: E731
    first = Placeholders(seal)
    redactor.redact("my name is Oluwaseun Adeyinka", placeholders=first)
    later = Placeholders(seal, first.new)
    text = redactor.redact("as OLUWASEUN  adeyinka said before, and adeyinka again", placeholders=later).text
    assert text.startswith("as <PERSON_1> said before, and <PERSON_")
    assert "adeyinka" not in text.lower()


def test_a_part_of_a_name_is_found_again_in_the_same_message(redactor: Redactor) -> None:
    text = redactor.redact("my name is Oluwaseun Adeyinka. is adeyinka's permit ready").text
    assert text == "my name is <PERSON_1>. is <PERSON_2>'s permit ready"


def test_the_writers_own_words_may_stand_but_the_rest_of_the_sentence_is_still_read_whole(redactor: Redactor) -> None:
    written = "Dear Oluwaseun Adeyinka, case NB-7K3P-22XV is done. Regards, Sam Okoro"
    text = redactor.redact(written, ours=("NB-7K3P-22XV", "Sam Okoro")).text
    assert text == "Dear <PERSON_1>, case NB-7K3P-22XV is done. Regards, Sam Okoro"


def test_the_writers_name_is_hidden_when_it_is_also_somebody_elses_in_the_conversation(redactor: Redactor) -> None:
    known = Placeholders()
    redactor.redact("my name is Sam Okoro", placeholders=known)
    assert "Okoro" not in redactor.redact("Regards, Sam Okoro", placeholders=known, ours=("Sam Okoro",)).text


def test_the_memory_of_placeholders_holds_no_value_in_clear(redactor: Redactor) -> None:
    kept = Placeholders(lambda value: hashlib.sha256(value.encode()).hexdigest())
    redactor.redact("my name is Priya Nair of 12 Mill Road", placeholders=kept)
    assert kept.new
    assert not any("priya" in part or "mill" in part for item in kept.new.items() for part in map(str.lower, item))


def test_a_name_that_is_also_a_word_is_not_hunted_for(redactor: Redactor) -> None:
    kept = Placeholders()
    redactor.redact("my name is Will Green", placeholders=kept)
    assert redactor.redact("will you empty the green bin", placeholders=kept).text == "will you empty the green bin"


@pytest.mark.parametrize("number", [1, 2, 9_999, 10_000, 999_999, 1_000_000])
def test_a_typed_placeholder_is_text_and_moves_no_number_on(redactor: Redactor, number: int) -> None:
    result = redactor.redact(f"I am not <PERSON_{number}>, my name is Priya Nair")
    assert result.text == f"{break_up(f'I am not <PERSON_{number}>')}, my name is <PERSON_1>"
    assert len(result.findings) == 1


def test_a_typed_placeholder_is_an_answer_to_a_form_like_any_other(redactor: Redactor) -> None:
    result = redactor.redact(" <PERSON_7> ", "PERSON")
    assert result.text == " <PERSON_1> "
    assert [(each.start, each.end) for each in result.findings] == [(1, 11)]


def test_a_placeholder_stands_where_it_is_quoted_and_stands_for_a_value(redactor: Redactor) -> None:
    known, quoted = Placeholders(), ("<PERSON_1>", "<PERSON_2>")
    redactor.redact("my name is Priya Nair", placeholders=known)
    text = redactor.redact("Dear <PERSON_1>, not <PERSON_2>", placeholders=known, ours=quoted).text
    assert text == "Dear <PERSON_1>, not ‹PERSON_2›"
    assert redactor.redact("Dear <PERSON_1>", placeholders=known).text == "Dear ‹PERSON_1›"


def test_a_detail_that_is_kept_nowhere_is_told_in_words(redactor: Redactor) -> None:
    known = Placeholders(taken={"x": "<PERSON_1>"})
    made = redactor.redact("<PERSON_1>, or <PERSON_3>: ring 07700 900123", placeholders=known, ours=["<PERSON_1>"])
    assert made.unkept == "<PERSON_1>, or ‹PERSON_3›: ring [phone number hidden]"


MESSAGES = st.lists(
    st.lists(
        st.one_of(
            PERSONAL,
            st.builds("<{}_{}>".format, st.sampled_from(LABELS), st.integers(0, 1_000_001)),
            st.sampled_from(["<PERSON_", "_1>", ">", "‹PERSON_1›", "my name is <PERSON_1>", "&lt;PERSON_1&gt;"]),
            st.text(max_size=8),
        ),
        max_size=5,
    ).map(" ".join),
    min_size=1,
    max_size=4,
)


@given(messages=MESSAGES, expecting=st.one_of(st.none(), st.sampled_from(LABELS)))
@settings(max_examples=100, deadline=None)
def test_every_placeholder_is_a_finding_and_numbers_have_no_gaps_whatever_is_typed(
    redactor: Redactor, messages: list[str], expecting: Label | None
) -> None:
    taken: dict[str, str] = {}
    for raw in messages:
        conversation = Placeholders(taken=taken)
        result = redactor.redact(raw, expecting, conversation)
        assert [str(each) for each in find(result.text)] == [each.placeholder for each in result.findings]
        taken |= conversation.new
    numbers: dict[str, list[int]] = {}
    for placeholder in taken.values():
        if (known := read(placeholder)) is not None:
            numbers.setdefault(known.label, []).append(known.number)
    assert all(sorted(each) == list(range(1, len(each) + 1)) for each in numbers.values())


@pytest.mark.parametrize(
    ("reply", "label"),
    [("  tigger  ", "PERSON"), ("the old barn", "ADDRESS"), ("n/a at gmail", "EMAIL_ADDRESS")],
)
def test_a_whole_form_reply_is_one_finding(redactor: Redactor, reply: str, label: str) -> None:
    (found,) = redactor.redact(reply, expecting=label).findings  # type: ignore[arg-type]
    assert (reply[found.start : found.end], found.label) == (reply.strip(), label)


@pytest.mark.parametrize(
    "reply",
    ["stop", "go back", "Talk to a person", "why do you need that?", "I don't want to say", "cancel please", "no",
     "help", "can I speak to someone", "what is this for?", "I’d rather not say", "skip this question",
     "do I have to?"],
)  # fmt: skip
def test_a_command_or_refusal_in_a_form_stays_text(redactor: Redactor, reply: str) -> None:
    assert redactor.redact(reply, expecting="PERSON").text == reply


def test_personal_data_in_a_refusal_is_still_found(redactor: Redactor) -> None:
    text = redactor.redact("why do you need 07700 900123 for this?", expecting="PERSON").text
    assert text == "why do you need <PHONE_NUMBER_1> for this?"


@pytest.mark.parametrize(
    "message",
    [
        "01632 960000",
        "+44 1632 960 111",
        "0300 123 4567",
        "is Town Hall, 1 Market Square open",
        "1 market square, northbridge",
    ],
)
def test_what_the_council_publishes_is_never_redacted(redactor: Redactor, message: str) -> None:
    assert redactor.redact(message).text == message


def test_an_error_inside_fails_closed_and_says_nothing_of_the_text(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("secret words of the resident")

    monkeypatch.setattr(PresidioEngine, "find", broken)
    with pytest.raises(RedactionFailed) as caught:
        redactor.redact("secret words of the resident")
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.slow
def test_loading_and_redacting_open_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("redaction opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    made = Redactor()
    made.warm_up()
    text = made.redact("write to jane@example.co.uk or ring 07700 900123").text
    assert text == "write to <EMAIL_ADDRESS_1> or ring <PHONE_NUMBER_1>"


def test_nobody_else_can_make_redacted_text() -> None:
    with pytest.raises(TypeError):
        Redacted("anything", object())


@pytest.mark.slow
def test_a_redactor_warms_itself_up_on_its_first_message() -> None:
    assert Redactor().redact("nb1 2ab").text == "<UK_POSTCODE_1>"


def test_every_recogniser_has_its_own_name_or_reference() -> None:
    names = [type(recogniser).__name__ for recogniser in all_recognisers()]
    assert len(names) == len(set(names))


@given(st.text(max_size=6_000))
@settings(max_examples=40)
def test_chunks_cover_every_character_and_grow_in_step_with_the_text(text: str) -> None:
    covered = 0
    for start, end in chunks(text):
        assert start <= covered <= end
        covered = end
    assert covered == len(text)
    assert len(chunks(text)) <= 1 + len(text) // 1_000
