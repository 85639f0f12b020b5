"""What was paid for a booking, what is left and what is given back, in lines for its page."""

from __future__ import annotations

from api.bookings.engine.bookings import Account
from api.bookings.engine.context import BookingContext
from api.bookings.pages.booking_words import weekday
from api.bookings.pages.shown_booking import as_shown
from api.bookings.ports import RefundState
from api.bookings.rules.price import in_pounds
from api.bookings.wording import say
from bot.forms.form import SummaryLine


def money_lines(context: BookingContext, account: Account) -> tuple[SummaryLine, ...]:
    """Price and payments; of a booking that has ended, what went back and when."""
    booking = account.booking
    if not booking.price and not account.payments:
        return ()
    paid = sum(each.pence for each in account.payments if each.state == "paid")
    lines = [SummaryLine(say("money.price"), in_pounds(booking.price)), SummaryLine(say("money.paid"), in_pounds(paid))]
    if owed := as_shown(context, booking).owed:
        lines.append(SummaryLine(say("money.still_to_pay"), owed))
    lines += [
        SummaryLine(say("money.given_back" if each.given_at else "money.money_back"), _returned(each))
        for each in account.returned
    ]
    if booking.state == "cancelled" and paid:
        kept = SummaryLine(say("money.not_given_back"), in_pounds(booking.paid))
        lines.append(kept if booking.paid else _all_back(account.returned))
    return tuple(lines)


def _returned(refund: RefundState) -> str:
    amount = in_pounds(refund.pence)
    if refund.failed:
        return say("money.not_sent", amount=amount)
    if refund.given_at:
        return say("money.sent", amount=amount, day=weekday(refund.given_at))
    return say("money.asked_for", amount=amount, day=weekday(refund.asked_at))


def _all_back(returned: tuple[RefundState, ...]) -> SummaryLine:
    whole = all(each.given_at for each in returned)
    return SummaryLine(say("money.in_all"), say("money.all_given_back" if whole else "money.all_goes_back"))
