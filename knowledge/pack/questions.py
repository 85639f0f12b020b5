"""Questions as residents write them, which a page answers: what is wrong with those of a page."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from knowledge.pack.yaml_lines import YamlEntry

MOST = 16
LENGTH = (4, 160)  # characters
_FRONT = 2  # the line of the file where the front matter's YAML begins


def check_questions(entry: YamlEntry, page_id: str, homes: MutableMapping[str, str]) -> Iterator[tuple[int, str]]:
    """The problems of a page's questions, each with its line.

    `homes` holds the page of each question met before; those of this page are added, because a question that
    two pages claim tells neither of them apart.
    """
    questions = entry.texts
    if questions is None:
        yield entry.line, "`questions` must be a list, with a hyphen before each line."
        return
    if len(questions) > MOST:
        yield entry.line, f"There are {len(questions)} questions; there may be {MOST} at most."
    seen = set[str]()
    for question, node in zip(questions, entry.node.value, strict=True):
        line, key = _FRONT + int(node.start_mark.line), question.casefold()
        home = homes.setdefault(key, page_id)
        if not LENGTH[0] <= len(question) <= LENGTH[1]:
            yield line, f"A question has {LENGTH[0]} to {LENGTH[1]} characters; this one has {len(question)}."
        elif key in seen:
            yield line, f"`{question}` is here twice."
        elif home != page_id:
            yield line, f"The question `{question}` also stands in `{home}.md`."
        seen.add(key)
