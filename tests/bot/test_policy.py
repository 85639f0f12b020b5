"""policy.yml, the domain, the training data and the council pack agree with the code and with each other."""

from __future__ import annotations

from dataclasses import fields
from string import Formatter
from typing import get_args

import pytest
import yaml
from pydantic import ValidationError

from api.settings import PACKAGES
from bot.council import Council
from bot.policy import POLICY, ButtonName, FormPhrase, Policy, ReplyName, Weights, load_policy, load_welsh
from bot.understanding.scores import Scores, intent_of

ALLOWED = {"council", "team", "reference", "hours", "phone", "body", "summary", "title", "url", "service"}
FEWEST_EXAMPLES = 12
SHARED = 124  # services that every council may have, with examples


def intents_with_examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in (PACKAGES / "bot" / "data" / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            found[entry["intent"]] = [line[2:].strip() for line in entry["examples"].splitlines()]
    return found


def domain_intents() -> set[str]:
    domain = yaml.safe_load((PACKAGES / "bot" / "domain.yml").read_text(encoding="utf-8"))
    return {next(iter(each)) if isinstance(each, dict) else each for each in domain["intents"]}


def test_every_reply_and_button_is_there_and_none_is_unused(policy: Policy) -> None:
    assert set(policy.replies) == set(get_args(ReplyName))
    assert set(policy.buttons) == set(get_args(ButtonName))


def test_replies_fill_in_only_what_is_known(policy: Policy) -> None:
    for text in (*policy.replies.values(), *policy.buttons.values()):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= ALLOWED


def test_every_phrase_of_forms_is_there_and_none_is_unused(policy: Policy) -> None:
    assert set(policy.forms) == set(get_args(FormPhrase))
    code = "".join(
        file.read_text(encoding="utf-8") for file in (PACKAGES / "bot").rglob("*.py") if file.name != "policy.py"
    )
    assert [name for name in policy.forms if f'"{name}"' not in code and f"'{name}'" not in code] == []


def filled_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_reply_and_button_is_there_in_welsh_and_fills_in_the_same(policy: Policy) -> None:
    welsh = load_welsh()
    for english, other in ((policy.replies, welsh.replies), (policy.buttons, welsh.buttons)):
        assert set(english) == set(other)
        for name, text in english.items():
            assert filled_in(other[name]) <= filled_in(text) | {"council"}, name
            assert filled_in(text) - {"hours"} <= filled_in(other[name]), name


def test_every_witness_has_a_weight() -> None:
    assert {field.name for field in fields(Scores)} | {"in_hand"} == set(Weights.model_fields)


# Services of the Northbridge pack alone: they have pages, and no examples.
OF_THE_PACK = {"drug_alcohol_support", "sexual_health", "stop_smoking"}


def test_intents_are_the_shared_services_the_acts_and_the_button(policy: Policy, council: Council) -> None:
    services = {intent_of(slug) for slug in council.slugs} - OF_THE_PACK
    acts = {*policy.acts, *policy.person_acts, "out_of_scope"}
    assert len(services) == SHARED
    assert domain_intents() == services | acts | {"choose"}
    assert set(intents_with_examples()) == services | acts


def test_every_intent_has_enough_examples_and_no_example_has_two_intents() -> None:
    seen: dict[str, str] = {}
    for intent, examples in intents_with_examples().items():
        assert len({example.casefold() for example in examples}) >= FEWEST_EXAMPLES, intent
        for example in examples:
            assert seen.setdefault(example.casefold(), intent) == intent, example


def test_a_service_with_a_page_can_be_reached(council: Council) -> None:
    assert {page.service for page in council.pack.pages} <= council.slugs
    assert {team for service in council.pack.services for team in [service.team]} <= set(council.teams)


def test_an_unknown_field_is_refused(tmp_path: object) -> None:
    wrong = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    wrong["weights"]["moon_phase"] = 1.0
    with pytest.raises(ValidationError, match="moon_phase"):
        Policy.model_validate(wrong)


def test_the_policy_on_disk_is_valid() -> None:
    assert load_policy().clarify_options == 3
