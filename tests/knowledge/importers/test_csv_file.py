"""A CSV file as spreadsheets write it; each bad row is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.importers import csv_file
from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.csv_file import CsvFile
from knowledge.importers.imported import ImportProgress, KnownPage


def run(tmp_path: Path, text: str | bytes) -> ImportRun:
    file = tmp_path / "pages.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return collect(CsvFile(file), {})


def said(result: ImportRun) -> str:
    return "\n".join(map(str, result.report.lines))


def test_rows_become_pages(tmp_path: Path) -> None:
    text = (
        "Title,Body,URL,Service,Summary,Owner\r\n"
        'Bins,"Put it out\r\n\r\n- by 6am",https://x.example/bins,missed-bin,In short,Me\r\n'
        "\r\nTax,It costs £5.,,,,\r\n"
    )
    file = tmp_path / "pages.csv"
    file.write_bytes(text.encode())
    importer = CsvFile(file)
    result = collect(importer, {})
    bins, tax = result.pages
    assert (bins.key, bins.service, bins.summary) == ("https://x.example/bins", "missed-bin", "In short")
    assert bins.body_markdown == "Put it out\n\n- by 6am"
    assert (tax.key, tax.url, tax.service, tax.body_markdown) == ("Tax", "", None, "It costs £5.")
    assert (result.complete, result.report.lines, importer.progress) == (True, (), ImportProgress(1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_dialects_of_spreadsheets_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f'title{delimiter}body\nCafé{delimiter}"A, b; c | d – £5"\n'
    (page,) = run(tmp_path, text.encode(encoding)).pages
    assert (page.title, page.body_markdown) == ("Café", "A, b; c | d – £5")


def test_bad_rows_are_told_by_line_and_the_others_are_read(tmp_path: Path) -> None:
    text = (
        'title,body,url,service\nOne,"a\nb",,\n,No title,,\nNo body,,,\nToo,many,x,y,z\nOne,again,,\n'
        "Odd,x,javascript:alert(1),Not A Slug\n"
        "Html,<b>x</b><script>alert(1)</script> [y](javascript:1),,\nLast,{{ a.fact }},,\n"
    )
    result = run(tmp_path, text)
    assert [(page.title, page.url, page.service) for page in result.pages] == [
        (title, "", None) for title in ("One", "Odd", "Html", "Last")
    ]
    assert result.pages[2].body_markdown.startswith("**x**")
    assert result.pages[3].body_markdown == "{ { a.fact } }"
    for words in ("line 4: The row has no title", "line 5: The row has no title, no body", "line 6: The row has 5",
                  "line 7: The same page is in line 2", "line 8: The url does not", "line 8: The service is not",
                  "line 9: HTML"):  # fmt: skip
        assert words in said(result), words
    known = {"gone": KnownPage("x"), "One": KnownPage("y"), "Odd": KnownPage("z")}
    assert diff(known, result).gone == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "must name the columns"), ("name,text\na,b\n", "must name the columns"),
     ("title,title,body\na,b,c\n", "must name the columns"), ("\0\0\0", "must name the columns"),
     ('title,body\na,"b"c\n', "cannot be read"), ('title,body\na,"never ends\n', "cannot be read"),
     ("title,body\na," + "x" * 140_000, "cannot be read"), ("title,body\na," + "x" * 110_000, "more text")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str, words: str) -> None:
    result = run(tmp_path, text)
    assert result.pages == ()
    assert words in said(result)


def test_size_rows_and_bad_rows_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_ROWS", 3)
    monkeypatch.setattr(csv_file, "MOST_BAD_ROWS", 3)
    long = run(tmp_path, "title,body\n" + "".join(f"{n},x\n" for n in range(9)))
    assert (len(long.pages), long.complete) == (3, False)
    assert "More than 3 rows" in said(run(tmp_path, "title,body\n" + 'a,"b"c\n' * 9))
    monkeypatch.setattr(csv_file, "LARGEST", 10)
    assert "larger than" in said(run(tmp_path, "title,body\na,b\n"))
    assert "cannot be read" in said(collect(CsvFile(tmp_path / "none.csv"), {}))
