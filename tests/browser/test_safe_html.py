"""What the chat panel makes of a reply's HTML, on pages of every strictness: hostile markup does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

WIDGET = Path("api/web/widget")
HOST = "https://council.test"
SHOW = """async ([html, base]) => {
  const { safeFragment } = await import("/widget/safe-html.js");
  const words = { hiddenWord: (kind) => `[${kind.toLowerCase()} hidden]` };
  const fragment = safeFragment(html, words, base);
  if (!fragment) return null;
  document.body.replaceChildren(fragment);
  await new Promise((done) => setTimeout(done, 20));
  return document.body.innerHTML;
}"""
STRICT = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types "
POLICIES = {"open": "", "strict": STRICT + "dompurify"}

Show = Callable[[str], str | None]


@pytest.fixture(params=POLICIES.values(), ids=POLICIES)
def policy(request: pytest.FixtureRequest) -> str:
    """The content security policy of the page around the panel."""
    return str(request.param)


@pytest.fixture
def page(browser: Browser, policy: str) -> Iterator[Page]:
    """An empty page with that policy, which can import the widget's modules. No server and no site is needed."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/widget/"):
            route.fulfill(path=WIDGET / path.removeprefix("/widget/"))
        elif path == "/":
            headers = {"Content-Type": "text/html"} | ({"Content-Security-Policy": policy} if policy else {})
            route.fulfill(body="<!doctype html><title>A page</title>", headers=headers)
        else:
            asked.append(path)
            route.abort()

    asked: list[str] = []
    context = browser.new_context()
    context.route("**", answer)
    made = context.new_page()
    made.goto(HOST)
    yield made
    assert made.title() == "A page"  # every attack below would change it
    assert asked == []  # nothing was loaded
    context.close()


@pytest.fixture
def show(page: Page) -> Show:
    """What the panel shows of a reply's HTML."""
    return lambda html: page.evaluate(SHOW, [html, "https://reeve.test/"])


RUN = "document.title='broken'"
HOSTILE = {
    f"<script>{RUN}</script>a": "a",
    f'<img src=x onerror="{RUN}">a': "a",
    f'<p onclick="{RUN}" style="position:fixed" class="x" id="y" data-z="1">a</p>': "<p>a</p>",
    f'<svg onload="{RUN}"><a xlink:href="javascript:{RUN}">b</a></svg>a': "a",
    f'<svg><p><style><img src=x onerror="{RUN}"></style></p></svg>a': None,
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">': None,
    f'<form><math><mtext></form><form><mglyph><style></math><img src onerror="{RUN}">': None,
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">': None,
    f'<template><img src=x onerror="{RUN}"></template>a': "a",
    f'<template shadowrootmode="open"><script>{RUN}</script></template>a': "a",
    f'<iframe srcdoc="<script>parent.{RUN}</script>">b</iframe>a': "a",
    f'<object data="javascript:{RUN}">b</object><embed src="javascript:{RUN}">a': "a",
    f'<textarea autofocus onfocus="{RUN}">b</textarea><select><option>c</select>a': "a",
    f'<input autofocus onfocus="{RUN}">a': "a",
    f'<details open ontoggle="{RUN}">a</details>': "a",
    f'<video src=x onerror="{RUN}">b</video><audio src=x onerror="{RUN}"></audio>a': "a",
    '<link rel="stylesheet" href="//evil.test/a.css"><style>@import "//evil.test/b.css"</style>a': "a",
    '<meta http-equiv="refresh" content="0;url=https://evil.test/">a': "a",
    '<base href="https://evil.test/">a': "a",
    '<form action="https://evil.test/"><button>a</button></form>': "a",
    '<form id="x"><input name="attributes"><input name="childNodes">a</form>': "",
    '<p><img src="https://evil.test/pixel.png">a</p>': "<p>a</p>",
    '<div style="background:url(//evil.test/c.png)">a</div>': "a",
    "<!-- b --><?php b ?>a<![CDATA[b]]>": None,
    '<p is="x-a">a</p><x-a>b</x-a>': "b",
    "<h1>a</h1><h5>b</h5><blockquote>c</blockquote><pre><code>d</code></pre><hr>": "abcd",
}
SHOWN = {
    "<p>a <strong>b</strong> <em>c</em><br>d</p>": "<p>a <strong>b</strong> <em>c</em><br>d</p>",
    '<ol start="2"><li>a</li></ol><ul><li>b</li></ul>': "<ol><li>a</li></ol><ul><li>b</li></ul>",
    "<h2>a</h2><h3>b <em>c</em></h3><h4>d</h4>": "<h3>a</h3><h4>b <em>c</em></h4><h5>d</h5>",
    '<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</th></tr></thead></table>': (
        '<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</th></tr></thead></table>'
    ),
    '<table><tbody><tr><td rowspan="2" style="text-align:right">a</td></tr></tbody></table>': (
        '<table><tbody><tr><td rowspan="2">a</td></tr></tbody></table>'
    ),
    "<p>call &lt;PERSON_1&gt; &amp; &lt;b&gt;</p>": (
        '<p>call <span class="chip">[person hidden]</span> &amp; &lt;b&gt;</p>'
    ),
    " ": " ",
    "": "",
}
LINKS = {
    "https://example.org/a?b=1": "https://example.org/a?b=1",
    "http://example.org/": "http://example.org/",
    "tel:01632960123": "tel:01632960123",
    "mailto:help@example.org": "mailto:help@example.org",
    "/services/missed-bin": "https://reeve.test/services/missed-bin",
    "services": "https://reeve.test/services",
    "#top": "https://reeve.test/#top",
    "//example.org/a": "https://example.org/a",
    f"javascript:{RUN}": None,
    f" \x01JaVaScRiPt:{RUN}": None,
    f"java\nscript:{RUN}": None,
    f"java&#9;script:{RUN}": None,
    f"javascript&colon;{RUN}": None,
    "data:text/html,a": None,
    "vbscript:a": None,
    "blob:https://reeve.test/a": None,
    "file:///etc/passwd": None,
    "ftp://example.org/": None,
    "sms:07700900123": None,
    "http://[": None,
}


def test_hostile_markup_runs_nothing_loads_nothing_and_leaves_only_words(page: Page, show: Show) -> None:
    for html, expected in HOSTILE.items():
        shown = show(html)
        if expected is not None:
            assert shown == expected, html
        attributes = page.evaluate("[...document.body.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
        assert set(attributes) <= {"rel", "href"}, html
        assert page.title() == "A page", html


def test_what_replies_are_made_of_is_shown_with_headings_one_level_down(show: Show) -> None:
    for html, expected in SHOWN.items():
        assert show(html) == expected, html


def test_links_lead_to_the_web_a_telephone_or_a_mailbox_and_tell_nobody_where_from(show: Show) -> None:
    for href, leads in LINKS.items():
        address = "" if leads is None else f' href="{leads}"'
        shown = show(f'<a href="{href}" target="_top" ping="//evil.test" onclick="{RUN}">a</a>')
        assert shown in (f'<a{address} rel="noopener noreferrer">a</a>', f'<a rel="noopener noreferrer"{address}>a</a>')


@pytest.mark.parametrize("policy", [STRICT + "'none'"], ids=["closed"], indirect=True)
def test_a_page_that_lets_no_html_be_read_gets_none_and_the_panel_shows_plain_words(page: Page, show: Show) -> None:
    assert show("<p>a</p>") is None
    item = """async () => {
      const { messageItem } = await import("/widget/render.js");
      const words = { assistant: "Ask us", automatic: "automatic", said: "said", locale: "en-GB" };
      const message = { id: 1, sender: "bot", text: "**Ring** us", html: "<p>Ring us</p>", created_at: "2026-01-01" };
      return messageItem(message, { words, base: "https://reeve.test/" }).querySelector(".words").textContent;
    }"""
    assert page.evaluate(item) == "**Ring** us"
