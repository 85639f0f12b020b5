from __future__ import annotations

import pytest

from knowledge.pack.load import CouncilPack
from knowledge.search.records import Records, page_from_record, page_to_record, records, to_lines


def test_pages_made_when_asked_for_are_those_made_at_once(northbridge: CouncilPack) -> None:
    content = to_lines(page_to_record(page) for page in northbridge.pages)
    lazy = records(memoryview(content), page_from_record)
    assert isinstance(lazy, Records)
    assert len(lazy) == len(northbridge.pages)
    assert tuple(lazy) == records(content, page_from_record) == northbridge.pages
    assert lazy[-1] == northbridge.pages[-1]
    assert lazy[3:5] == northbridge.pages[3:5]
    with pytest.raises(IndexError):
        lazy[len(lazy)]
