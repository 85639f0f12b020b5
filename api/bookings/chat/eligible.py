"""Whether one answer can stand, by the rules alone."""

from __future__ import annotations

from datetime import date

from api.bookings.chat.answers import SKIPPED, read_items, write_items
from api.bookings.pages.booking_words import shown
from api.bookings.rules.periods import Period
from api.bookings.rules.rules import FieldRule
from api.bookings.wording import say
from bot.forms.form import AcceptedAnswer, Answers, FieldKind, RefusedAnswer
from knowledge.pack.calendar import CouncilCalendar

LONGEST_TEXT = 500


def judge(
    field: FieldRule, value: str, answers: Answers, today: date, calendar: CouncilCalendar
) -> AcceptedAnswer | RefusedAnswer:
    """Accepted with the value as it is kept, or what would be right."""
    if value == SKIPPED:
        return (
            AcceptedAnswer(SKIPPED, shown(field, SKIPPED)) if field.optional else RefusedAnswer(say("answers.needed"))
        )
    match field.kind:
        case FieldKind.YES_NO | FieldKind.CHOICE:
            return _one_of(field, value)
        case FieldKind.ITEMS:
            return _items(field, value)
        case FieldKind.NUMBER:
            return _number(field, value, answers)
        case FieldKind.DATE:
            return _date(field, value, today, calendar)
        case FieldKind.TEXT:
            return (
                AcceptedAnswer(value, value)
                if len(value) <= LONGEST_TEXT
                else RefusedAnswer(say("answers.fewer_words"))
            )
        case _:
            return AcceptedAnswer(value, value)


def _one_of(field: FieldRule, value: str) -> AcceptedAnswer | RefusedAnswer:
    choices = {choice.value: choice for choice in field.choices}
    if value not in (choices or ("yes", "no")):
        return RefusedAnswer(say("answers.one_of_these" if choices else "answers.yes_or_no"))
    if choices and choices[value].refuse:
        return RefusedAnswer(choices[value].refuse, ends=True)
    for stop in field.stop:
        if stop.when == value:
            return RefusedAnswer(stop.say, ends=True)
    remark = " ".join(each.say for each in field.remarks if each.when == value)
    return AcceptedAnswer(value, shown(field, value), remark)


def _items(field: FieldRule, value: str) -> AcceptedAnswer | RefusedAnswer:
    choices = {choice.value: choice for choice in field.choices}
    try:
        counts = read_items(value)
    except ValueError:
        counts = {}
    if not counts or not set(counts) <= set(choices):
        return RefusedAnswer(say("answers.items"))
    if refused := [choices[name].refuse for name in counts if choices[name].refuse]:
        return RefusedAnswer(" ".join(refused))
    if field.most and any(count > field.most for count in counts.values()):
        return RefusedAnswer(say("answers.most_of_one_kind", most=field.most))
    if field.total and sum(choices[name].counts * count for name, count in counts.items()) > field.total:
        return RefusedAnswer(field.too_many or say("answers.most_in_all", most=field.total))
    kept = write_items(counts)
    return AcceptedAnswer(kept, shown(field, kept))


def _number(field: FieldRule, value: str, answers: Answers) -> AcceptedAnswer | RefusedAnswer:
    most = field.most
    if field.not_over and answers.get(field.not_over, "").isdigit():
        most = min(most or 10**6, int(answers[field.not_over]))
    number = int(value) if value.isdigit() and len(value) < 7 else -1
    if number < field.least or (most is not None and number > most):
        if most is None:
            return RefusedAnswer(say("answers.number_upwards", least=field.least))
        return RefusedAnswer(say("answers.number_between", least=field.least, most=most))
    return AcceptedAnswer(str(number), str(number))


def _date(field: FieldRule, value: str, today: date, calendar: CouncilCalendar) -> AcceptedAnswer | RefusedAnswer:
    try:
        given = date.fromisoformat(value)
    except ValueError:
        return RefusedAnswer(say("answers.date"))
    if field.within is not None:
        if given > today:
            return RefusedAnswer(say("answers.date_to_come"))
        if last_chance(given, field.within, calendar) < today:
            return RefusedAnswer(field.late or say("answers.too_long_ago", period=field.within), ends=True)
    return AcceptedAnswer(given.isoformat(), shown(field, given.isoformat()))


def last_chance(given: date, within: Period, calendar: CouncilCalendar) -> date:
    """The last day on which something that happened on `given` still counts."""
    return within.after(given, calendar)
