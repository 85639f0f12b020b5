"""`reeve import`: the diff and report that it prints, the drafts that it writes, and that a page shows them safely."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.commands.main import app
from api.conversation.shown_messages import html
from knowledge.importers.html_page import read_fragment

pytestmark = pytest.mark.slow

HOSTILE = (
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;<img src=x onerror=alert(1)><script>alert(1)</script>"
    "<a href='javascript:alert(1)'>a</a> [b](javascript:alert(1)) ![c](data:image/png;base64,A) &lt;b onclick=x&gt;</p>"
)


def reeve(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["import", *map(str, words)])
    return done.exit_code, done.stdout


def test_drafts_are_written_and_a_second_run_tells_what_changed(tmp_path: Path) -> None:
    source, out = tmp_path / "pages.csv", tmp_path / "drafts"
    source.write_text("title,body,service\nBins,Words,missed-bin\nTax,Words,\n", encoding="utf-8")
    code, told = reeve("csv", source, "--out", out, "--dry-run")
    assert (code, out.exists()) == (0, False)
    assert told.startswith("2 new, 0 changed, 0 unchanged, 0 gone\n  new      Bins (Bins)")
    assert "dry run" in told
    code, told = reeve("csv", source, "--out", out)
    assert (code, sorted(path.name for path in (out / "pages").iterdir())) == (0, ["missed-bin.md", "tax.md"])
    assert "team: waste" in (out / "pages/missed-bin.md").read_text(encoding="utf-8")
    source.write_text("title,body,service\nBins,New words,missed-bin\n,Bad,\n", encoding="utf-8")
    code, told = reeve("csv", source, "--out", out)
    assert told.startswith(
        "0 new, 1 changed, 0 unchanged, 0 gone\n  changed  Bins (pages/missed-bin.md)\n  kept     Tax"
    )
    assert "Report:\n  warning: pages.csv, line 3: The row has no title" in told
    (out / "import.json").write_text("{", encoding="utf-8")
    assert reeve("csv", source, "--out", out)[0] == 1


def test_a_site_on_this_machine_is_refused(tmp_path: Path) -> None:
    code, told = reeve("sitemap", "http://127.0.0.1:9/", "--out", tmp_path)
    assert code == 1
    assert "127.0.0.1, which is not a public address" in told


def test_the_chat_shows_hostile_words_as_words() -> None:
    shown = html(read_fragment(HOSTILE, "https://x.example/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    for mark in ("<script", "<img", "<a ", "<b"):
        assert mark not in shown


@pytest.mark.parametrize(
    "markdown",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "x <b onclick=alert(1)>y</b>",
     "<!-- x --><svg/onload=1>"],
)  # fmt: skip
def test_the_chat_never_passes_html_through(markdown: str) -> None:
    shown = html(markdown)
    assert not shown.replace("<p>", "").replace("</p>", "").count("<")
