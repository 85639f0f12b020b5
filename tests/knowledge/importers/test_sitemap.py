"""A website by its sitemap: what it lists and allows is read, and every fault has its line."""

from __future__ import annotations

import gzip

from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.fetch import Fetcher
from knowledge.importers.imported import Imported, ImportProgress, KnownPage
from knowledge.importers.sitemap import FAILURES_IN_A_ROW, Sitemap
from tests.support.knowledge.council_site import Answer, CouncilSite


def run(council: CouncilSite, fetcher: Fetcher, known: dict[str, KnownPage] | None = None, **more: object) -> ImportRun:
    return collect(Sitemap(council.url, fetcher, **more), known or {})  # type: ignore[arg-type]


def said(result: ImportRun) -> str:
    return "\n".join(map(str, result.report.lines))


def known_of(*pages: Imported) -> dict[str, KnownPage]:
    return {page.key: KnownPage(page.digest, page.etag, page.last_modified) for page in pages}


def test_every_page_of_a_sitemap_is_read(council: CouncilSite, fetcher: Fetcher) -> None:
    council.sitemap("/bins", "/tax", "/bins")
    council.page("/bins", "Bins", etag='"b1"')
    council.page("/tax", "Council tax", head='<meta name="lgsl" content="57">')
    importer = Sitemap(council.url, fetcher)
    result = collect(importer, {})
    assert [(page.key, page.title, page.lgsl) for page in result.pages] == [
        (f"{council.url}/bins", "Bins", None),
        (f"{council.url}/tax", "Council tax", 57),
    ]
    assert result.pages[0].etag == '"b1"'
    assert result.pages[0].updated_at is not None
    assert (result.complete, result.report.lines, importer.progress) == (True, (), ImportProgress(2, 2))


def test_indexes_and_packed_sitemaps_are_followed_and_circles_are_not(council: CouncilSite, fetcher: Fetcher) -> None:
    parts = "".join(f"<sitemap><loc>{council.url}{at}</loc></sitemap>" for at in ("/a.xml.gz", "/b.xml", "/all.xml"))
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'
    council.put("/all.xml", index, content_type="text/xml")
    council.put("/robots.txt", f"Sitemap: {council.url}/all.xml", content_type="text/plain")
    council.sitemap("/bins", at="/a.xml.gz", packed=True)
    council.sitemap("/tax", at="/b.xml")
    council.page("/bins", "Bins")
    council.page("/tax", "Tax")
    assert [page.title for page in run(council, fetcher).pages] == ["Bins", "Tax"]


def test_robots_txt_is_obeyed_wildcards_and_delay_too(council: CouncilSite, fetcher: Fetcher) -> None:
    robots = "User-agent: *\nDisallow: /private*.html$\nDisallow: /search\nCrawl-delay: 20\n"
    council.put("/robots.txt", robots, content_type="text/plain")
    council.sitemap("/search", "/private-1.html", "/bins")
    council.page("/bins", "Bins")
    result = run(council, fetcher, {f"{council.url}/search": KnownPage("x")})
    assert [page.title for page in result.pages] == ["Bins"]
    assert not {"/search", "/private-1.html"} & set(council.asked)
    assert (said(result).count("robots.txt asks not"), fetcher.pace) == (2, 20.0)
    assert diff({f"{council.url}/search": KnownPage("x")}, result).gone == ()


def test_a_site_whose_robots_txt_has_a_fault_is_not_read(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/robots.txt", status=500)
    council.sitemap("/bins")
    result = run(council, fetcher)
    assert (result.pages, result.complete, council.asked) == ((), False, ["/robots.txt"])
    assert "Nothing was read. The site has a fault" in said(result)


def test_a_page_that_did_not_change_is_not_sent_again(council: CouncilSite, fetcher: Fetcher) -> None:
    council.sitemap("/bins", "/tax")
    council.page("/bins", "Bins", etag='"b1"')
    council.page("/tax", "Tax")
    first = run(council, fetcher)
    second = run(council, fetcher, known_of(*first.pages))
    assert second.unchanged == {f"{council.url}/bins"}
    changes = diff(known_of(*first.pages), second)
    assert (len(changes.unchanged), changes.new, changes.changed, changes.gone) == (2, (), (), ())


def test_a_page_that_is_gone_is_retired_and_one_with_a_fault_is_kept(council: CouncilSite, fetcher: Fetcher) -> None:
    paths = [f"/p{number}" for number in range(8)]
    council.sitemap(*paths)
    for path in paths:
        council.page(path, f"Page {path}")
    known = known_of(*run(council, fetcher).pages)
    council.put("/p0", status=404)
    council.put("/p1", status=410)
    council.put("/p2", status=500)
    council.put("/p3", "%PDF", content_type="application/pdf")
    council.put("/p4", "<html><body><div id=app></div><script>draw()</script></body></html>")
    council.answers["/p5"] = Answer(b"x" * 50, drip=0.1)
    council.put("/p6", status=429, headers={"Retry-After": "9999"})
    result = run(council, fetcher, known)
    changes = diff(known, result)
    assert result.complete
    assert changes.gone == (f"{council.url}/p0", f"{council.url}/p1")
    assert changes.missing == tuple(f"{council.url}/p{number}" for number in range(2, 7))
    for words in ("status 404", "status 410", "status 500", "application/pdf", "no title", "too long", "come back in"):
        assert words in said(result)
    assert "kept as they are" in changes.why_kept


def test_a_site_that_goes_down_stops_the_run_and_retires_nothing(council: CouncilSite, fetcher: Fetcher) -> None:
    paths = [f"/p{number}" for number in range(30)]
    council.sitemap(*paths)
    for path in paths[:5]:
        council.page(path, f"Page {path}")
    for path in paths[5:]:
        council.put(path, status=502)
    known = {
        f"{council.url}/old": KnownPage("x"),
        f"{council.url}/p0": KnownPage("y"),
        f"{council.url}/p1": KnownPage("z"),
    }
    result = run(council, fetcher, known)
    changes = diff(known, result)
    assert len(council.asked) == 2 + 5 + FAILURES_IN_A_ROW
    assert (result.complete, changes.gone, changes.missing) == (False, (), (f"{council.url}/old",))
    assert "no page was retired" in changes.why_kept


FAULTY_SITEMAPS = {
    "malformed": (b"<urlset><url><loc>http", "not well-formed XML"),
    "a page": (b"<html><body>Welcome</body></html>", "not a sitemap"),
    "empty": (b"", "not well-formed XML"),
    "a bomb": (gzip.compress(b" " * 30_000_000), "larger than 20 MB"),
    "cut off": (b"\x1f\x8b\x08\x00 not gzip", "compression is broken"),
    "entities": (
        b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 50 + b'">]><urlset><url><loc>&b;</loc></url>',
        "not well-formed XML",
    ),
}


def test_a_faulty_sitemap_is_told_and_retires_nothing(council: CouncilSite, fetcher: Fetcher) -> None:
    for name, (body, words) in FAULTY_SITEMAPS.items():
        council.put("/sitemap.xml", body, content_type="application/xml")
        result = run(council, fetcher, {"a": KnownPage("x"), "b": KnownPage("y"), "c": KnownPage("z")})
        assert words in said(result), name
        assert not result.complete, name
    council.put("/sitemap.xml", b"<urlset/>", content_type="text/html")
    assert "text/html" in said(run(council, fetcher))


def test_a_file_of_this_machine_is_never_read_through_a_sitemap(council: CouncilSite, fetcher: Fetcher) -> None:
    body = '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://x/&x;</loc></url></urlset>'
    council.put("/sitemap.xml", body, content_type="application/xml")
    result = run(council, fetcher)
    assert result.pages == ()
    assert len(council.asked) == 2


def test_pages_elsewhere_and_redirects_off_the_site_are_skipped(council: CouncilSite, fetcher: Fetcher) -> None:
    urls = ("https://elsewhere.example/x", "file:///etc/passwd", f"{council.url}/away", f"{council.url}/old")
    listed = "".join(f"<url><loc>{url}</loc></url>" for url in (*urls, f"{council.url}/bins", f"{council.url}/twin"))
    council.put("/sitemap.xml", f"<urlset>{listed}</urlset>", content_type="application/xml")
    council.put("/away", status=302, headers={"Location": "http://169.254.169.254/"})
    council.put("/old", status=301, headers={"Location": "/bins"})
    council.page("/bins", "Bins")
    council.page("/twin", "Bins", head=f'<link rel="canonical" href="{council.url}/bins">')
    result = run(council, fetcher)
    assert [page.key for page in result.pages] == [f"{council.url}/bins"]
    for words in ("another site", "http:// or https://", "not a public address"):
        assert words in said(result)
    assert said(result).count("the same page as") == 2


def test_only_pages_under_a_path_are_read_and_only_so_many(council: CouncilSite, fetcher: Fetcher) -> None:
    council.sitemap("/news/1", "/services/a", "/services/b", "/services/c")
    for name in "abc":
        council.page(f"/services/{name}", name.upper())
    assert [page.title for page in run(council, fetcher, under=("/services/",)).pages] == ["A", "B", "C"]
    result = run(council, fetcher, most=2)
    assert not result.complete
    assert "only the first 2" in said(result)


def test_a_site_that_lists_nothing_is_told(council: CouncilSite, fetcher: Fetcher) -> None:
    council.sitemap("/news/1")
    result = run(council, fetcher, under=("/services/",))
    assert "lists no page that may be read" in said(result)
    assert (result.complete, council.asked) == (False, ["/robots.txt", "/sitemap.xml"])


def test_pages_in_other_charsets_are_read(council: CouncilSite, fetcher: Fetcher) -> None:
    council.sitemap("/a")
    body = "<html><head><meta charset='windows-1252'></head><main><h1>Café</h1><p>It costs £5 – cheap.</p></main>"
    council.put("/a", body.encode("cp1252"), content_type="text/html")
    (page,) = run(council, fetcher).pages
    assert (page.title, page.body_markdown) == ("Café", "It costs £5 – cheap.")
