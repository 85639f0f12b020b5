"""How a booking or report stands: a form of two questions, which shows that it is the resident's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choose,
    Completed,
    Field,
    FieldKind,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
)
from bot.ports import FormBackend
from bot.turn import Outcome
from bot.wording import say
from redaction.text.placeholders import expression

TRACING = "tracing"  # stands where a service does; no service of a council's has this slug

_REFERENCE = Field("reference", FieldKind.REFERENCE, say("status.reference"), say("status.reference_label"))
_PROOF = Field("proof", FieldKind.POSTCODE, say("status.postcode"), say("status.postcode_label"))
_FORM = Form(TRACING, say("status.title"), Outcome.ANSWERED, (_REFERENCE, _PROOF), confirmed=False)

_HIDDEN = expression("COUNCIL_REFERENCE")
_THING = r"(?:booking|report|request|case|collection|appointment|application|complaint|reference|order)"
_ASKS = re.compile(
    rf"\b(?:where(?:'s| is| are)|what(?:'s| is| has)? (?:happening|happened|the (?:status|progress|state))|status|"
    rf"progress|any (?:news|update)|an update|how(?:'s| is)|tracking|track|trace|check(?: on| up on)?|chase|chasing|"
    rf"look up|look at|see)\b[^.?!]{{0,40}}?(?:\bmy (?:\w+ ){{0,2}}{_THING}\b|{_HIDDEN})",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"(?:(?:my )?(?:reference|ref)(?: number| no)?(?: is|:)? )?{_HIDDEN}[.?!]?", re.IGNORECASE)


def asks_how_it_stands(text: str) -> bool:
    """Whether a redacted message asks how a booking or report stands."""
    plain = text.strip().replace("’", "'")
    return bool(_ASKS.search(plain) or _ALONE.fullmatch(plain))


class StatusBackend:
    """A back end that writes nothing: it asks the others for the status behind a reference."""

    def __init__(self, backends: Sequence[FormBackend]) -> None:
        self._backends = tuple(backends)

    def form(self, service: str) -> Form | None:
        """The form that asks for a reference and a postcode."""
        return _FORM if service == TRACING else None

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """The questions of the status form that are not answered yet."""
        return tuple(each.name for each in _FORM.fields if each.name not in answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """Accepts the answer: both are compared together at the end, so that a guess tells nothing about one alone."""
        return AcceptedAnswer(value, value)

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        """Nothing is booked, so nothing is summed up."""
        return Summary(())

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        """The first status that a back end tells."""
        for backend in self._backends:
            said = await backend.status(answers["reference"], answers["proof"], resident_context)
            if said is not None:
                return Completed(answers["reference"], said)
        return RefusedAnswer(say("status.not_found"), ends=True)

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        """Nothing is held for a status form, so nothing is let go."""

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        """None: the status form has no references of its own."""
        return None
