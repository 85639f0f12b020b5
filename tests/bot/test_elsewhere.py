"""How a message is compared with what residents ask other bodies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.actions.say import Phrases
from bot.council import Council
from bot.policy import Policy
from bot.training.evaluate import GOLDEN
from bot.understanding.other_bodies import OtherBodies
from knowledge.pack.other_body import NearMiss, OtherBodyPage

DIRECTIONS = {"north": (1.0, 0.0), "east": (0.0, 1.0), "north-east": (0.8, 0.6)}


class Compass:
    """Encodes a direction as a unit vector, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return np.array([DIRECTIONS[text] for text in texts], dtype=np.float32)


def page(body: str, *examples: str, near_miss: str = "east") -> OtherBodyPage:
    near_misses = (NearMiss(near_miss, "noise"),)
    return OtherBodyPage(body, body, body, "", "https://x.example", "", date(2026, 9, 1), examples, near_misses, "")


def test_the_body_with_the_nearest_examples_is_named() -> None:
    bodies = OtherBodies(Compass(), [page("pole", "north"), page("orient", "east", near_miss="north")])
    found = bodies.likeness("north")
    assert found is not None
    assert (found.body, found.similarity, found.near_miss) == ("pole", pytest.approx(1.0), pytest.approx(1.0))


def test_similarity_is_half_the_nearest_example_and_half_the_mean_of_three() -> None:
    bodies = OtherBodies(Compass(), [page("pole", "north", "north-east", "east", "east")])
    found = bodies.likeness("north")
    assert found is not None
    assert found.similarity == pytest.approx(0.5 * 1.0 + 0.5 * (1.0 + 0.8 + 0.0) / 3)
    assert found.near_miss == pytest.approx(0.0)


def test_examples_are_encoded_once_and_by_their_own_encoder() -> None:
    encoder, examples = Compass(), Compass()
    bodies = OtherBodies(encoder, [page("pole", "north")], examples)
    bodies.warm_up()
    bodies.warm_up()
    bodies.likeness("east")
    assert (encoder.asked, examples.asked) == (1, 1)


def test_a_council_that_knows_no_other_body_compares_with_nothing() -> None:
    encoder = Compass()
    bodies = OtherBodies(encoder, [])
    bodies.warm_up()
    assert bodies.likeness("north") is None
    assert encoder.asked == 0


def test_the_reply_names_the_body_links_it_and_offers_a_person(policy: Policy, council: Council) -> None:
    phrases = Phrases(policy, council)
    for body, told in council.bodies.items():
        reply = phrases.elsewhere(body)
        assert told.name in reply.text
        assert told.summary in reply.text
        assert f"]({told.url})" in reply.text
        assert told.phone in reply.text
        assert [button.choice for button in reply.buttons] == ["person"]


def test_a_body_without_a_number_leaves_no_gap(policy: Policy, council: Council) -> None:
    told = Phrases(policy, council).elsewhere("tv_licensing").text
    assert "call" not in told.partition("Read more")[2]
    assert ". If I got that wrong" in told


def golden(name: str) -> list[dict[str, str]]:
    file = GOLDEN / "triage" / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_body_of_the_golden_sets_has_a_page(council: Council) -> None:
    bodies = {row["body"] for name in ("out_of_scope", "elsewhere") for row in golden(name) if "body" in row}
    assert bodies <= set(council.bodies)
    assert {row["service"] for row in golden("elsewhere_near")} <= council.slugs


def test_no_example_was_taken_from_a_golden_set(council: Council) -> None:
    taught = {example.casefold() for page in council.bodies.values() for example in page.examples}
    taught |= {each.enquiry.casefold() for page in council.bodies.values() for each in page.near_misses}
    for name in ("enquiries", "out_of_scope", "elsewhere", "elsewhere_near"):
        assert not taught & {row["text"].casefold() for row in golden(name)}
