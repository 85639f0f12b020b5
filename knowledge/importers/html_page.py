"""Reads a council's web page: what it is called, what it says, and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from knowledge.answer.wording import count_words
from knowledge.importers.markdown import DROPPED, Element, as_line, safe_address, text_to_markdown, to_markdown
from knowledge.importers.moments import as_moment

LONGEST_TITLE = 200  # characters
MOST_ELEMENTS = 50_000
MOST_WORDS = 0.7  # of the page: the smallest part that holds as many is its content
_LANDMARKS = (
    "//main | //*[@role='main']",
    "//*[@id='main-content' or @id='maincontent' or @id='main' or @id='content']",
    "//article",
)
_ASIDE_ROLES = frozenset({"navigation", "search", "banner", "contentinfo", "complementary", "dialog", "alertdialog"})
_ASIDE_TAGS = frozenset({"nav", "aside", "header", "footer"}) | DROPPED
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|cookies?|share|sharing|social|related|feedback|skip-?link|pagination|pager|"
    r"visually-?hidden|sr-only|site-search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|br|ul|ol|li|a|strong|b|em|i|div|span|h[1-6]|table)\b[^>]*>", re.IGNORECASE)
_DATES = ("article:modified_time", "dcterms.modified", "dc.date.modified", "dc.date", "last-modified")
_SUMMARIES = ("description", "dcterms.description", "dc.description", "og:description")
_SITE_NAME = re.compile(r"\s+[|\u2013\u2014\u00bb]\s+|\s+-\s+")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A web page as read; the body is safe Markdown without the title, empty if there is nothing to read.

    `canonical` is the address that the page calls its own, or empty.
    """

    title: str
    summary: str
    body: str
    updated_at: datetime | None
    lgsl: int | None
    canonical: str


class NotHtml(Exception):
    """There is no page to read in the text; the message says why."""


def read_html(text: str, url: str) -> HtmlPage:
    """The page at that address. Raises NotHtml."""
    root = parse(text)
    metas = _metas(root)
    content = main_content(root)
    title = _title(root, content, metas)
    prune(content, title)
    return HtmlPage(
        title=title,
        summary=next((as_line(metas[name]) for name in _SUMMARIES if metas.get(name)), ""),
        body=to_markdown(content, url),
        updated_at=next((moment for name in _DATES if (moment := as_moment(metas.get(name)))), None),
        lgsl=_lgsl(root),
        canonical=next((safe_address(link, url) for link in root.xpath("//link[@rel='canonical']/@href")), ""),
    )


def read_fragment(text: str, base: str) -> str:
    """A piece of HTML, such as a field of a content management system, as safe Markdown."""
    try:
        root = parse(f"<div>{text}</div>")
    except NotHtml:
        return ""
    prune(root)
    return to_markdown(root, base)


def read_rich(text: str, base: str) -> str:
    """A field that may hold HTML or plain text, as safe Markdown."""
    return read_fragment(text, base) if _TAGS.search(text) else text_to_markdown(text)


def words_of(text: str) -> str:
    """The words of a field that may hold HTML."""
    if not _TAGS.search(text):
        return text
    try:
        root = parse(f"<div>{text}</div>")
    except NotHtml:
        return ""
    prune(root)
    return " ".join(root.itertext())


def parse(text: str) -> Element:
    """The page's elements; nothing is loaded and no entity of its own resolved. Raises NotHtml."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise NotHtml("There is no page in the document.") from None
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise NotHtml(f"The page has more than {MOST_ELEMENTS:,} elements.")
    return root


def main_content(root: Element) -> Element:
    """The part of the page that the page is for: its main landmark, or the smallest part with most of its words."""
    for landmark in _LANDMARKS:
        found = root.xpath(landmark)
        if found:
            return max(found, key=_words)
    content = root.find("body")
    content = root if content is None else content
    least = MOST_WORDS * _words(content)
    inner = content
    while inner is not None:
        content, inner = inner, next((child for child in inner if _words(child) >= max(least, 1)), None)
    return content


def prune(content: Element, title: str = "") -> None:
    """Takes out what is not content: navigation, hidden parts, cookie notices, sharing links, the title itself."""
    whole = _words(content)
    for element in list(content.iterdescendants()):
        if isinstance(element.tag, str) and _is_aside(element, whole):
            element.drop_tree()
    for heading in content.xpath(".//h1"):
        if as_line(" ".join(heading.itertext()), LONGEST_TITLE) == title:
            heading.drop_tree()


def _is_aside(element: Element, whole: int) -> bool:
    if element.tag in ("script", "style", "noscript", "template") or element.get("role") in _ASIDE_ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return (element.tag == "aside" or bool(_ASIDE_NAMES.search(named))) and _words(element) < whole / 2


def _words(element: Element) -> int:
    """Words of paragraphs, lists and tables that are not links."""
    if not isinstance(element.tag, str) or element.tag in _ASIDE_TAGS:
        return 0
    texts = element.xpath(
        ".//text()[(ancestor::p or ancestor::li or ancestor::td or ancestor::dd or ancestor::h2 or ancestor::h3)"
        " and not(ancestor::a or ancestor::nav or ancestor::script or ancestor::style)]"
    )
    return sum(count_words(text) for text in texts)


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        if name and meta.get("content"):
            found.setdefault(name, meta.get("content"))
    return found


def _title(root: Element, content: Element, metas: dict[str, str]) -> str:
    headings = [*content.xpath(".//h1"), *root.xpath("//h1")]
    titles = [" ".join(heading.itertext()) for heading in headings] + [metas.get("og:title", "")]
    title = root.findtext(".//title") or ""
    titles.append(_SITE_NAME.split(" ".join(title.split()))[0])
    return next((line for text in titles if (line := as_line(text, LONGEST_TITLE))), "")


def _lgsl(root: Element) -> int | None:
    """The service number of a page that names one, as UK councils' metadata do: a scheme or a name with "LGSL"."""
    for meta in root.iter("meta"):
        says = f"{meta.get('name', '')} {meta.get('scheme', '')} {meta.get('property', '')}".lower()
        if "lgsl" in says and (number := as_lgsl(meta.get("content"))):
            return number
    return None


def as_lgsl(value: object) -> int | None:
    """The number of a service, if the value is one: 524, "524", "LGSL 524", "http://id.esd.org.uk/service/524"."""
    match = re.fullmatch(r"(?:lgsl|\S{0,60}/service/)?\D{0,3}(\d{1,4})", str(value or "").strip(), re.IGNORECASE)
    return int(match.group(1)) if match else None
