"""The Northbridge pack with services of its own that no model knows: a few lines of services.csv and their pages."""

from __future__ import annotations

import shutil
from pathlib import Path

SERVICES = """\
beach-huts,,Beach huts,leisure,answer
slipway,,Slipways and moorings,parks,report
"""
BEACH_HUTS = """\
---
service: beach-huts
title: Rent a beach hut
summary: Our wooden huts on the seafront cost £85 a week or £640 a season. Booking opens each February.
url: /services/beach-huts
team: leisure
reviewed_on: 2026-11-22
actions: [answer, talk]
synonyms: [beach hut hire, seaside hut, beach chalet, hut on the promenade, rent a chalet, cabin by the sea]
questions:
  - is one of the wooden cabins free for half term
  - where can we keep our deckchairs by the sea this summer
  - how long is the wait for a hut of our own
---
The huts stand along the promenade. Each has a deck and two chairs.

## What it costs

A day costs £18, a week £85 and a season £640. You pay when you book.

## If you need to cancel

Tell us a week before and we give back half of what you paid.
"""
SLIPWAY = """\
---
service: slipway
title: Report a broken slipway or mooring
summary: Tell us if a slipway is slippery or broken, or if a mooring ring is loose. We look at it within 3 working days.
url: /services/slipway
team: parks
reviewed_on: 2026-11-22
actions: [report, talk]
synonyms: [boat ramp, launching ramp, slippery slipway, loose mooring ring, harbour steps, pontoon]
questions:
  - i nearly lost my dinghy because the ramp is covered in weed
  - the ring we tie the boat to has come out of the wall
---
We look after three slipways and forty moorings on the river.

## What happens next

We look at it within 3 working days, and close it if it is not safe.
"""
REPORTS = """\
  slipway:
    title: Slipway or mooring
    questions:
      what:
        ask: "What is wrong?"
        label: What is wrong
        choices: { slippery: It is slippery, broken: It is broken, loose: A ring is loose }
"""


def growing_pack(northbridge: Path, folder: Path) -> Path:
    """A copy of the Northbridge pack in `folder`, with two services more."""
    shutil.copytree(northbridge, folder)
    for name, more in (("services.csv", SERVICES), ("reports.yml", REPORTS)):
        file = folder / name
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    for slug, page in (("beach-huts", BEACH_HUTS), ("slipway", SLIPWAY)):
        (folder / "pages" / f"{slug}.md").write_text(page, encoding="utf-8")
    return folder
