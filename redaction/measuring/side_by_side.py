"""Ours and default Presidio on the same messages in one run: `python -m redaction.measuring.side_by_side FOLDER...`.

Prints a Markdown table. Presidio is asked as it is shipped: its own recognisers for English, no threshold, once
without any model of language and once with the English model that its documentation uses, where that is installed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider

from redaction.engine import SpacyPipeline
from redaction.measuring.evaluate import PUBLISHED, Row, Tally, read_rows
from redaction.redacted import Finding
from redaction.redactor import Redactor

DOCUMENTED_MODEL = "en_core_web_lg"
Finder = Callable[[str], Sequence[Finding]]


def ours() -> Finder:
    """The redactor of this package."""
    redactor = Redactor(published=PUBLISHED)
    redactor.warm_up()
    return lambda text: redactor.redact(text).findings


def presidio_patterns() -> Finder:
    """Default Presidio without a model: tokens only."""
    nlp = spacy.blank("en")
    return _finder(AnalyzerEngine(registry=_registry(), nlp_engine=SpacyPipeline(nlp), supported_languages=["en"]))


def presidio_model() -> Finder | None:
    """Default Presidio with its documented model; None where nobody has installed it."""
    if not spacy.util.is_package(DOCUMENTED_MODEL):
        return None
    models = [{"lang_code": "en", "model_name": DOCUMENTED_MODEL}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    return _finder(AnalyzerEngine(registry=_registry(), nlp_engine=engine, supported_languages=["en"]))


def _registry() -> RecognizerRegistry:
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())  # its bundled list: no download
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    return registry


def _finder(analyzer: AnalyzerEngine) -> Finder:
    def find(text: str) -> list[Finding]:
        found = analyzer.analyze(text, "en") if text.strip() else []
        return [Finding(each.start, each.end, "PERSON", each.score, "") for each in found]

    return find


def line(name: str, finder: Finder | None, rows: Sequence[Row]) -> str:
    """One row of the table: share found, false findings a message, milliseconds a message."""
    if finder is None:
        return f"| {name} | not installed here, so left out | | |"
    tally = Tally()
    spent = 0.0
    finder(rows[0]["text"])
    for row in rows:
        started = time.process_time()
        findings = finder(row["text"])
        spent += time.process_time() - started
        tally.count(row, row["text"], row["spans"], findings)
    hits, total = (sum(getattr(count, each) for count in tally.recall.values()) for each in ("hits", "total"))
    found = f"{hits / total:.3f} of {total}" if total else "-"
    return f"| {name} | {found} | {tally.false / tally.messages:.3f} | {1000 * spent / len(rows):.2f} |"


def main(folders: Sequence[str]) -> None:
    """A table for each set of each folder."""
    finders = {
        "Reeve": ours(),
        "Presidio, patterns": presidio_patterns(),
        f"Presidio, {DOCUMENTED_MODEL}": presidio_model(),
    }
    for path in [path for folder in folders for path in sorted(Path(folder).glob("*.jsonl"))]:
        rows = read_rows(path)
        if "text" in rows[0]:
            head = "| | values found | false findings a message | ms a message |\n|---|---|---|---|"
            lines = [line(name, finder, rows) for name, finder in finders.items()]
            sys.stdout.write("\n".join([f"\n{path.stem}, {len(rows)} messages\n", head, *lines, ""]))
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m redaction.measuring.side_by_side FOLDER...")
    main(sys.argv[1:])
