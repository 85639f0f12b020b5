"""What the bot says around a back end's own words: hints, summaries, notes. All of it from policy.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.forms.filling import Filling
from bot.forms.form import Field, FieldKind, Form, Summary
from bot.policy import FormPhrase
from bot.turn import Button, Outcome, Reply
from redaction.text.labels import label_table
from redaction.text.placeholders import expression, read

MOST_BUTTONS = 8
MOST_HOMES = 100  # of one postcode; the pages show so many as a list to choose from
MOST_EXAMPLES = 6  # things that a hint names
_NOT_READ_BACK = re.compile(rf"(?<!“){expression()}")
_HINTS: Mapping[FieldKind, FormPhrase] = {
    FieldKind.YES_NO: "hint_yes_no",
    FieldKind.CHOICE: "hint_choice",
    FieldKind.ITEMS: "hint_items",
    FieldKind.NUMBER: "hint_number",
    FieldKind.DATE: "hint_date",
    FieldKind.SLOT: "hint_slot",
    FieldKind.ADDRESS: "hint_address",
    FieldKind.PLACE: "hint_place",
    FieldKind.NAME: "hint_name",
    FieldKind.PHONE: "hint_phone",
    FieldKind.EMAIL: "hint_email",
    FieldKind.TEXT: "hint_text",
    FieldKind.PHOTO: "hint_photo",
    FieldKind.REFERENCE: "hint_reference",
    FieldKind.POSTCODE: "hint_postcode",
}


class FormWords:
    """The wording around a form's questions: prompts, hints, notes, summaries."""

    def __init__(self, phrases: Mapping[FormPhrase, str]) -> None:
        self._phrases = phrases

    def say(self, name: FormPhrase, **words: object) -> str:
        """A phrase of policy.yml's forms, with its fields filled in."""
        return self._phrases[name].format(**words)

    def starter(self, form: Form) -> Button:
        """The button that begins a form."""
        if form.outcome is Outcome.BOOKED:
            return Button(self.say("button_start_book"), f"book:{form.service}")
        return Button(self.say("button_start_report"), f"report:{form.service}")

    def hint(self, field: Field) -> str:
        """What would be a right answer to a question."""
        titles = [each.title for each in field.choices]
        titles = titles[:MOST_EXAMPLES] if field.kind is FieldKind.ITEMS else titles
        words = self.say(_HINTS[field.kind], choices=", ".join(titles), example=titles[0].lower() if titles else "")
        return f"{words} {self.say('may_skip')}" if field.optional else words

    def too_many(self, field: Field) -> str:
        """An answer exceeds what is possible."""
        return self.say("too_many", most=field.most)

    def noted(self, shown: Iterable[str]) -> str:
        """The answers that were understood, for the resident to check."""
        return self.say("noted", shown="; ".join(shown))

    def summary(self, form: Form, summary: Summary) -> str:
        """Everything that will be booked or sent, and the question whether it is right."""
        booked = form.outcome is Outcome.BOOKED
        lines = [f"* **{line.label}:** {line.shown}" for line in summary.lines]
        if summary.price is not None:
            lines.append(f"* {self.say('price', price=pounds(summary.price))}")
        before, after = (
            self.say("check_book" if booked else "check_send"),
            self._asks(form),
        )
        return "\n\n".join(part for part in (before, "\n".join(lines), summary.note, after) if part)

    def buttons(self, form: Form, filling: Filling) -> tuple[Button, ...]:
        """What may be pressed instead of an answer to the open question."""
        field = form.field(filling.open or "")
        person = (Button(self.say("button_person"), "person"),) if self._offers_person(form, filling) else ()
        skip = (Button(self.say("button_skip"), "skip"),) if field.optional else ()
        return (*self._answers(field, filling), *skip, *person)

    def _offers_person(self, form: Form, filling: Filling) -> bool:
        return filling.person or filling.misses > 1 or form.sombre

    def _answers(self, field: Field, filling: Filling) -> tuple[Button, ...]:
        kind = "slot" if field.kind is FieldKind.SLOT else "pick"
        if filling.offered:
            most = MOST_HOMES + 1 if field.kind is FieldKind.ADDRESS else MOST_BUTTONS
            return tuple(Button(each.title, f"{kind}:{each.value}") for each in filling.offered[:most])
        if field.kind is FieldKind.YES_NO:
            return (Button(self.say("button_yes"), "pick:yes"), Button(self.say("button_no"), "pick:no"))
        if field.kind is FieldKind.CHOICE and len(field.choices) <= MOST_BUTTONS:
            return tuple(Button(each.title, f"pick:{each.value}") for each in field.choices)
        return ()

    def summary_buttons(self, form: Form, filling: Filling) -> tuple[Button, ...]:
        """Yes, a change of any answer, or no."""
        booked = form.outcome is Outcome.BOOKED
        yes = Button(self.say("button_book" if booked else "button_send"), "confirm")
        changes = (
            Button(self.say("button_change", label=_within(field.label)), f"change:{field.name}")
            for field in form.fields
            if field.name in filling.answers
        )
        return (yes, *changes, Button(self.say("button_stop"), "stop"))

    def begin(self, form: Form) -> str:
        """The words before a form's first question."""
        return self.say("begin_sombre" if form.sombre else "begin")

    def stopped(self, form: Form) -> Reply:
        """A form was given up, and may be taken up again."""
        resume = Button(self.say("button_resume"), "resume")
        return Reply(self.say("stopped_sombre" if form.sombre else "stopped"), buttons=(resume,))

    def _asks(self, form: Form) -> str:
        if form.outcome is Outcome.BOOKED:
            return self.say("ask_book_sombre" if form.sombre else "ask_book")
        return self.say("ask_send_sombre" if form.sombre else "ask_send")

    def plainly(self, text: str) -> str:
        """Text for the resident, where a placeholder reads "the address you gave".

        One in quotation marks stays: it is shown back to the resident, who has just chosen it.
        """
        return _NOT_READ_BACK.sub(lambda found: self._yours(found[0]), text)

    def _yours(self, placeholder: str) -> str:
        known = read(placeholder)
        return self.say("yours", what=label_table().within(known.label)) if known else placeholder


def pounds(pence: int) -> str:
    """A price of so many pence: "£33.50", "£30"."""
    return f"£{pence // 100:,}.{pence % 100:02}" if pence % 100 else f"£{pence // 100:,}"


def _within(label: str) -> str:
    """A label within a sentence; names, such as those of benefits, keep their capitals."""
    first, _, rest = label.partition(" ")
    return f"{first} {rest}" if rest[:1].isupper() else label[:1].lower() + label[1:]
