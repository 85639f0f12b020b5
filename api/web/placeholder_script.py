"""The grammar of placeholders and the words of labels as a script, for the chat's panel.

`python -m api.web.placeholder_script` writes it anew; the result is committed, and a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path

from redaction.text.labels import LABELS, label_table
from redaction.text.placeholders import script_expressions

SCRIPT = Path(__file__).parent / "widget" / "placeholder-table.js"

_TEMPLATE = """\
// Made from redaction/text/labels.yml by `python -m api.web.placeholder_script`. Change that, not this.

/** A placeholder such as <PERSON_1>; its first group is the label. */
export const PLACEHOLDER = /{placeholder}/g;

/** What is stored of a typed text that reads like a placeholder; its first group is that without its brackets. */
export const TYPED = /{typed}/g;

/** What a resident reads in the place of a hidden detail. @type {{Readonly<Record<string, string>>}} */
export const HIDDEN = {words};
"""


def script() -> str:
    """The script's source."""
    placeholder, typed = script_expressions()
    words = {label: label_table().hidden(label) for label in LABELS}
    return _TEMPLATE.format(
        placeholder=placeholder,
        typed=typed,
        words=json.dumps(words, indent=2, ensure_ascii=False),
    )


if __name__ == "__main__":
    SCRIPT.write_text(script(), encoding="utf-8")
