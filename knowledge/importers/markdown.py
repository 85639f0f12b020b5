"""HTML to safe Markdown: our own few marks around escaped text, and nothing else of what came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from redaction.text.fold import visible

Element = Any  # lxml's elements have no types
DROPPED = frozenset({
    "applet", "audio", "base", "button", "canvas", "dialog", "frame", "frameset", "head", "iframe",
    "img", "input", "label", "link", "map", "math", "meta", "nav", "noscript", "object", "picture", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
})  # fmt: skip
_DEEPEST = 40  # elements within elements; below that only words are kept
_SCHEMES = ("http", "https", "mailto", "tel")
_LONGEST_LINK = 2000
_ESCAPED = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d{0,9})(#{1,6}(?=\s|$)|>|[-+.)](?=\s|$)|=+\s*$|-{2,}\s*$|~{3,})", re.MULTILINE)
_LETTER = re.compile(r"\w")


def as_line(text: object, longest: int = 300) -> str:
    """Text from outside as one plain line for a title or a summary: no unseen signs, no Markdown links or code."""
    line = " ".join(visible(str(text or "")).split())
    line = line.translate({ord("["): "(", ord("]"): ")", ord("`"): "'", ord("\\"): "/"})
    line = line.replace("{{", "{ {").replace("}}", "} }")
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "\u2026"


def text_to_markdown(text: str) -> str:
    """Plain text as Markdown paragraphs: its lines and paragraphs kept, its signs escaped."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_paragraph("\n".join(_text(line) for line in paragraph.split("\n"))) for paragraph in paragraphs)
    return "\n\n".join(line for line in lines if line)


def to_markdown(element: Element, base: str) -> str:
    """What a reader sees in the element, as Markdown; links become absolute on `base`, to the web, mail or a phone.

    No HTML, image, script or other address of the source is in the result, and none of its text can act as
    Markdown.
    """
    return "\n\n".join(_children(element, base, 0))


def _children(element: Element, base: str, depth: int) -> Iterator[str]:
    """The element's content as blocks."""
    inline = _text(element.text)
    for child in element:
        if _is_block(child) and depth < _DEEPEST:
            yield from _paragraphs(inline)
            yield from _block(child, base, depth + 1)
            inline = ""
        else:
            inline += _inline(child, base, depth + 1)
        inline += _text(child.tail)
    yield from _paragraphs(inline)


def _is_block(child: Element) -> bool:
    if not isinstance(child.tag, str) or child.tag == "a":
        return False
    return child.tag in _BLOCKS or (child.tag not in DROPPED and any(inner.tag in _BLOCKS for inner in child.iter()))


def _block(element: Element, base: str, depth: int) -> Iterator[str]:
    match element.tag:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
            words = _flat(element, base, depth).replace("**", "")
            if words:
                yield "#" * max(2, int(tag[1])) + " " + words
        case "ul" | "ol":
            yield from _list(element, base, depth)
        case "table":
            yield from _table(element, base, depth)
        case "blockquote":
            for block in _children(element, base, depth):
                yield "\n".join(f"> {line}".rstrip() for line in block.split("\n"))
        case "dt" | "summary":
            words = _flat(element, base, depth).replace("**", "")
            if words:
                yield f"**{words}**"
        case "hr":
            pass
        case _:
            yield from _children(element, base, depth)


def _list(element: Element, base: str, depth: int) -> Iterator[str]:
    lines: list[str] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag in DROPPED:
            continue
        blocks = list(_children(child, base, depth + 1) if child.tag == "li" else _block(child, base, depth + 1))
        if not blocks:
            continue
        mark = f"{len(lines) + 1}. " if element.tag == "ol" else "- "
        item = "".join(_joint(block) * (number > 0) + block for number, block in enumerate(blocks))
        lines.append(mark + item.replace("\n", "\n" + " " * len(mark)))
    if lines:
        yield re.sub(r"^ +$", "", "\n".join(lines), flags=re.MULTILINE)


def _joint(block: str) -> str:
    """A list inside an item follows at once; anything else after an empty line."""
    return "\n" if re.match(r"(-|\d+\.) ", block) else "\n\n"


def _table(element: Element, base: str, depth: int) -> Iterator[str]:
    rows = []
    for row in element.iter("tr"):
        if next(row.iterancestors("table")) is element:
            rows.append([_flat(cell, base, depth).replace("|", r"\|") for cell in row if cell.tag in ("td", "th")])
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    if width <= 1:
        yield from (_paragraph(row[0]) for row in rows)
        return
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _flat(element: Element, base: str, depth: int) -> str:
    """The element's content on one line."""
    words = _inline_children(element, base, depth)
    return " ".join(words.split())


def _inline_children(element: Element, base: str, depth: int) -> str:
    if depth > _DEEPEST:
        return _text(" ".join(element.itertext()))
    words = _text(element.text)
    for child in element:
        space = " " if isinstance(child.tag, str) and child.tag in _BLOCKS else ""
        words += space + _inline(child, base, depth + 1) + space + _text(child.tail)
    return words


def _inline(element: Element, base: str, depth: int) -> str:
    if not isinstance(element.tag, str) or element.tag in DROPPED:
        return ""
    if element.tag == "br":
        return "\n"
    words = _inline_children(element, base, depth)
    match element.tag:
        case "a":
            return _link(words, element.get("href"), base)
        case "strong" | "b":
            return _marked(words, "**")
        case "em" | "i":
            return _marked(words, "*")
        case _:
            return words


def _marked(words: str, mark: str) -> str:
    """The words between two marks, which touch letters or digits; nothing is marked twice."""
    first, last = _LETTER.search(words), _LETTER.search(words[::-1])
    if not first or not last or "*" in words.replace(r"\*", "") or "](" in words or "\n" in words:
        return words
    start, end = first.start(), len(words) - last.start()
    return f"{words[:start]}{mark}{words[start:end]}{mark}{words[end:]}"


def _link(words: str, target: str | None, base: str) -> str:
    label = " ".join(words.split())
    address = safe_address(target, base)
    if not label or not address:
        return words
    before, after = " " * words[:1].isspace(), " " * words[-1:].isspace()
    return f"{before}[{label}]({address}){after}"


def safe_address(target: str | None, base: str) -> str:
    """The absolute address that a link may lead to, with nothing in it that could end a Markdown link; or ""."""
    target = re.sub(r"[\t\r\n]", "", visible(target or "")).strip()
    if not target or target.startswith("#") or len(target) > _LONGEST_LINK:
        return ""
    try:
        address = urljoin(base, target)
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or "@" in parts.netloc or (parts.scheme.startswith("http") and not parts.netloc):
        return ""
    return quote(address, safe="/:?#@!$&'*+,;=%~-._[]").replace("[", "%5B").replace("]", "%5D")


def _text(text: str | None) -> str:
    """Text with every sign escaped that Markdown, or a fact's place, would read."""
    words = re.sub(r"\s+", " ", visible(text or ""))
    words = words.replace("{{", "{ {").replace("}}", "} }")
    return _ESCAPED.sub(r"\\\g<0>", words)


def _paragraphs(inline: str) -> Iterator[str]:
    """The paragraphs of inline content: two line breaks or more part them."""
    for part in re.split(r"\n\s*\n", inline):
        if paragraph := _paragraph(part):
            yield paragraph


def _paragraph(inline: str) -> str:
    lines = [" ".join(line.split()) for line in inline.split("\n")]
    return _LINE_START.sub(r"\1\\\2", "  \n".join(line for line in lines if line)) if any(lines) else ""
