"""Whether an answer can stand by itself, before anything is looked up."""

from __future__ import annotations

import re

from api.reports.place import LONGEST, is_private, read_point, without_details
from api.reports.wording import say
from bot.forms.form import AcceptedAnswer, Choice, Field, FieldKind, RefusedAnswer

NOTHING = frozenset(
    {"", "no", "none", "skip", "nothing", "no thanks", "no thank you", "nope", "not now", "n/a", "nothing else"}
)
SKIPPED = AcceptedAnswer("", say("shown.skipped"))
LONGEST_TEXT, SHORTEST_PLACE = 1000, 3  # characters
PHOTO_CODE = re.compile(r"(?:photo:)?([a-z]{16})")
YES_NO = (Choice("yes", say("shown.affirmed")), Choice("no", say("shown.denied")))


def understood(field: Field, value: str) -> AcceptedAnswer | RefusedAnswer:
    """The answer as it stands, or what would be right."""
    said = " ".join(value.split())
    if field.optional and said.casefold().strip(" .!") in NOTHING:
        return SKIPPED
    match field.kind:
        case FieldKind.CHOICE:
            return _choice(field.choices, said)
        case FieldKind.YES_NO:
            return _choice(YES_NO, said.casefold())
        case FieldKind.PLACE:
            return _place(said)
        case FieldKind.ADDRESS:
            return _hidden(said, say("answers.address"))
        case FieldKind.EMAIL:
            return _hidden(said, say("answers.email"))
        case FieldKind.PHONE:
            return _hidden(said, say("answers.phone"))
        case FieldKind.PHOTO:
            return _photo(said)
        case _:
            return _words(said)


def _choice(choices: tuple[Choice, ...], said: str) -> AcceptedAnswer | RefusedAnswer:
    for choice in choices:
        if said.casefold() in (choice.value.casefold(), choice.title.casefold()):
            return AcceptedAnswer(choice.value, choice.title)
    return RefusedAnswer(say("answers.one_of", choices=", ".join(choice.title for choice in choices)))


def _place(said: str) -> AcceptedAnswer | RefusedAnswer:
    marked = read_point(said)
    if marked:
        return AcceptedAnswer(str(marked), say("shown.point", point=str(marked)[4:].replace(",", ", ")))
    if said.casefold().startswith("geo:"):
        return RefusedAnswer(say("answers.point"))
    if len(said) < SHORTEST_PLACE:
        return RefusedAnswer(say("answers.place_too_short"))
    if len(said) > LONGEST:
        return RefusedAnswer(say("answers.place_too_long", most=LONGEST))
    return AcceptedAnswer(said, said)


def _hidden(said: str, otherwise: str) -> AcceptedAnswer | RefusedAnswer:
    """A personal answer, which comes as a placeholder; without one it was not understood as what was asked for."""
    return AcceptedAnswer(said, said) if is_private(said) else RefusedAnswer(otherwise)


def _photo(said: str) -> AcceptedAnswer | RefusedAnswer:
    found = PHOTO_CODE.fullmatch(said)
    return AcceptedAnswer(found[1], say("shown.photo")) if found else RefusedAnswer(say("answers.photo"))


def _words(said: str) -> AcceptedAnswer | RefusedAnswer:
    if not without_details(said) and not is_private(said):
        return RefusedAnswer(say("answers.few_words"))
    if len(said) > LONGEST_TEXT:
        return RefusedAnswer(say("answers.too_long", most=f"{LONGEST_TEXT:,}"))
    return AcceptedAnswer(said, said)
