"""robots.txt: what a site lets us read, how fast, and where its sitemaps are."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from knowledge.importers.decode import decode
from knowledge.importers.fetch import USER_AGENT, AllowedContent, Fetcher, FetchFailed

_WANTED = AllowedContent(types=(), most=500_000)  # as much as search engines read of one


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's wishes. `delay` is in seconds, 0 if it asks for none."""

    rules: Protego
    delay: float
    sitemaps: tuple[str, ...]

    def allows(self, url: str) -> bool:
        """Whether we may read that address."""
        return bool(self.rules.can_fetch(url, USER_AGENT))


def read_robots(site: str, fetcher: Fetcher) -> Robots:
    """The wishes of the site; a site without the file has none.

    Raises FetchFailed if the site cannot tell us: then nothing may be read.
    """
    text = ""
    try:
        fetched = fetcher.get(f"{site}/robots.txt", _WANTED)
        if fetched and "html" not in fetched.content_type:  # many sites answer with a page for whatever is not there
            text = decode(fetched.content, fetched.charset)
    except FetchFailed as failure:
        if failure.status is None or not 400 <= failure.status < 500 or failure.status in (401, 403, 429):
            raise
    rules = Protego.parse(text)
    rate = rules.request_rate(USER_AGENT)
    delay = max(rules.crawl_delay(USER_AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    return Robots(rules, delay, tuple(dict.fromkeys(rules.sitemaps)))
