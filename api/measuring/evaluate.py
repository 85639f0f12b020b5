"""`reeve evaluate`: quality from golden sets and from public data, printed as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, assert_never

from api.assistant import Assistant, Progress, make_assistant
from api.measuring.new_services import new_services_report
from api.measuring.pages.redaction_page import redaction_report
from api.measuring.pages.retrieval_page import retrieval_page, retrieval_report
from api.measuring.pages.triage_page import intents_page, triage_page
from api.measuring.triage_report import triage_report
from api.measuring.voices_report import voices_report
from api.settings import Settings
from bot.training.classify import Classifier
from bot.training.evaluate import Row, Share, read_rows
from knowledge.measuring.evaluate import evaluate_folder


class Part(StrEnum):
    """What can be measured by itself."""

    REDACTION = "redaction"
    TRIAGE = "triage"
    INTENTS = "intents"
    RETRIEVAL = "retrieval"
    NEW_SERVICES = "new-services"
    VOICES = "voices"


def evaluate(settings: Settings, public: Path | None, say: Progress, part: Part | None = None) -> str:
    """Everything that can be measured with what is in the repository, or one part of it, and with a folder of public
    data; as JSON."""
    match part:
        case Part.REDACTION:
            return json.dumps({"redaction": redaction_report(settings, public, say)}, indent=1)
        case Part.TRIAGE:
            return json.dumps({"triage": triage_page(settings, say)}, indent=1)
        case Part.INTENTS:
            return json.dumps({"intents": intents_page(settings, say)}, indent=1)
        case Part.RETRIEVAL:
            return json.dumps({"retrieval": retrieval_page(settings, say)}, indent=1)
        case Part.NEW_SERVICES:
            return json.dumps({"new_services": new_services_report(settings, say)}, indent=1)
        case Part.VOICES:
            return json.dumps({"voices": voices_report(settings, say)}, indent=1)
        case None:
            return json.dumps(_everything(settings, public, say), indent=1)
        case _:
            assert_never(part)


def _everything(settings: Settings, public: Path | None, say: Progress) -> dict[str, Any]:
    assistant = make_assistant(settings, say)
    say("Measuring on the golden sets")
    report: dict[str, Any] = {"triage": triage_report(assistant), "search": retrieval_report(assistant.searcher)}
    assistant.engine.close()
    if public is not None:
        report["public"] = public_report(assistant, settings, public, say)
    return report | {"redaction": redaction_report(settings, public, say)}


def public_report(assistant: Assistant, settings: Settings, folder: Path, say: Progress) -> dict[str, Any]:
    """The search and the understanding on data that others wrote."""
    say("Measuring the search on public data")
    report: dict[str, Any] = {"retrieval": evaluate_folder(folder / "retrieval", assistant.encoder), "intents": {}}
    for file in sorted((folder / "intents").glob("*.jsonl")):
        say(f"Training and measuring the understanding on {file.stem}")
        report["intents"][file.stem] = understanding_report(read_rows(file), settings.encoder_model)
    return report


def understanding_report(rows: Sequence[Row], encoder_model: str) -> dict[str, Any]:
    """In-scope accuracy, and how much of out-of-scope falls below what keeps 95% of in-scope."""
    taught = [row for row in rows if row["split"] in ("train", "train_10")]
    asked = [row for row in rows if row["split"].endswith("test")]
    classifier = Classifier(taught, encoder_model)
    found = [(row["intent"], classifier.classify(row["text"])) for row in asked]
    inside = [(intent, each) for intent, each in found if intent != "oos"]
    outside = [each.confidence for intent, each in found if intent == "oos"]
    bound = sorted(each.confidence for _, each in inside)[len(inside) // 20]
    return {
        "in_scope_right": Share.of(each.intent == intent for intent, each in inside).as_dict(),
        "in_scope_accepted": Share.of(each.accepted for _, each in inside).as_dict(),
        "out_of_scope_caught_at_95": Share.of(confidence < bound for confidence in outside).as_dict(),
    }
