"""What was paid for a booking, what is left and what is given back, in lines for its page."""

from __future__ import annotations

from api.bookings.engine.bookings import Account
from api.bookings.engine.context import BookingContext
from api.bookings.pages.booking_words import weekday
from api.bookings.pages.shown_booking import as_shown
from api.bookings.ports import Returned
from api.bookings.rules.price import in_pounds
from bot.forms.form import Line


def money_lines(context: BookingContext, account: Account) -> tuple[Line, ...]:
    """Price and payments; of a booking that has ended, what went back and when."""
    booking = account.booking
    if not booking.price and not account.payments:
        return ()
    paid = sum(each.pence for each in account.payments if each.state == "paid")
    lines = [Line("Price", in_pounds(booking.price)), Line("Paid", in_pounds(paid))]
    if owed := as_shown(context, booking).owed:
        lines.append(Line("Still to pay", owed))
    lines += [Line("Given back" if each.given_at else "Money back", _returned(each)) for each in account.returned]
    if booking.state == "cancelled" and paid:
        lines.append(Line("Not given back", in_pounds(booking.paid)) if booking.paid else _all_back(account.returned))
    return tuple(lines)


def _returned(refund: Returned) -> str:
    amount = in_pounds(refund.pence)
    if refund.failed:
        return f"{amount} could not be sent back to you. Please call us, so that we can pay it in another way."
    if refund.given_at:
        return f"{amount} on {weekday(refund.given_at)}, the way you paid. Your bank may need a few days to show it."
    return f"{amount}, asked for on {weekday(refund.asked_at)}. It goes back the way you paid within a few days."


def _all_back(returned: tuple[Returned, ...]) -> Line:
    whole = all(each.given_at for each in returned)
    return Line("In all", "All that you paid was given back." if whole else "All that you paid goes back to you.")
