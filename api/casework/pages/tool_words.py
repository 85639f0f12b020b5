"""The case page's tools in plain words."""

from __future__ import annotations

from collections.abc import Mapping

DONE: Mapping[str, str] = {
    "sending": "Your reply goes to the resident in a few seconds. Until then you can take it back.",
    "taken-back": "Your reply was not sent. It stands in the box for you to change.",
    "kept": "Your draft is kept. Only you can see it.",
    "macro": "The text was sent, and what belongs to it was done.",
    "judged": "Thank you. The service of this case is saved.",
    "flagged": "The case is flagged for safeguarding and rings for those on call. "
    "Tell your safeguarding lead as your council's procedure says.",
    "behalf-stopped": "The form was stopped. Nothing was booked or sent, and nothing of it is kept.",
    "prioritised": "The priority was changed, and the clocks go by it.",
    "attached": "The file is kept with a note. The resident cannot see it.",
    "attached-sent": "The file was sent to the resident.",
    "shortcuts-on": "Keyboard shortcuts are on. Press ? on a case to see them.",
    "shortcuts-off": "Keyboard shortcuts are off.",
    "saved": "The text was saved.",
    "removed": "The text was removed.",
}
