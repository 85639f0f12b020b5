"""Imports: start one, watch it, see what came of it, retire what its source no longer has."""

from __future__ import annotations

import asyncio
import pathlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData, UploadFile

from api.kernel.errors import Conflict, NotFound, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member
from api.kernel.times import moment
from api.pages.admin.access import Knowledge, Publisher, Reader
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.editing.page_problems import Unpublishable
from api.pages.tools.import_job import ImportJob
from api.pages.tools.knowledge_tools import PREFIX, Text
from api.pages.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.route_values import Done, RowId
from api.web.staff_route import StaffRoute
from knowledge.importers.kind import SourceKind

PAGE = f"{PREFIX}/imports"
LARGEST_UPLOAD = 20_000_000  # bytes
LONGEST_SOURCE, LONGEST_PATH, MOST_PATHS = 300, 200, 10
KINDS = WORDING.labels("kinds", SourceKind)
FILES = frozenset({SourceKind.FOLDER, SourceKind.CSV})

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=LARGEST_UPLOAD)


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What somebody asked for. `file` is what was sent, for kinds that are files."""

    kind: SourceKind
    source: str
    under: tuple[str, ...]
    dry_run: bool
    file: UploadFile | None


@router.get("")
async def imports_page(request: Request, knowledge: Knowledge, member: Reader) -> Response:
    """The form, and the runs so far."""
    return await _show(request, knowledge, member)


@router.post("")
async def start(
    request: Request,
    knowledge: Knowledge,
    member: Publisher,
    job: Annotated[ImportJob, part(ImportJob)],
) -> Response:
    """Starts a run in the background. The form is read here, so that nobody without an account can send a file."""
    form = await request.form()
    try:
        asked = _asked(form)
        run_id = await _start(job, knowledge, member, asked)
    except FormProblem as problem:
        typed = {name: str(form.get(name, "")) for name in ("kind", "source", "under", "dry_run")}
        return await _show(request, knowledge, member, problem=problem, **typed)
    return pages.go(f"{PAGE}/{run_id}")


@router.get("/{run_id}")
async def run_page(request: Request, knowledge: Knowledge, member: Reader, run_id: RowId, done: Done = "") -> Response:
    """One import run, with its report."""
    return await _show_run(request, knowledge, member, run_id, done=WORDING.section("done_imports").get(done))


@router.post("/{run_id}/retire")
async def retire(
    request: Request, knowledge: Knowledge, member: Publisher, run_id: RowId, page_id: Text = ""
) -> Response:
    """Retires a page that the source no longer has."""
    result = await knowledge.imports.result(member, run_id)
    if page_id not in result.gone:
        raise NotFound(say("imports.not_gone"))
    try:
        await knowledge.publishing.retire(member, page_id)
    except (Conflict, Unpublishable) as problem:
        return await _show_run(request, knowledge, member, run_id, problem=problem)
    return pages.go(f"{PAGE}/{run_id}?done=retired")


def _asked(form: FormData) -> ImportRequest:
    """The import that a form asks for. Raises FormProblem."""
    kind, file = str(form.get("kind", "")), form.get("file")
    if kind not in tuple(SourceKind):
        raise FormProblem("kind", say("imports.kind"))
    sent = file if isinstance(file, UploadFile) and file.filename else None
    if SourceKind(kind) in FILES:
        if sent is None:
            raise FormProblem("file", say("imports.no_file"))
        source = _plain(sent.filename or "file")[-100:]
    else:
        source = _plain(str(form.get("source", "")))
        if not source.startswith(("https://", "http://")) or len(source) > LONGEST_SOURCE:
            raise FormProblem("source", say("imports.address"))
    under = tuple(_plain(str(form.get("under", ""))).split())
    if len(under) > MOST_PATHS or any(not path.startswith("/") or len(path) > LONGEST_PATH for path in under):
        raise FormProblem("under", say("imports.paths", most=MOST_PATHS))
    return ImportRequest(SourceKind(kind), source, under, form.get("dry_run") == "yes", sent)


async def _start(job: ImportJob, knowledge: KnowledgeBase, member: Member, asked: ImportRequest) -> int:
    """A run under way; its file, if any, waits for it. Raises FormProblem."""
    content = await asked.file.read(LARGEST_UPLOAD + 1) if asked.file is not None and asked.kind in FILES else None
    if content is not None and not 0 < len(content) <= LARGEST_UPLOAD:
        raise FormProblem("file", say("imports.file_size", most=LARGEST_UPLOAD // 1_000_000))
    settings = {"source": asked.source, "under": list(asked.under), "dry_run": asked.dry_run}
    placed: list[pathlib.Path] = []

    async def prepare(run_id: int) -> None:
        if content is not None:
            placed.append(job.upload(run_id))
            await asyncio.to_thread(_put, placed[0], content)

    try:
        return await knowledge.imports.start(member, asked.kind.value, settings, prepare)
    except Exception:
        for file in placed:
            file.unlink(missing_ok=True)
        raise


def _put(file: pathlib.Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


async def _show(
    request: Request,
    knowledge: KnowledgeBase,
    member: Member,
    *,
    problem: ReeveError | None = None,
    **typed: str,
) -> Response:
    return pages.show(
        request,
        "staff/knowledge/imports.html",
        problem.status if problem else HTTPStatus.OK,
        runs=[(run, moment(run.started_at)) for run in await knowledge.imports.listing(member)],
        kinds=KINDS,
        typed={"kind": "", "source": "", "under": "", "dry_run": "yes", **typed},
        problem=problem,
    )


async def _show_run(
    request: Request,
    knowledge: KnowledgeBase,
    member: Member,
    run_id: int,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
) -> Response:
    result = await knowledge.imports.result(member, run_id)
    return pages.show(
        request,
        "staff/knowledge/import_run.html",
        problem.status if problem else HTTPStatus.OK,
        result=result,
        kind=next((words for kind, words in KINDS.items() if kind == result.run.kind), result.run.kind),
        started=moment(result.run.started_at),
        problem=problem,
        done=done,
    )
