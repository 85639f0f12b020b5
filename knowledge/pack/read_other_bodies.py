"""Reads the pages about other bodies: national ones, and a council's own of the same name in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from knowledge.answer.wording import count_words
from knowledge.pack.facts import fill_in
from knowledge.pack.front_matter import FrontMatter, read_front_matter
from knowledge.pack.other_body import NearMiss, OtherBodyPage
from knowledge.pack.page_rules import LINK
from knowledge.pack.problems import PackProblem, read_text
from knowledge.pack.read_page import lengths
from knowledge.pack.services import SLUG
from knowledge.pack.yaml_lines import YamlEntry, as_date

NATIONAL = Path(__file__).parents[1] / "other_bodies"
REQUIRED = ("body", "name", "title", "summary", "url", "reviewed_on", "examples", "not")
OPTIONAL = ("phone",)
EXAMPLES, NEAR_MISSES = (20, 40), (3, 8)
WORDS = (60, 150)
ARROW = " -> "
_BODY = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"\b(?:0\d[\d ]{7,10}\d|1\d\d|999)\b")
_FRONT = 2  # the front matter's first line


def load_other_bodies(
    folders: Iterable[Path], facts: Mapping[str, str], problems: list[PackProblem]
) -> tuple[OtherBodyPage, ...]:
    """The pages of all folders by body; a file in a later folder stands in place of its namesake in an earlier one."""
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.md"))}
    pages = []
    homes: dict[str, str] = {}
    for _, file in sorted(files.items()):
        page = read_other_body(file, facts, problems)
        if page is None:
            continue
        pages.append(page)
        for example in page.examples:
            home = homes.setdefault(example.casefold(), page.body)
            if home != page.body:
                problems.append(PackProblem(file, 0, f"The example `{example}` also stands in `{home}.md`."))
    return tuple(pages)


def read_other_body(path: Path, facts: Mapping[str, str], problems: list[PackProblem]) -> OtherBodyPage | None:
    """The page in a file, or None; each thing that is wrong with it is added to `problems`."""
    before = len(problems)
    text = read_text(path, problems)
    front = None if text is None else read_front_matter(text, path, problems, REQUIRED, OPTIONAL)
    if front is None:
        return None
    fields = front.fields
    words = {name: _filled(entry, facts, path, problems) for name, entry in fields.items()}
    body = fill_in(front.body, facts, path, front.body_line, problems).strip()
    for name, entry in fields.items():
        problems.extend(PackProblem(path, line, what) for line, what in _check(path.stem, name, entry))
    problems.extend(lengths(words.get("title", ""), words.get("summary", ""), front, path))
    problems.extend(_body_problems(body, front, path))
    if len(problems) > before:
        return None
    return OtherBodyPage(
        body=words["body"],
        name=words["name"],
        title=words["title"],
        summary=words["summary"],
        url=words["url"],
        phone=words.get("phone", ""),
        reviewed_on=as_date(words["reviewed_on"]),
        examples=fields["examples"].texts or (),
        near_misses=tuple(NearMiss(*pair.split(ARROW)) for pair in fields["not"].texts or ()),
        text=body,
    )


def _filled(entry: YamlEntry, facts: Mapping[str, str], path: Path, problems: list[PackProblem]) -> str:
    return fill_in(" ".join((entry.text or "").split()), facts, path, entry.line, problems)


def _check(stem: str, name: str, entry: YamlEntry) -> Iterator[tuple[int, str]]:
    if name in ("examples", "not"):
        yield from _check_list(name, entry)
    elif entry.text is None:
        yield entry.line, f"`{name}` must be a single value."
    elif not entry.text:
        yield entry.line, f"`{name}` has no value."
    elif name == "body" and (entry.text != stem or not _BODY.fullmatch(stem)):
        yield entry.line, "`body` and the file's name must be the same lower-case words joined by underscores."
    elif name == "url" and not entry.text.startswith("https://"):
        yield entry.line, "The url must begin with https://."
    elif name == "phone" and not _NUMBER.search(entry.text):
        yield entry.line, f"`{entry.text}` holds no phone number."
    elif name == "reviewed_on" and as_date(entry.text) is None:
        yield entry.line, f"`{entry.text}` is not a date; write it as 2026-09-14."


def _check_list(name: str, entry: YamlEntry) -> Iterator[tuple[int, str]]:
    values = entry.texts
    if values is None or not values:
        yield entry.line, f"`{name}` must be a list, with a hyphen before each line."
        return
    fewest, most = EXAMPLES if name == "examples" else NEAR_MISSES
    if not fewest <= len(values) <= most:
        yield entry.line, f"There are {len(values)} lines under `{name}`; there must be {fewest} to {most}."
    seen = set[str]()
    for value, node in zip(values, entry.node.value, strict=True):
        line = _line(node)
        if not value:
            yield line, f"A line under `{name}` is empty."
        elif value.casefold() in seen:
            yield line, f"`{value}` is here twice."
        elif name == "not" and not _is_near_miss(value):
            yield line, f"`{value}` must read: what a resident writes{ARROW}the slug of our service."
        seen.add(value.casefold())


def _is_near_miss(value: str) -> bool:
    enquiry, _, service = value.partition(ARROW)
    return bool(enquiry.strip() and SLUG.fullmatch(service))


def _line(node: yaml.Node) -> int:
    return _FRONT + int(node.start_mark.line)


def _body_problems(body: str, front: FrontMatter, path: Path) -> Iterator[PackProblem]:
    count = count_words(body)
    if body and not WORDS[0] <= count <= WORDS[1]:
        yield PackProblem(path, front.body_line, f"The page has {count} words; it must have {WORDS[0]} to {WORDS[1]}.")
    for link in LINK.finditer(front.body):
        if not link.group(1).startswith("https://"):
            line = front.body_line + front.body.count("\n", 0, link.start())
            yield PackProblem(path, line, f"The link `{link.group(1)}` must begin with https://.")
