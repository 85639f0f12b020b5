"""`reeve`: the command line. Heavy parts are imported by the command that needs them, so that help is instant."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from api.commands.measuring_commands import measuring, say
from api.kernel.logs import configure
from api.settings import Role, Settings
from knowledge.importers.kind import SourceKind

app = typer.Typer(help="Reeve: enquiry triage for councils.", no_args_is_help=True, pretty_exceptions_enable=False)
user = typer.Typer(help="Staff accounts.", no_args_is_help=True)
app.add_typer(user, name="user")
vault = typer.Typer(help="The vault's master keys.", no_args_is_help=True)
app.add_typer(vault, name="vault")
audit = typer.Typer(help="The audit trail.", no_args_is_help=True)
app.add_typer(audit, name="audit")
addresses = typer.Typer(help="The council's addresses.", no_args_is_help=True)
app.add_typer(addresses, name="addresses")


@app.callback()
def main_options() -> None:
    """Settings come from the environment (REEVE_...) and from .env; see docs/settings.md."""
    logging.captureWarnings(capture=True)  # Rasa's and TensorFlow's imports print pages of them; tests see them all
    configure(Settings().log_level)


@app.command()
def serve() -> None:
    """Start everything and serve the site."""
    from api.commands.serve import serve as run

    run(Settings(), say)


@app.command()
def worker() -> None:
    """Run background jobs in a process of their own (set REEVE_WORKER_IN_PROCESS=false for the web process)."""
    from api.commands.serve import work

    work(Settings(), say)


@app.command()
def train(
    force: Annotated[bool, typer.Option("--force", help="Train even if nothing has changed.")] = False,
    only: Annotated[bool, typer.Option("--only", help="Only train: neither compare nor put in use.")] = False,
) -> None:
    """Train the dialogue model, if anything it is made from has changed, and put it in use unless it is worse than the
    one in use; the exit code is then 1."""
    from api.commands.model_commands import train as run

    told, good = run(Settings(), say, force, only)
    typer.echo(told)
    raise typer.Exit(0 if good else 1)


@app.command()
def models() -> None:
    """List the trained models: which is in use, how good each is, and why it was promoted or refused."""
    from api.commands.model_commands import listed

    typer.echo(listed(Settings()))


@app.command()
def promote(
    digest: Annotated[str, typer.Argument(help="The model, as `reeve models` names it.")],
    force: Annotated[bool, typer.Option("--force", help="Even if it was refused, and without comparison.")] = False,
) -> None:
    """Put a model in use; a running server changes to it within seconds, between turns."""
    from api.commands.model_commands import promote as run

    told, good = run(Settings(), digest, say, force)
    typer.echo(told)
    raise typer.Exit(0 if good else 1)


@app.command()
def rollback() -> None:
    """Put the model that was in use before back in use; a running server changes to it within seconds."""
    from api.commands.model_commands import rollback as run

    told, good = run(Settings())
    typer.echo(told)
    raise typer.Exit(0 if good else 1)


@app.command()
def index() -> None:
    """Build the passage index from the council pack; pages that did not change are not encoded again."""
    from api.assistant import make_council, make_encoder, make_live_pages

    settings = Settings()
    built = make_live_pages(settings, make_council(settings), make_encoder(settings)).searcher().index
    typer.echo(f"The index {built.digest} holds {len(built.pages)} pages in {len(built.passages)} passages.")


@app.command("import")
def import_(
    kind: Annotated[SourceKind, typer.Argument(help="What the source is.")],
    source: Annotated[str, typer.Argument(help="Its address, or the path of a folder, zip or CSV file.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the drafts. Without it: one under var/imports.")] = None,
    under: Annotated[list[str] | None, typer.Option(help="Sitemap: only pages below this path; may repeat.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    guess: Annotated[bool, typer.Option("--guess", help="Guess services by search as well.")] = False,
) -> None:
    """Bring a council's existing pages in as drafts: Markdown files in a folder, for a person to finish."""
    from api.commands.import_pages import import_pages as run

    told, code = run(Settings(), kind, source, out, tuple(under or ()), dry_run, guess, say)
    typer.echo(told)
    raise typer.Exit(code)


@app.command("export-pack")
def export_pack(
    out: Annotated[Path, typer.Argument(help="The zip to write.")],
) -> None:
    """Write what is published now as a zip that another council can import."""
    from api.commands.export_pack import export_pack as run

    typer.echo(run(Settings(), out))


@app.command()
def ask(question: Annotated[str, typer.Argument(help="What a resident might write.")]) -> None:
    """One turn, shown in full: what was understood, what was decided, what is said."""
    from api.commands.terminal import ask as run

    run(Settings(), question, say)


@app.command()
def chat() -> None:
    """A conversation in the terminal. An empty line ends it."""
    from api.commands.terminal import chat as run

    run(Settings(), say)


@user.command("add")
def user_add(
    username: Annotated[str, typer.Argument(help="Name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.AGENT,
    name: Annotated[str, typer.Option(help="Name that residents and colleagues see.")] = "",
    team: Annotated[list[str] | None, typer.Option(help="Team whose cases they see; may be repeated.")] = None,
) -> None:
    """Make a staff account and print its one-time password."""
    from api.commands.staff_accounts import add

    typer.echo(add(Settings(), username, role, name or username, team or []))


@user.command("reset")
def user_reset(username: Annotated[str, typer.Argument(help="Name they sign in with.")]) -> None:
    """Give a member of staff a new one-time password; every session of theirs ends."""
    from api.commands.staff_accounts import reset

    typer.echo(reset(Settings(), username))


@user.command("disable")
def user_disable(username: Annotated[str, typer.Argument(help="Name they sign in with.")]) -> None:
    """End a leaver's access at once; the cases they had claimed go back to their queues."""
    from api.commands.staff_accounts import disable

    typer.echo(disable(Settings(), username))


@user.command("enable")
def user_enable(username: Annotated[str, typer.Argument(help="Name they sign in with.")]) -> None:
    """Let somebody who was disabled sign in again, with a new one-time password."""
    from api.commands.staff_accounts import enable

    typer.echo(enable(Settings(), username))


@audit.command("verify")
def audit_verify(
    noted: Annotated[str, typer.Option("--noted", help="A head that was printed earlier and noted elsewhere.")] = "",
) -> None:
    """Follow the chain of the audit trail; the exit code is 1, and the first broken link is named, if it is broken."""
    from api.commands.vault_commands import verify_audit

    told, whole = verify_audit(Settings(), noted)
    typer.echo(told)
    raise typer.Exit(0 if whole else 1)


@vault.command("check")
def vault_check() -> None:
    """Say how many of the vault's keys each master key opens; the exit code is 1 when some open with none."""
    from api.commands.vault_commands import check

    lines, whole = check(Settings())
    typer.echo(lines)
    raise typer.Exit(0 if whole else 1)


@vault.command("rotate")
def vault_rotate() -> None:
    """Wrap every key of the vault under a new master key, while the site runs; goes on where it was stopped."""
    from api.commands.vault_commands import rotate

    typer.echo(rotate(Settings()))


@vault.command("retire")
def vault_retire() -> None:
    """Take earlier master keys out of the key file: older copies of the vault's keys then open for nobody."""
    from api.commands.vault_commands import retire

    typer.echo(retire(Settings()))


@vault.command("discard")
def vault_discard(
    yes: Annotated[bool, typer.Option("--yes", help="Really erase: whoever finds the lost key later finds nothing.")],
) -> None:
    """Erase the details that no master key here opens, after a key was lost."""
    from api.commands.vault_commands import discard

    if not yes:
        raise typer.Exit(1)
    typer.echo(discard(Settings()))


@addresses.command("load")
def addresses_load(
    file: Annotated[
        Path, typer.Argument(help="CSV with the columns of AddressBase Plus.", exists=True, dir_okay=False)
    ],
    replace: Annotated[bool, typer.Option("--replace", help="Remove what was loaded before.")] = False,
) -> None:
    """Load addresses, with UPRN and place, into the gazetteer; the sample goes. All of the file, or nothing."""
    from api.commands.load_addresses import load_addresses

    typer.echo(load_addresses(Settings(), file, replace=replace))


@app.command()
def erase(
    which: Annotated[str, typer.Argument(metavar="REFERENCE", help="A case of the resident, or a conversation's id.")],
) -> None:
    """Erase a resident's conversation; a case under way stays, without personal details, until it is closed."""
    from api.commands.vault_commands import erase as run

    typer.echo(run(Settings(), which))


app.add_typer(measuring)


def main() -> None:
    """The entry point."""
    app()
