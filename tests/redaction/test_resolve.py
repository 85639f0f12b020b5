"""Overlapping hits become findings that never overlap, and nothing that was claimed is let go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redaction.resolve import RecogniserHit, resolve

HITS = st.builds(
    lambda start, length, label, score: RecogniserHit(start, start + length, label, score),
    st.integers(0, 60),
    st.integers(1, 20),
    st.sampled_from(["PERSON", "PHONE_NUMBER", "UK_POSTCODE"]),
    st.sampled_from([0.5, 0.6, 0.8]),
)


@given(st.lists(HITS, max_size=12))
def test_every_claimed_character_is_covered_exactly_once(hits: list[RecogniserHit]) -> None:
    settled = resolve(hits)
    covered = [at for hit in settled for at in range(hit.start, hit.end)]
    assert sorted(covered) == sorted({at for hit in hits for at in range(hit.start, hit.end)})


def test_the_stronger_hit_keeps_its_whole_stretch() -> None:
    weak, strong = RecogniserHit(0, 8, "PERSON", 0.5), RecogniserHit(5, 12, "UK_POSTCODE", 0.8)
    assert resolve([weak, strong]) == [RecogniserHit(0, 5, "PERSON", 0.5), strong]


def test_neighbouring_hits_of_one_label_become_one() -> None:
    assert resolve([RecogniserHit(0, 6, "PERSON", 0.5), RecogniserHit(4, 9, "PERSON", 0.7)]) == [
        RecogniserHit(0, 9, "PERSON", 0.5)
    ]


def test_the_rest_of_an_address_that_names_no_door_is_dropped() -> None:
    address, number = RecogniserHit(0, 20, "ADDRESS", 0.5), RecogniserHit(8, 20, "UK_NHS", 0.8)
    assert resolve([address, number]) == [number]
