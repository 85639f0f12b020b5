"""`reeve evaluate`, `fit`, `bench`, `examples`, and the batches: what measures and what is measured with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings

measuring = typer.Typer()


def say(line: str) -> None:
    """Progress, for a person: on standard error."""
    typer.echo(f"  {line}", err=True)


@measuring.command()
def evaluate(
    part: Annotated[
        str | None, typer.Argument(help="One part alone: redaction, triage, intents, retrieval, new-services.")
    ] = None,
    public: Annotated[Path | None, typer.Option(help="Folder of public evaluation data to measure on as well.")] = None,
) -> None:
    """Measure quality on the golden sets and print it as JSON."""
    from api.measuring.evaluate import Part
    from api.measuring.evaluate import evaluate as run

    if part is not None and part not in list(Part):
        raise typer.BadParameter(f"Choose one of: {', '.join(Part)}.", param_hint="part")
    typer.echo(run(Settings(), public, say, Part(part) if part else None))


@measuring.command()
def examples() -> None:
    """Look over the training examples: too few, said twice, said under two intents, or known from a golden set. The
    exit code is 1 when something must be put right."""
    from api.measuring.check_examples import check_examples

    told, good = check_examples(Settings(), say)
    typer.echo(told)
    raise typer.Exit(0 if good else 1)


@measuring.command()
def fit(
    what: Annotated[
        str, typer.Argument(help="triage (bot/policy.yml) or search (knowledge/search/search.yml).")
    ] = "triage",
) -> None:
    """Fit the numbers of a configuration on half of the golden sets and print them."""
    from api.measuring.fit import fit as fit_triage
    from api.measuring.fit import fit_the_search

    commands = {"triage": fit_triage, "search": fit_the_search}
    if what not in commands:
        raise typer.BadParameter(f"Choose one of: {', '.join(commands)}.", param_hint="what")
    typer.echo(commands[what](Settings(), say))


@measuring.command()
def bench(
    what: Annotated[
        list[str] | None, typer.Argument(help="turn, desk, search, redaction, bookings; everything if none is named.")
    ] = None,
) -> None:
    """Measure this machine: turns of a served application over HTTP; live news of 50 desks and 500 chats; the search
    among up to a million passages; redaction by itself; the diary of bookings and turns of booking in the chat."""
    from api.measuring.bench.measurements import bench as run

    typer.echo(run(Settings(), what or [], say))


@measuring.command()
def redact() -> None:
    """JSON lines in: {"id","text","expecting"?}. Out: the redacted text and what was found."""
    from api.commands.batch import redact as run

    raise typer.Exit(run(Settings(), say))


@measuring.command()
def triage() -> None:
    """JSON lines in: {"id","text"}, each a conversation of its own. Out: what became of it."""
    from api.commands.batch import triage as run

    raise typer.Exit(run(Settings(), say))


@measuring.command()
def search(
    pages: Annotated[
        Path | None, typer.Option(help='Search these pages instead: JSON lines {"id","title","text"}.')
    ] = None,
) -> None:
    """JSON lines in: {"query"}. Out: the ten best pages."""
    from api.commands.batch import search as run

    raise typer.Exit(run(Settings(), pages, say))


@measuring.command()
def classify(
    train: Annotated[Path, typer.Option(help='Examples to train on: JSON lines {"text","intent"}.')],
) -> None:
    """Train config.yml's pipeline on examples of your own. JSON lines in: {"text"}. Out: its intent."""
    from api.commands.batch import classify as run

    raise typer.Exit(run(Settings(), train, say))
