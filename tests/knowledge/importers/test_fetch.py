"""The way out: public addresses only, within limits of size and time, politely; and it says what went wrong."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from knowledge.importers.addresses import PublicNetwork, is_public
from knowledge.importers.fetch import MOST_TRIES, AllowedContent, Fetcher, FetchFailed, checked
from tests.support.knowledge.council_site import Answer, CouncilSite

ANY = AllowedContent((), 100_000)
HTML = AllowedContent(("text/html",), 100_000)
BOMB = gzip.compress(b"\0" * 20_000_000)


def why(fetcher: Fetcher, url: str, wanted: AllowedContent = ANY) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetcher.get(url, wanted)
    return str(caught.value)


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1",
    "ff02::1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.1", "2a00:1450:4009::1", "64:ff9b::808:808"])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_this_machine_is_refused_unless_a_test_allows_it(council: CouncilSite) -> None:
    with Fetcher(pace=0.0) as fetcher:
        assert "not a public address" in why(fetcher, council.url)
        assert "not a public address" in why(fetcher, council.url.replace("127.0.0.1", "localhost"))
        assert "not a public address" in why(fetcher, council.url.replace("127.0.0.1", "2130706433"))
        assert "not a public address" in why(fetcher, council.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"))
    assert council.asked == []


def test_a_name_is_looked_up_once_and_its_checked_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when checked and private when connected to gets no second look-up."""
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]]
    connected: list[object] = []

    def connect(address: object, *rest: object, **more: object) -> socket.socket:
        connected.append(address)
        raise OSError("unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: answers.pop(0))
    monkeypatch.setattr(socket, "create_connection", connect)
    with Fetcher(allowed=frozenset({"127.0.0.1"}), pace=0.0) as fetcher:
        assert "could not be reached" in why(fetcher, "http://rebinding.example/")
    assert connected == [("127.0.0.1", 80)]
    assert answers == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with Fetcher(pace=0.0) as fetcher:
        assert "leads to 10.0.0.1" in why(fetcher, "http://mixed.example/")


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.8/", "http://[::1]/", "http://0.0.0.0/"]
)
def test_a_redirect_into_a_network_is_refused(council: CouncilSite, fetcher: Fetcher, target: str) -> None:
    council.put("/", status=302, headers={"Location": target})
    assert "not a public address" in why(fetcher, council.url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.example/", "gopher://x.example/", "javascript:1"])
def test_a_redirect_to_anything_but_the_web_is_refused(council: CouncilSite, fetcher: Fetcher, target: str) -> None:
    council.put("/", status=301, headers={"Location": target})
    assert "http://" in why(fetcher, council.url)


def test_redirects_are_followed_five_times_at_most_and_never_in_a_circle(
    council: CouncilSite, fetcher: Fetcher
) -> None:
    for step in range(7):
        council.put(f"/{step}", status=302, headers={"Location": f"/{step + 1}"})
    council.put("/7", "there")
    council.put("/a", status=302, headers={"Location": "/b"})
    council.put("/b", status=302, headers={"Location": "/a"})
    assert "more than 5 times" in why(fetcher, f"{council.url}/0")
    assert "circle" in why(fetcher, f"{council.url}/a")
    fetched = fetcher.get(f"{council.url}/2", ANY)
    assert fetched is not None
    assert (fetched.url, fetched.content) == (f"{council.url}/7", b"there")


NO_ADDRESSES = [
    "", "northbridge.example", "file:///etc/passwd", "http://", "http://a:b@x.example/", "http://[::1",
    "http://x.example:99999999/", "http://x.example/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        checked(url)


def test_a_document_larger_than_wanted_is_not_read(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/said", b"x" * 100_001)
    council.put("/packed", gzip.compress(b"x" * 100_001), headers={"Content-Encoding": "gzip"})
    assert "larger than 100 kB" in why(fetcher, f"{council.url}/said")
    assert "larger than 100 kB" in why(fetcher, f"{council.url}/packed")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_small_answer_that_unpacks_to_a_huge_one_is_stopped(
    council: CouncilSite, fetcher: Fetcher, encoding: str
) -> None:
    body = BOMB if encoding == "gzip" else zlib.compress(b"\0" * 20_000_000)
    council.put("/", body, headers={"Content-Encoding": encoding})
    assert "larger than 100 kB" in why(fetcher, council.url)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "nonsense"])
def test_a_packing_that_we_did_not_ask_for_is_refused(council: CouncilSite, fetcher: Fetcher, encoding: str) -> None:
    council.put("/", gzip.compress(BOMB), headers={"Content-Encoding": encoding})
    assert "not asked for" in why(fetcher, council.url)


def test_broken_packing_is_told(council: CouncilSite, fetcher: Fetcher) -> None:
    for body in (b"no gzip at all", gzip.compress(b"words " * 1000)[:-20]):
        council.put("/", body, headers={"Content-Encoding": "gzip"})
        assert "compression is broken" in why(fetcher, council.url)


def test_a_document_that_breaks_off_is_told(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/", b"words", headers={"Content-Length": "500", "Connection": "close"})
    assert "could not be reached" in why(fetcher, council.url)


def test_a_server_that_drips_is_given_up_at_the_deadline(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/", b"x" * 1000, drip=0.05)
    started = time.monotonic()
    assert "too long" in why(fetcher, council.url)
    assert time.monotonic() - started < 3


def test_a_server_that_says_nothing_is_given_up(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "too long" in why(fetcher, f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_a_server_that_speaks_no_http_is_told(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "could not be reached" in why(fetcher, f"http://127.0.0.1:{port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(fetcher: Fetcher, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "both.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=shake_hands, args=(listener, context), daemon=True)
        thread.start()
        assert "certificate verify failed" in why(fetcher, f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join(timeout=5)


def shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    near, _ = listener.accept()
    with suppress(OSError), near, context.wrap_socket(near, server_side=True):
        pass


def self_signed(file: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "not there"), (410, "not there"), (403, "does not let us"), (500, "has a fault"), (418, "status 418")],
)
def test_a_refusal_is_told_in_plain_words(council: CouncilSite, fetcher: Fetcher, status: int, words: str) -> None:
    council.put("/", status=status)
    assert words in why(fetcher, council.url)


def test_a_busy_server_is_asked_again_when_it_says(council: CouncilSite, fetcher: Fetcher, waits: list[float]) -> None:
    council.answers["/"] = [Answer(status=429, headers={"Retry-After": "7"}), Answer(b"there")]
    fetched = fetcher.get(council.url, ANY)
    assert fetched is not None
    assert fetched.content == b"there"
    assert waits == [7.0]


def test_a_server_that_stays_busy_or_asks_for_long_is_left_alone(
    council: CouncilSite, fetcher: Fetcher, waits: list[float]
) -> None:
    council.put("/busy", status=503)
    council.put("/long", status=429, headers={"Retry-After": "3600"})
    council.put("/late", status=429, headers={"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"})
    assert "too busy" in why(fetcher, f"{council.url}/busy")
    assert (len(council.asked), len(waits)) == (MOST_TRIES, MOST_TRIES - 1)
    assert "60 minutes" in why(fetcher, f"{council.url}/long")
    assert "come back in" in why(fetcher, f"{council.url}/late")


def test_what_is_not_of_the_wanted_type_is_not_read(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/", b"%PDF", content_type="application/pdf")
    assert "application/pdf" in why(fetcher, council.url, HTML)


def test_a_document_that_did_not_change_is_not_sent_again(council: CouncilSite, fetcher: Fetcher) -> None:
    council.put("/", "there", etag='"1"')
    first = fetcher.get(council.url, ANY)
    assert first is not None
    assert first.etag == '"1"'
    assert fetcher.get(council.url, ANY, first.etag) is None
    assert fetcher.get(council.url, ANY, '"1"\r\nX-Evil: 1') is not None


def test_requests_say_who_asks_and_keep_their_pace(council: CouncilSite, waits: list[float]) -> None:
    council.put("/", "there")
    with Fetcher(allowed=frozenset({"127.0.0.1"}), pace=0.0, sleep=waits.append) as fetcher:
        fetcher.slow_down(30)
        fetcher.get(council.url, ANY)
        fetcher.get(council.url, ANY)
    assert council.heard[0]["user-agent"].startswith("Reeve-Importer/")
    assert "cookie" not in council.heard[1]
    assert [round(wait) for wait in waits] == [30]


def test_a_deadline_that_has_passed_ends_any_wait() -> None:
    network = PublicNetwork(deadline=time.monotonic() - 1)
    with pytest.raises(Exception, match="deadline"):
        network.left(5)
