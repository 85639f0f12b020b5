"""How well services and pages are found that training has not seen: `reeve evaluate new-services`.

Nothing is trained again. What the model says of a service that is left out is dropped, and its probability shared out
among the others, as if training had not known it; so the figures are those of a model that never had its examples,
but for what these changed in the weights of other services. The council's pages stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from api.assistant import Assistant, Progress, make_assistant, make_council, make_taught
from api.measuring.golden_sets import queries, turns
from api.settings import Settings
from bot.training.evaluate import GOLDEN, Row, Share, found, judging, read_rows
from bot.training.left_out import measured_by
from bot.turn import Turn
from bot.understanding.scores import intent_of
from knowledge.pack.page import Page

EVERY_PAGE, FIRST_PAGE, PAGES = 8, 3, 10  # of second pages by id, every eighth from the fourth on: ten
VOICES = GOLDEN / "voices"  # enquiries by other hands, where there are any: lines {"text", "service"}


def new_services_report(settings: Settings, say: Progress) -> dict[str, Any]:
    """Ten services, and the services of ten second pages, each asked about as if their pages had come today."""
    council = make_council(settings)
    taught = [slug for slug in council.slugs if intent_of(slug) in make_taught(council).intents]
    services, pages = measured_by(taught), second_pages(council.pack.pages, measured_by(taught))
    owners = {page.service for page in pages}
    assistant = make_assistant(settings, say, left_out=frozenset(services))
    say("Asking about ten services that training has not seen")
    left_out = {"services": list(services), "pages": [page.id for page in pages]}
    report: dict[str, Any] = {"left_out": left_out, "services": services_report(assistant, services)}
    report["other_services"] = found_report(assistant, others(services))
    assistant.engine.close()
    assistant = make_assistant(settings, say, left_out=frozenset(owners))
    say("Asking about ten pages that training has not seen")
    report["pages"] = pages_report(assistant, pages)
    assistant.engine.close()
    return report


def services_report(assistant: Assistant, services: Collection[str]) -> dict[str, Any]:
    """What became of questions about services that are left out: by other hands, all and by source; and asked in the
    very words of their pages."""
    asked = dict(about(services))
    rows = [row for each in asked.values() for row in each]
    pages = [page for page in assistant.searcher.index.pages if page.service in services]
    own = [{"text": question, "service": page.service} for page in pages for question in page.questions]
    made = turns(assistant, rows)
    sources = [name for name, each in asked.items() for _ in each]
    return {
        **found(rows, made),
        "first_by_source": by_source(rows, made, sources),
        "in_the_words_of_the_page": found_report(assistant, own),
    }


def about(services: Collection[str]) -> Iterator[tuple[str, list[Row]]]:
    """Rows about some services, by source. Fitting saw none of them: see `bot.training.left_out`."""
    rows = [*read_rows(GOLDEN / "triage" / "enquiries.jsonl")]
    yield "enquiries", [row for row in rows if row["service"] in services]
    for file, asked in queries().items():
        yield file.stem, [{**row, "text": row["query"]} for row in asked if row["service"] in services]
    for file in sorted(VOICES.glob("*.jsonl")):
        yield file.stem, [row for row in read_rows(file) if row.get("service") in services]


def others(services: Collection[str]) -> list[Row]:
    """Golden enquiries about every other service: what the new ones take from them."""
    rows = judging(read_rows(GOLDEN / "triage" / "enquiries.jsonl"))
    return [row for row in rows if row["service"] not in services]


def second_pages(pages: Iterable[Page], services: Collection[str]) -> list[Page]:
    """The ten pages that are left out: second pages with golden questions, of no service that is left out besides."""
    asked = {row["page"] for rows in queries().values() for row in rows if "page" in row}
    second = sorted((page for page in pages if page.id in asked), key=lambda page: page.id)
    return [page for page in second if page.service not in services][FIRST_PAGE::EVERY_PAGE][:PAGES]


def pages_report(assistant: Assistant, pages: Sequence[Page]) -> dict[str, Any]:
    """What became of the golden questions of some pages, whose services are left out; and the page itself shown."""
    by_id = {page.id: page for page in pages}
    rows = [row for each in queries().values() for row in each if row.get("page") in by_id]
    made = turns(assistant, [{**row, "text": row["query"]} for row in rows])
    shown = [by_id[row["page"]].url in _links(turn) for row, turn in zip(rows, made, strict=True)]
    return {**found(rows, made), "page_shown": Share.of(shown).as_dict()}


def found_report(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """What became of rows."""
    return found(rows, turns(assistant, rows))


def by_source(rows: Sequence[Row], made: Sequence[Turn], sources: Sequence[str]) -> dict[str, Any]:
    """The share of right services first, by where the rows are from."""
    first: dict[str, list[bool]] = defaultdict(list)
    for row, turn, source in zip(rows, made, sources, strict=True):
        ranked = turn.conclusion.services
        first[source].append(bool(ranked) and ranked[0].slug == row["service"])
    return {source: Share.of(right).as_dict() for source, right in sorted(first.items())}


def _links(turn: Turn) -> set[str]:
    return {reply.link.url for reply in turn.replies if reply.link}
