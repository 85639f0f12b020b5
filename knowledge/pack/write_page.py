"""Writes a page as a file of a council pack."""

from __future__ import annotations

import json
from collections.abc import Sequence

from knowledge.pack.page_source import PageSource


def page_text(source: PageSource) -> str:
    """The file's text. Facts stay in their places; reading it gives the same page again."""
    return "\n".join(
        [
            "---",
            f"service: {source.service}",
            f"title: {_quoted(source.title)}",
            f"summary: {_quoted(source.summary)}",
            f"url: {source.url}",
            f"team: {source.team}",
            f"reviewed_on: {source.reviewed_on or ''}".rstrip(),
            f"actions: {_list(source.actions)}",
            f"synonyms: {_list(source.synonyms)}",
            *_lines("questions", source.questions),
            "---",
            source.body.strip("\n"),
            "",
        ]
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def _lines(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}:", *(f"  - {_quoted(value)}" for value in values)] if values else []


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(value) for value in values)}]"
