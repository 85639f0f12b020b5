"""The crisis gate, with the real encoder, on messages that were written apart from the curated examples."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.crisis.config import CRISIS, EXAMPLES, KINDS, CrisisConfig
from bot.crisis.gate import Crisis, load
from bot.crisis.spelling import Spelling
from bot.crisis.word_rules import Sentence, parse
from knowledge.search.encoder import Encoder, Vectors
from tests.support.golden_figures.crisis import FILE, crisis_figures, golden

pytestmark = pytest.mark.slow

NORTHBRIDGE = Path(__file__).parents[2] / "knowledge" / "councils" / "northbridge" / "council.yml"
NUMBERS = {"out_of_hours": "01632 960199"}
TWELVE = {
    "life_threat", "domestic_abuse", "suicide_self_harm", "child_at_risk", "adult_at_risk", "homeless_tonight",
    "gas_or_co", "dangerous_structure", "dangerous_highway", "flooding_now", "power_or_heating_vulnerable",
    "modern_slavery_or_exploitation",
}  # fmt: skip


class Broken:
    """An encoder whose model is gone."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError("no model")


class Counting:
    """Counts what is encoded, and finds everything alike."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


@pytest.fixture(scope="module")
def config() -> CrisisConfig:
    return load()


@pytest.fixture(scope="module")
def real_encoder() -> Encoder:
    return Encoder(threads=1, graphs=Path(__file__).parents[2] / "var" / "graphs")


@pytest.fixture(scope="module")
def crisis(config: CrisisConfig, real_encoder: Encoder) -> Crisis:
    gate = Crisis(real_encoder, config, NUMBERS)
    gate.warm_up()
    return gate


@pytest.fixture(scope="module")
def words_only(config: CrisisConfig) -> Crisis:
    return Crisis(Broken(), config, NUMBERS)


def kind_of(gate: Crisis, text: str) -> str | None:
    card = gate.screen(text)
    return card.kind if card else None


def test_no_figure_is_worse_than_in_the_file(
    crisis: Crisis, words_only: Crisis, compare_figures: Callable[..., None]
) -> None:
    compare_figures(FILE, "crisis", crisis_figures(crisis, words_only))


def test_there_are_golden_messages_of_every_kind() -> None:
    assert {row["kind"] for row in golden("crisis")} == TWELVE
    assert len(golden("crisis")) >= 200 and len(golden("lookalikes")) >= 200 and len(golden("ordinary")) >= 150


def test_golden_messages_are_not_the_curated_examples(config: CrisisConfig, real_encoder: Encoder) -> None:
    curated = [text for told in config.examples.crisis.values() for text in told]
    curated += [text for told in config.examples.ordinary.values() for text in told]
    texts = [row["text"] for name in ("crisis", "lookalikes", "ordinary") for row in golden(name)]
    alike = (real_encoder.encode(texts) @ real_encoder.encode(curated).T).max(axis=1)
    assert [text for text, cosine in zip(texts, alike, strict=True) if cosine > 0.9] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my dad is not breathing", "life_threat"),
        ("he's got a knife and he's stabbed someone", "life_threat"),
        ("I want to k1ll myself", "suicide_self_harm"),
        ("I WANT TO DIIIIIE", "suicide_self_harm"),
        ("s u i c i d a l  and alone", "suicide_self_harm"),
        ("my husbend beets me", "domestic_abuse"),
        ("My husband won\u2019t let me leave the house", "domestic_abuse"),
        ("i can sm\u200bell gas", "gas_or_co"),
        ("carbon monoxyde alarm is going off", "gas_or_co"),
        ("the wall has colapsed", "dangerous_structure"),
        ("nowere to sleep tonite", "homeless_tonight"),
        ("My boiler died. I'm 86 and I live alone.", "power_or_heating_vulnerable"),
    ],
)
def test_words_see_through_typing(words_only: Crisis, text: str, kind: str) -> None:
    assert kind_of(words_only, text) == kind


def test_one_sentence_of_risk_in_a_long_enquiry_is_enough(crisis: Crisis) -> None:
    before = "I would like to ask about my brown bin, which was missed again last week. The lid is broken too. " * 4
    after = " I have also paid my council tax by direct debit since April. Could you send me a receipt? Thank you."
    assert kind_of(crisis, f"{before}My husband strangled me last night.{after}") == "domestic_abuse"
    assert kind_of(crisis, f"{before}I can't see any reason to be alive.{after}") == "suicide_self_harm"
    assert crisis.screen(before + after) is None


def test_a_saying_does_not_hide_a_danger_beside_it(words_only: Crisis) -> None:
    assert words_only.screen("this bill is killing me") is None
    assert kind_of(words_only, "this bill is killing me and I want to kill myself") == "suicide_self_harm"


def test_a_guard_counts_for_its_own_sentence_only(words_only: Crisis) -> None:
    assert words_only.screen("Do you run suicide prevention training?") is None
    assert kind_of(words_only, "Do you run suicide training? I feel suicidal.") == "suicide_self_harm"


def test_danger_to_life_comes_first_of_several(words_only: Crisis) -> None:
    assert kind_of(words_only, "I can smell gas and my mum is unconscious") == "life_threat"


def test_there_are_exactly_twelve_kinds_and_life_is_first(config: CrisisConfig) -> None:
    assert set(config.kinds) == TWELVE == KINDS
    assert next(iter(config.kinds)) == "life_threat"


def test_every_team_is_a_team_of_the_council(config: CrisisConfig) -> None:
    teams = yaml.safe_load(NORTHBRIDGE.read_text(encoding="utf-8"))["teams"]
    assert {each.team for each in config.kinds.values()} <= set(teams)
    assert all(teams[each.team].get("on_call") for each in config.kinds.values())


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_every_card_is_complete_in_every_nation(config: CrisisConfig, nation: str) -> None:
    gate = Crisis(Broken(), config, NUMBERS, nation)  # type: ignore[arg-type]
    for kind, card in gate.cards.items():
        phones = [line.phone for line in card.lines if line.phone]
        assert card.kind == kind and card.title and card.team
        assert "999" in phones and NUMBERS["out_of_hours"] in phones
        assert any(line.phone is None for line in card.lines), "says what to do"
        assert all(line.hours for line in card.lines if line.phone)
        assert not any("{" in str(line) for line in card.lines)


def test_the_silent_call_is_offered_where_speaking_may_be_dangerous(crisis: Crisis) -> None:
    for kind in (
        "life_threat",
        "domestic_abuse",
        "child_at_risk",
        "adult_at_risk",
        "modern_slavery_or_exploitation",
    ):
        assert any("55" in (line.phone or "") for line in crisis.cards[kind].lines), kind


def test_only_the_domestic_abuse_card_has_the_button_to_leave(config: CrisisConfig) -> None:
    assert [kind for kind, each in config.kinds.items() if each.leave_page] == ["domestic_abuse"]


def test_every_number_says_where_it_comes_from_and_when_it_was_compared(config: CrisisConfig) -> None:
    written = yaml.safe_load(CRISIS.read_text(encoding="utf-8"))["numbers"]
    assert all(each.get("source") and each.get("verified_on") for each in written.values())
    assert set(config.numbers) == {name for each in config.kinds.values() for name in each.numbers}


def test_no_phone_number_stands_outside_the_numbers(config: CrisisConfig) -> None:
    for each in config.kinds.values():
        assert not any(re.search(r"\d{4,}|0\d{3}", line) for line in each.advice)


def test_each_kind_has_examples_enough_and_none_twice(config: CrisisConfig) -> None:
    assert all(len(told) >= 40 for told in config.examples.crisis.values())
    lines = [text.lower() for told in config.examples.crisis.values() for text in told]
    lines += [text.lower() for told in config.examples.ordinary.values() for text in told]
    assert sum(len(told) for told in config.examples.ordinary.values()) >= 300
    assert len(lines) == len(set(lines))


def test_a_missing_council_number_is_named(config: CrisisConfig) -> None:
    with pytest.raises(ValueError, match="out_of_hours"):
        Crisis(Broken(), config, {})


def test_an_ordinary_sentence_is_encoded_once_just_as_it_was_written(config: CrisisConfig) -> None:
    encoder = Counting()
    gate = Crisis(encoder, config, NUMBERS)
    gate.warm_up()
    encoder.calls.clear()
    gate.screen("  When is my Brown Bin collected?")
    assert encoder.calls == [["  When is my Brown Bin collected?"]]


def test_besides_the_encoder_a_message_costs_little(config: CrisisConfig) -> None:
    gate = Crisis(Counting(), config, NUMBERS)
    text = "Hello I would like to know when my brown bin is next collected because it was missed last week again"
    gate.screen(text)
    took = []
    for _ in range(40):
        start = time.perf_counter()
        gate.screen(text)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.01  # seconds; a shared machine is slow


@pytest.mark.parametrize(
    "text",
    [
        "", "   \n\t ", "\x00\x01\x02\x07", "?" * 10_000, "a" * 10_000, "kill " * 2_000, "my husband " * 900,
        "a. " * 3_500, "he hit the ball " * 600, "\u200b" * 10_000, "\u0301" * 10_000, "1" * 10_000, "k.i.l.l." * 1_200,
        "no heating no power no gas " * 370, "\ud83d\ude00" * 5_000, "\ud800", "{partner} & !{child} && \\d+ (a+)+$",
    ],
    ids=range(17),
)  # fmt: skip
def test_hostile_input_is_quick_and_safe(words_only: Crisis, text: str) -> None:
    start = time.perf_counter()
    words_only.screen(text)
    assert time.perf_counter() - start < 2


def test_nothing_of_the_message_is_logged(words_only: Crisis, capsys: pytest.CaptureFixture[str]) -> None:
    words_only.screen("my marmalade recipe")
    out, err = capsys.readouterr()
    assert "marmalade" not in out + err


def test_rules_are_written_in_plain_spelling(config: CrisisConfig, words_only: Crisis) -> None:
    rules = [rule for each in config.kinds.values() for rule in (*each.certain, *each.words)]
    words = {word for rule in rules for word in re.findall(r"(?<![a-z{])[a-z]+(?![a-z_*}])", rule)}
    assert {word: plain for word in words if (plain := " ".join(words_only.plain(word)).strip()) != word} == {}


def test_a_rule_reads_gaps_groups_stems_options_and_exceptions() -> None:
    groups = {"partner": ("husband", "other half")}
    rule = parse("{partner} .. strangl*|hit my? me & !tennis", groups)
    for text, holds in (
        ("my other half hit me", True),
        ("my husband once nearly strangled me", True),
        ("husband one two three four hit me", False),
        ("my husband hit me at tennis", False),
        ("my husbands hit me", False),
    ):
        assert rule.holds([Sentence.of(f" {text} ")]) is holds, text


@pytest.mark.parametrize("rule", ["", "a & ", "{nobody} hit", "hit(me)", "..", "hit & !"])
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="word rule"):
        parse(rule, {})


def test_a_both_sides_rule_looks_through_the_whole_message() -> None:
    rule = parse("no heating && baby", {})
    assert rule.holds([Sentence.of(" no heating "), Sentence.of(" the baby is cold ")])
    assert not parse("no heating & baby", {}).holds([Sentence.of(" no heating "), Sentence.of(" the baby is cold ")])


def test_one_slip_of_a_finger_is_forgiven_and_honest_words_are_left_alone() -> None:
    spelling = Spelling({"hubby": "husband"}, {"strangled", "husband"}, {"stringent"})
    assert spelling.sentences("My hubby strangeld me! strangles? stringent.") == [
        " my husband strangled me ", " strangled ", " stringent ",
    ]  # fmt: skip


def test_examples_stand_beside_the_settings() -> None:
    assert CRISIS.with_name(EXAMPLES).is_file()
