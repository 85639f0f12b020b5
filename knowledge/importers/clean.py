"""Markdown that somebody else wrote, made as safe as Markdown that we make."""

from __future__ import annotations

from markdown_it import MarkdownIt

from knowledge.importers.html_page import read_fragment

_GOOD = ("https://", "http://", "mailto:", "tel:", "/services/", "#")


class _Unchecked(MarkdownIt):
    """Sees every link, also those that a renderer would refuse."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


_MARKDOWN = _Unchecked("commonmark", {"html": True}).enable("table")


def clean(markdown: str) -> tuple[str, bool]:
    """The text as it is, and True, if it holds no HTML, no image and no link but to the web, mail, a phone or a page.

    Otherwise the same without them, and False.
    """
    markdown = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    markdown = markdown.replace("{{", "{ {").replace("}}", "} }")  # the place of a fact, which is not theirs to name
    if _is_clean(markdown):
        return markdown, True
    return read_fragment(_MARKDOWN.render(markdown), ""), False


def _is_clean(markdown: str) -> bool:
    tokens = _MARKDOWN.parse(markdown)
    inside = [child for token in tokens for child in token.children or ()]
    for token in [*tokens, *inside]:
        if token.type in ("html_block", "html_inline", "image"):
            return False
        if token.type == "link_open" and not str(token.attrGet("href") or "").lower().startswith(_GOOD):
            return False
    return True
