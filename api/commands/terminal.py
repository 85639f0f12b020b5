"""`reeve ask` and `reeve chat`: the bot in a terminal, without database or web."""

from __future__ import annotations

import asyncio
import sys
import textwrap

import typer

from api.assistant import Assistant, Progress, make_assistant
from api.settings import Settings
from bot.turn import DialogueState, Enquiry, Reply, Turn
from redaction import Placeholders

WIDTH = 88


def ask(settings: Settings, question: str, say: Progress) -> None:
    """One turn, with everything that led to it."""
    assistant = make_assistant(settings, say)
    turn = asyncio.run(assistant.reception.receive(Enquiry(question)))
    assistant.engine.close()
    conclusion = turn.conclusion
    ranking = ", ".join(f"{each.slug} {each.score:.2f}" for each in conclusion.services)
    found = ", ".join(sorted({finding.label for finding in turn.findings})) or "nothing"
    for name, value in {
        "outcome": turn.outcome.value,
        "crisis": turn.crisis or "no",
        "understood": f"{conclusion.intent} ({conclusion.confidence:.2f})",
        "services": ranking or "none",
        "hidden": found,
        "text kept": str(turn.text),
    }.items():
        typer.secho(f"{name:>10}  ", fg="bright_black", nl=False)
        typer.echo(value)
    _show(turn)


def chat(settings: Settings, say: Progress) -> None:
    """A conversation: type a message, or the number of a button."""
    assistant = make_assistant(settings, say)
    state: DialogueState = []
    placeholders = Placeholders()
    last = assistant.phrases.plain("welcome")
    _print_reply(last)
    while line := _read():
        choice = _pressed(line, last)
        enquiry = Enquiry(choice[0] if choice else line, choice[1] if choice else None, None, placeholders, state)
        turn = asyncio.run(_turn(assistant, enquiry))
        state = turn.state
        last = turn.replies[-1] if turn.replies else last
        _show(turn)
    assistant.engine.close()


async def _turn(assistant: Assistant, enquiry: Enquiry) -> Turn:
    return await assistant.reception.receive(enquiry)


def _read() -> str:
    typer.echo("\n> ", nl=False)
    return sys.stdin.readline().strip()


def _pressed(line: str, last: Reply) -> tuple[str, str] | None:
    """Title and choice of the button whose number was typed."""
    if not line.isdigit() or not 1 <= int(line) <= len(last.buttons):
        return None
    button = last.buttons[int(line) - 1]
    return button.title, button.choice


def _show(turn: Turn) -> None:
    for reply in turn.replies:
        _print_reply(reply)


def _print_reply(reply: Reply) -> None:
    typer.echo()
    if reply.card:
        typer.secho(reply.card.title, bold=True)
        for line in reply.card.lines:
            typer.echo("  " + " ".join(part for part in (line.text, line.phone, line.hours) if part))
    for paragraph in reply.text.split("\n"):
        typer.echo(textwrap.fill(paragraph, WIDTH))
    if reply.link:
        checked = f", checked on {reply.reviewed_on:%-d %B %Y}" if reply.reviewed_on else ""
        typer.secho(f"From: {reply.link.title} ({reply.link.url}){checked}", fg="bright_black")
    for number, button in enumerate(reply.buttons, start=1):
        typer.secho(f"  [{number}] {button.title}", fg="cyan")
