"""Makes `dictionary.txt`: `python -m redaction.ner.dictionary [WORD LIST]`.

The list is Debian's package wbritish-large, from SCOWL by Kevin Atkinson, whose licence is kept in the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from redaction.ner.ordinary_words import ordinary_words

SOURCE = Path("/usr/share/dict/british-english-large")
MADE = Path(__file__).with_name("dictionary.txt")
SHORTEST = 3  # letters
HEADER = """\
# Words of British English, without those of words.txt; some are names too. Sorted. From SCOWL:
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""


def chosen(lines: list[str]) -> list[str]:
    """The words that are not in the list of ordinary words."""
    words = {line for line in lines if line.isalpha() and line.isascii() and line.islower() and len(line) >= SHORTEST}
    return sorted(words - ordinary_words())


def main(source: Path) -> None:
    """Writes dictionary.txt from a list of words."""
    MADE.write_text(
        HEADER + "\n".join(chosen(source.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
