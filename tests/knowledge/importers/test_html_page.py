"""A council's page as read: its content and nothing around it, in Markdown that can do no harm."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowledge.importers.clean import clean
from knowledge.importers.decode import decode
from knowledge.importers.html_page import NotHtml, as_lgsl, read_fragment, read_html, read_rich
from knowledge.importers.markdown import as_line, text_to_markdown

BASE = "https://www.northbridge.example/bins/missed"
RENDERER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    "table"
)  # as api/conversation/shown_messages.py has it
ALLOWED_HTML = re.compile(
    r'</?(?:p|h[2-6]|ul|ol|li|strong|em|table|thead|tbody|tr|th|td|blockquote|br|hr|ol start="\d+")(?: /)?>'
    r'|<a href="(?:https?://|mailto:|tel:)[^"]*">|</a>'
)
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><title>x</title></svg>",
    '<a href="javascript:alert(1)">x</a>', '<a href=" java&#10;script:alert(1)">x</a>', '<a href="JAVASCRIPT:1">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>', '<a href="vbscript:x">x</a>',
    '<a href="https://a.example/)[y](javascript:1)">x</a>', '<a href="https://user:pass@a.example/">x</a>',
    '<a href="https://a.example/&quot;onclick=alert(1)">x</a>', "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>[x](javascript:alert(1))</p>", "<p>![x](data:image/png;base64,AAAA)</p>", "<p>&lt;javascript:alert(1)&gt;</p>",
    "<p>[x]: javascript:alert(1)</p><p>[x]</p>", "<iframe src='https://evil.example'></iframe>",
    "<p>`</p><p><b>x</b>`&lt;img src=x onerror=alert(1)&gt;</p>", "<style>body{}</style>",
    "<p>\\&lt;b&gt;\\[x](javascript:1)</p>",
    "<form action=https://evil.example><input value=x><button>Go</button></form>", "<p>&amp;lt;script&amp;gt;</p>",
    "<object data=x></object><embed src=x><base href=https://evil.example/>", "<!-- <script> --><p>x</p>",
    "<math><mi xlink:href='javascript:1'>x</mi></math>", "<noscript><p><img src=x onerror=alert(1)></p></noscript>",
    "<table><tr><td>a|<img src=x onerror=1></td><td>&lt;b&gt;</td></tr></table>", "<ul><li>&lt;img onerror=1&gt;</ul>",
    '<a href="https://a.example/"><img src=x onerror=alert(1) alt="&lt;script&gt;"></a>', "<h2>&lt;script&gt;</h2>",
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_becomes_markdown_that_can_do_nothing(html: str) -> None:
    markdown = read_fragment(f"{html}<p>After.</p>", BASE)
    rendered = RENDERER.render(markdown)
    assert "<" not in ALLOWED_HTML.sub("", rendered), rendered
    assert not re.search(r'href="\s*(?:javascript|data|vbscript):', rendered)
    assert "After." in rendered


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markdown_of_others_is_cleaned_as_well(html: str) -> None:
    markdown, _ = clean(f"Words [x](javascript:alert(1)) ![i](https://evil.example/x.png)\n\n{html}\n")
    rendered = RENDERER.render(markdown)
    assert "<" not in ALLOWED_HTML.sub("", rendered), rendered


def test_markdown_that_is_clean_stays_letter_for_letter() -> None:
    markdown = "## When\n\n* one\n* two [tax](/services/council-tax-pay)\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert clean(f"\n{markdown}\n") == (markdown, True)
    assert clean("{{ waste.fee }}") == ("{ { waste.fee } }", True)


def test_what_a_page_says_is_kept_and_what_stands_around_it_is_not() -> None:
    page = read_html(
        """<!doctype html><html><head><title>Missed bin - Northbridge Council</title>
        <meta name="description" content="Tell us within 2 days."><meta name="DCTERMS.modified" content="2026-09-01">
        <meta name="eGMS.subject.service" scheme="LGSL" content="524"></head><body>
        <header><nav><ul><li>Home</li><li>Menu</li></ul></nav></header><form id="aspnetForm"><div class="no-cookies">
        <main><div class="breadcrumb"><a href="/">Home</a></div><h1>Report a missed bin</h1>
        <p>Tell us within <strong>2 days:</strong> see <a href="/calendar?a=1&amp;b=(2)">the calendar</a>.</p>
        <h2>Sizes</h2><table><tr><th>Size</th><th>Cost</th></tr><tr><td>140 litres</td><td>£45</td></tr></table>
        <ul><li>One<ul><li>inner</li></ul></li><li>Two</li></ul>
        <details><summary>More</summary><p>Inside</p></details><p>Town Hall<br>High Street</p>
        <div class="share-links">Share this</div><div hidden>Secret</div><aside>Related</aside></main></div></form>
        <footer>About us</footer></body></html>""",
        BASE,
    )
    assert (page.title, page.summary, page.lgsl) == ("Report a missed bin", "Tell us within 2 days.", 524)
    assert page.updated_at is not None
    assert page.updated_at.isoformat() == "2026-09-01T00:00:00+00:00"
    assert page.body == (
        "Tell us within **2 days**: see [the calendar](https://www.northbridge.example/calendar?a=1&b=%282%29).\n\n"
        "## Sizes\n\n| Size | Cost |\n| --- | --- |\n| 140 litres | £45 |\n\n"
        "- One\n  - inner\n- Two\n\n**More**\n\nInside\n\nTown Hall  \nHigh Street"
    )


def test_a_page_without_landmarks_gives_its_densest_part() -> None:
    words = "<p>Your bin is emptied every second week, on the day that the calendar says.</p>" * 5
    page = read_html(
        f"<body><div><ul><li><a href='/'>Home</a></li></ul></div><div class=x><h1>Bins</h1>{words}</div>"
        "<div>Northbridge Council</div></body>",
        BASE,
    )
    assert page.title == "Bins"
    assert page.body.count("Your bin is emptied") == 5
    assert "Home" not in page.body
    assert "Northbridge" not in page.body


@pytest.mark.parametrize(
    ("text", "markdown"),
    [("1. Not a list\n# no heading\n- no item", "1\\. Not a list  \n\\# no heading  \n\\- no item"),
     ("a *b* _c_ snake_case [d](e)", "a \\*b\\* \\_c\\_ snake_case \\[d\\](e)"),
     ("Title\n===\n\nNext\n---", "Title  \n\\===\n\nNext  \n\\---"),
     ("{{ waste.fee }} &copy; \u202edlrow\u200b", "{ { waste.fee } } \\&copy; dlrow")],
)  # fmt: skip
def test_plain_text_stays_plain(text: str, markdown: str) -> None:
    assert text_to_markdown(text) == markdown
    assert "<li>" not in RENDERER.render(markdown)
    assert "<h" not in RENDERER.render(markdown)


MARKS = st.text(alphabet="ab 1\n\t.)#>-+*_`~=|[]()<>!&;:\\{}\"'/")


@given(MARKS)
@settings(max_examples=400, deadline=None)
def test_no_text_becomes_anything_but_paragraphs(text: str) -> None:
    rendered = RENDERER.render(text_to_markdown(text))
    assert "<" not in re.sub(r"</?p>|<br />", "", rendered)


@given(st.lists(st.tuples(st.sampled_from(["p", "b", "em", "li", "ul", "ol", "td", "table", "a", "h2", "dt"]), MARKS)))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_elements_and_text_escapes(parts: list[tuple[str, str]]) -> None:
    inside = "".join(f"<{tag} href='javascript:{tag}'>{escape(text)}" for tag, text in parts)
    rendered = RENDERER.render(read_fragment(inside, BASE))
    assert "<" not in ALLOWED_HTML.sub("", rendered), rendered
    assert "<a" not in rendered


def test_a_field_is_read_as_html_or_as_text() -> None:
    assert read_rich("<p>One</p><p>Two <b>3</b></p>", BASE) == "One\n\nTwo **3**"
    assert read_rich("2 < 3\n\nand > 1", BASE) == "2 \\< 3\n\nand > 1"


@pytest.mark.parametrize(
    ("value", "number"),
    [("524", 524), (524, 524), ("LGSL 524", 524), ("http://id.esd.org.uk/service/524", 524), ("Bins", None), ("", None),
     ("12345", None), (None, None), ({"x": 1}, None)],
)  # fmt: skip
def test_the_number_of_a_service_is_read_however_it_is_written(value: object, number: int | None) -> None:
    assert as_lgsl(value) == number


def test_a_title_is_one_plain_line() -> None:
    assert as_line(" A\n [b](c)\u202e `d` {{ e }}\x1b[2J ") == "A (b)(c) 'd' { { e } }(2J"
    assert len(as_line("word " * 200)) <= 300


MONSTERS = {
    "nothing": "", "spaces": "  ", "zero": "\0", "deep": "<div>" * 20_000 + "<p>x", "spans": "<span>" * 20_000 + "<p>x",
    "lists": "<ul><li>" * 3000 + "x", "marks": f"<p><b>{'.' * 50_000}</b>", "lines": "_" * 200_000,
    "tables": "<table><tr><td>" * 300 + "x", "many": "<br>" * 60_000,
    "entities": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_page_is_read_or_refused_in_good_time(name: str) -> None:
    started = time.process_time()
    with suppress(NotHtml):
        read_html(MONSTERS[name], BASE)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("content", "charset"),
    [("Café £5".encode(), "utf-8"), ("Café £5".encode("cp1252"), "iso-8859-1"), ("Café £5".encode("cp1252"), None),
     ("Café £5".encode("utf-16"), None), ("\ufeffCafé £5".encode(), None), ("Café £5".encode(), "no-such"),
     ("Café £5".encode("cp1252"), "utf-8"), ("Café £5".encode(), "punycode"), ("Café £5".encode(), "hex")],
)  # fmt: skip
def test_letters_survive_whatever_the_server_says_of_them(content: bytes, charset: str | None) -> None:
    assert decode(content, charset) == "Café £5"
