"""Bytes to text, whatever they claim to be."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
# What pages are in, by Python's name; browsers read the first three as Windows does, and so do we.
_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "utf-8": "utf-8", "utf-16": "utf-16",
    "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "iso8859-14": "iso8859-14", "iso8859-15": "iso8859-15",
}  # fmt: skip


def decode(content: bytes, charset: str | None = None) -> str:
    """The text: by its byte order mark, what the sender says, what an HTML page says of itself, UTF-8 or Windows-1252.

    Never fails: what fits nothing becomes the replacement sign.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = _META.search(content[:4096])
    for name in (charset, declared.group(1).decode("ascii") if declared else None):
        encoding = _known(name)
        if encoding and (text := _strictly(content, encoding)) is not None:
            return text
    text = _strictly(content, "utf-8")
    return content.decode("cp1252", "replace") if text is None else text


def _known(name: str | None) -> str:
    try:
        return _AS.get(codecs.lookup(name).name, "") if name and name.isascii() and "\0" not in name else ""
    except LookupError:
        return ""


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
