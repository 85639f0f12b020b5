"""The one way out: gets a document from a public web server, politely and within limits, or says why not."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exception

from knowledge.importers.addresses import NotPublic, PublicNetwork
from knowledge.importers.inflate import Inflater, TooBig
from knowledge.importers.moments import as_moment
from knowledge.importers.transport import Transport

USER_AGENT = "Reeve-Importer/1.0 (council page importer; obeys robots.txt)"
MOST_REDIRECTS = 5
MOST_TRIES = 3  # when a server asks us to come back later
LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait, between tries or between pages
LONGEST_URL = 2000
ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document. `url` is where it came from in the end, after redirects."""

    url: str
    content: bytes
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class AllowedContent:
    """What may come back: content types (an empty tuple allows any) and how many bytes, unpacked."""

    types: tuple[str, ...]
    most: int


class FetchFailed(Exception):
    """The document was not had; the message says why, in plain English. `status` is HTTP's, if it came to that."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_gone(self) -> bool:
        """Whether the server says that there is no such document."""
        return self.status in (404, 410)


class TooBusy(FetchFailed):
    """The server asks to be asked again, after so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("The site says that it is too busy. Try again later.", 429)
        self.seconds = seconds


@dataclass
class Fetcher:
    """Gets documents one after another, from one thread.

    `pace` is the least time between two requests, `timeout` the longest silence, `deadline` the longest time for
    one document, all in seconds. `allowed` are addresses that need not be public: for tests only.
    """

    allowed: frozenset[str] = frozenset()
    pace: float = 0.5
    timeout: float = 15.0
    deadline: float = 60.0
    user_agent: str = USER_AGENT
    sleep: Callable[[float], None] = time.sleep
    _last: float = field(default=-1e9, init=False)

    def __post_init__(self) -> None:
        self._network = PublicNetwork(self.allowed)
        self._transport = Transport(self._network)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def slow_down(self, seconds: float) -> None:
        """At least this long between two requests from now on, as robots.txt asks; a minute at most."""
        self.pace = max(self.pace, min(seconds, LONGEST_WAIT))

    def get(
        self, url: str, wanted: AllowedContent, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | None:
        """The document, or None if it is still the one with that ETag or date. Raises FetchFailed."""
        unless = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in unless.items() if value and value.isprintable()}
        again = Retrying(
            retry=retry_if_exception_type(TooBusy),
            stop=stop_after_attempt(MOST_TRIES),
            wait=wait_exception(lambda fault: fault.seconds if isinstance(fault, TooBusy) else 0.0),
            sleep=self.sleep,
            reraise=True,
        )
        return again(self._follow, url, wanted, headers)

    def _follow(self, url: str, wanted: AllowedContent, headers: Mapping[str, str]) -> Fetched | None:
        """The document at the end of the redirects."""
        seen: list[str] = []
        while True:
            url = checked(url)
            if url in seen:
                raise FetchFailed("The address redirects in a circle.")
            if len(seen) > MOST_REDIRECTS:
                raise FetchFailed(f"The address redirects more than {MOST_REDIRECTS} times.")
            seen.append(url)
            answer = self._once(url, wanted, headers)
            if not isinstance(answer, str):
                return answer
            url = answer

    def _once(self, url: str, wanted: AllowedContent, headers: Mapping[str, str]) -> Fetched | str | None:
        """One request: the document, where it is instead, or None if it did not change."""
        self._keep_pace()
        self._network.deadline = time.monotonic() + self.deadline
        try:
            response = self._transport.handle_request(self._request(url, wanted, headers))
            try:
                return _answer(url, response, wanted)
            finally:
                response.close()
        except NotPublic as error:
            raise FetchFailed(f"The address is refused: {error}.") from None
        except httpx.TimeoutException:
            raise FetchFailed("The site took too long to answer.") from None
        except httpx.TransportError as error:
            raise FetchFailed(f"The site could not be reached ({_short(error)}).") from None
        except TooBig:
            raise FetchFailed(f"The document is larger than {_size(wanted.most)}.") from None
        except zlib.error:
            raise FetchFailed("The document is compressed, and the compression is broken.") from None

    def _request(self, url: str, wanted: AllowedContent, headers: Mapping[str, str]) -> httpx.Request:
        own = {
            "User-Agent": self.user_agent,
            "Accept": ", ".join([*wanted.types, "*/*;q=0.1"]),
            "Accept-Encoding": "gzip",
            "Accept-Language": "en-GB, en;q=0.8",
        }
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout)
        return httpx.Request("GET", url, headers={**own, **headers}, extensions={"timeout": timeouts})

    def _keep_pace(self) -> None:
        wait = self._last + self.pace - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self._last = time.monotonic()


def checked(url: str) -> str:
    """The address without its fragment. Raises FetchFailed if it is not one that we would open."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchFailed("This is not a web address.") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchFailed("Only addresses that begin with http:// or https:// can be read.")
    if parsed.userinfo:
        raise FetchFailed("The address holds a user name or password. Give one without.")
    if len(url) > LONGEST_URL or (parsed.port or 0) > 65_535:
        raise FetchFailed(f"The address has more than {LONGEST_URL} characters, or a port that does not exist.")
    return str(parsed.copy_with(fragment=None))


def _answer(url: str, response: httpx.Response, wanted: AllowedContent) -> Fetched | str | None:
    status, headers = response.status_code, response.headers
    if status == 304:
        return None
    if status in (301, 302, 303, 307, 308) and headers.get("location"):
        try:
            return str(httpx.URL(url).join(headers["location"]))
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise FetchFailed("The address redirects to something that is not a web address.") from None
    if status in (429, 503):
        raise TooBusy(_wait(status, headers.get("retry-after")))
    if status != 200:
        raise FetchFailed(_status_says(status), status)
    content_type, charset = _type_of(headers.get("content-type", ""))
    if wanted.types and content_type not in wanted.types:
        what = f"The document is of the type {content_type[:60] or 'unknown'}, which is not read here."
        raise FetchFailed(what, status)
    content = _read(response, headers.get("content-encoding", "").strip().lower(), wanted.most)
    return Fetched(url, content, content_type, charset, headers.get("etag"), headers.get("last-modified"))


def _read(response: httpx.Response, encoding: str, most: int) -> bytes:
    if encoding not in ENCODINGS:
        raise FetchFailed(f"The document is compressed in a way that was not asked for ({encoding[:30]}).")
    length = response.headers.get("content-length", "")
    if length.isdigit() and len(length) < 20 and int(length) > most:
        raise TooBig
    inflater = Inflater(encoding, most)
    chunks: Iterable[bytes] = response.stream  # type: ignore[assignment]  # a synchronous transport made it
    for chunk in chunks:
        inflater.feed(chunk)
    return inflater.finish()


def _wait(status: int, asked: str | None) -> float:
    """Seconds to wait before the next try. Raises FetchFailed if that is longer than we wait."""
    wait = 5.0
    if asked and asked.strip().isdigit():
        wait = float(asked.strip()[:9])
    elif asked and (moment := as_moment(asked)):
        wait = max(0.0, (moment - datetime.now(UTC)).total_seconds())
    if wait > LONGEST_WAIT:
        raise FetchFailed(f"The site asks us to come back in {wait / 60:.0f} minutes. Try again later.", status)
    return wait


def _status_says(status: int) -> str:
    match status:
        case 401 | 403:
            return f"The site does not let us read this (status {status})."
        case 404 | 410:
            return f"The page is not there (status {status})."
        case _ if status >= 500:
            return f"The site has a fault (status {status})."
        case _:
            return f"The site answered with status {status}."


def _type_of(header: str) -> tuple[str, str | None]:
    """The content type in lower case, and the charset if it names one."""
    content_type, *parameters = (part.strip() for part in header.lower().split(";"))
    charsets = [value.strip(" \"'") for name, _, value in (p.partition("=") for p in parameters) if name == "charset"]
    return content_type, charsets[0] if charsets else None


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} kB"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
