"""The views of a message that redaction searches, each with the way back to the original characters.

`as_read` shows what was hidden. `despell` joins what was spelled out or spoken ("n w 1 4 d q", "oh seven double
seven", "jane dot smith at ..."). Nothing here is shown to anybody: findings are carried back with `View.original`.
"""

from __future__ import annotations

from dataclasses import replace

from redaction.spoken import slipped_edits, spoken_edits, spoken_email_edits, unglued_edits
from redaction.text.fold import fold
from redaction.text.view import Edit, View, edit_view

_TYPED = str.maketrans({"\t": " ", "`": "'"})  # what the patterns take for a space and an apostrophe


def as_read(raw: str) -> View:
    """The message folded; line breaks, case and accents are kept."""
    view = fold(raw)
    return replace(view, text=view.text.translate(_TYPED))


def despell(view: View) -> View:
    """The view with spelled-out runs and spoken e-mail addresses joined; the same view when there are none."""
    mended = edit_view(view, [Edit(*edit) for edit in slipped_edits(view.text)], ())
    mended = edit_view(mended, [Edit(*edit) for edit in unglued_edits(mended.text)], ())
    edits, runs = spoken_edits(mended.text)
    joined = edit_view(mended, [Edit(*edit) for edit in edits], runs)
    return edit_view(joined, [Edit(*edit) for edit in spoken_email_edits(joined.text)], joined.runs)
