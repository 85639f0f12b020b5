"""Decompresses no further than a limit, however much a small answer claims to hold."""

from __future__ import annotations

import zlib

_EITHER = 47  # zlib's code for "gzip or zlib, look at the header"


class TooBig(Exception):
    """The content is longer than the limit once it is unpacked."""


class Inflater:
    """Takes chunks as they arrive and keeps at most `most` bytes of what they hold.

    `encoding` is the Content-Encoding: "", "identity", "gzip", "x-gzip" or "deflate".
    """

    def __init__(self, encoding: str, most: int) -> None:
        self._decoder = zlib.decompressobj(_EITHER) if encoding not in ("", "identity") else None
        self._most = most
        self.content = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Unpacks a chunk of compressed bytes. Raises TooBig or zlib.error."""
        room = self._most - len(self.content) + 1
        self.content += self._decoder.decompress(chunk, room) if self._decoder else chunk
        if len(self.content) > self._most:
            raise TooBig

    def finish(self) -> bytes:
        """All of the unpacked content. Raises zlib.error if its end never came."""
        if self._decoder and not self._decoder.eof:
            raise zlib.error("cut off")
        return bytes(self.content)


def gunzip(content: bytes, most: int) -> bytes:
    """A gzip file's content. Raises TooBig, zlib.error."""
    inflater = Inflater("gzip", most)
    inflater.feed(content)
    return inflater.finish()
