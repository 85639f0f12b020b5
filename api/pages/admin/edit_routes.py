"""Writing pages: a new one, the editor, its preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.db.tables.pages import KbVersion
from api.kernel.errors import ReeveError
from api.kernel.form_problems import FormProblem
from api.pages.admin import admin_words as words
from api.pages.admin.access import FORM_BYTES, PAGES, RESERVED, Knowledge, Version, Writer, today
from api.pages.admin.diff import changes
from api.pages.admin.form import PageForm, form_of, typed
from api.pages.admin.preview import FormFault, Preview, preview, wrongs_in
from api.pages.admin.views import PageViews, facts_by_file, service_names, version_line
from api.pages.editing.page_problems import EditedMeanwhile, PageExists
from api.pages.editing.sources import draft_from
from api.pages.wording import say
from api.web import staff_pages as pages
from api.web.staff_route import StaffRoute
from knowledge.pack.services import SLUG

router = APIRouter(prefix=PAGES, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)

Form_ = Annotated[PageForm, Depends(typed)]
Id = Annotated[str, Form(alias="id", max_length=200)]
Do = Annotated[str, Form(max_length=10)]
UNSENT = say("editor.not_sent")


@dataclass(frozen=True, slots=True)
class OpenedEditor:
    """An editor: of which page, on which version (0 for a new page), with what typed."""

    request: Request
    knowledge: Knowledge
    page_id: str
    base: int
    form: PageForm
    before: KbVersion | None = None


@router.get("/new")
async def new_page(
    request: Request, knowledge: Knowledge, member: Writer, title: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """An empty editor, or one with a title that insights suggest."""
    return _editor(OpenedEditor(request, knowledge, "", 0, PageForm(title=title)))


@router.post("/new")
async def create(
    request: Request, knowledge: Knowledge, member: Writer, form: Form_, page_id: Id = "", do: Do = "save"
) -> Response:
    """The first draft of a new page."""
    at = OpenedEditor(request, knowledge, page_id.strip(), 0, form)
    if do == "preview":
        return _editor(at)
    try:
        if at.page_id in RESERVED:
            raise FormProblem("id", say("editor.reserved_address"))
        draft = form.draft(None, today())
        if do == "submit" and (found := _faults(at)):
            return _editor(at, wrongs=found, why=UNSENT)
        number = await knowledge.editing.create(member, at.page_id, draft, form.note)
    except PageExists as problem:
        return _editor(at, problem, (FormFault("id", problem.detail),))
    except FormProblem as problem:
        return _editor(at, problem)
    return await _saved(at, member, number, do, "created")


@router.post("/preview")
async def show_preview(
    request: Request, knowledge: Knowledge, member: Writer, form: Form_, page_id: Id = ""
) -> Response:
    """The preview alone, for the editor's script."""
    return pages.show(request, "staff/pages/preview.html", preview=_preview(knowledge, page_id, form, None))


@router.get("/{page_id}/edit")
async def edit_page(request: Request, knowledge: Knowledge, member: Writer, page_id: str) -> Response:
    """The editor on the newest version."""
    newest = (await knowledge.history(member, page_id)).versions[0]
    return _editor(OpenedEditor(request, knowledge, page_id, newest.number, form_of(newest), newest))


@router.post("/{page_id}/edit")
async def save(
    request: Request,
    knowledge: Knowledge,
    member: Writer,
    page_id: str,
    form: Form_,
    base: Version = 0,
    joined: Version = 0,
    do: Do = "save",
) -> Response:
    """A new draft. `joined` is the newer version of somebody else that the writer has brought into this text."""
    history = await knowledge.history(member, page_id)
    on = joined or base
    before = next((each for each in history.versions if each.number == on), None)
    at = OpenedEditor(request, knowledge, page_id, on, form, before)
    if do == "preview":
        return _editor(replace(at, base=base))
    try:
        draft = form.draft(before, today())
        if on == history.versions[0].number and do == "submit" and (found := _faults(at)):
            return _editor(at, wrongs=found, why=UNSENT)
        number = await knowledge.editing.save(member, page_id, on, draft, form.note)
    except EditedMeanwhile as problem:
        return await _conflict(at, member, problem)
    except FormProblem as problem:
        return _editor(at, problem)
    return await _saved(at, member, number, do, "saved")


async def _saved(at: OpenedEditor, member: Writer, number: int, do: str, done: str) -> Response:
    if do == "submit":
        await at.knowledge.editing.submit(member, at.page_id, number)
        done = "submitted"
    return pages.go(f"{PAGES}/{at.page_id}?done={done}")


async def _conflict(at: OpenedEditor, member: Writer, problem: EditedMeanwhile) -> Response:
    """The page that shows both texts and their differences; saving again needs a tick that theirs was read."""
    newest = (await at.knowledge.history(member, at.page_id)).versions[0]
    views = PageViews(at.knowledge, today())
    theirs = views.fields(draft_from(newest))
    mine = views.fields(at.form.draft(at.before, today()))
    return _editor(
        at,
        problem,
        theirs=version_line(newest),
        their_fields=theirs,
        differences=changes(theirs, mine),
        labels=words.FIELDS,
    )


def _faults(at: OpenedEditor) -> tuple[FormFault, ...]:
    return _preview(at.knowledge, at.page_id, at.form, at.before).wrongs


def _preview(knowledge: Knowledge, page_id: str, form: PageForm, before: KbVersion | None) -> Preview:
    known = page_id if SLUG.fullmatch(page_id) else "new"
    return preview(knowledge, known, replace(form, review_due="").draft(before, today()))


def _editor(
    at: OpenedEditor,
    problem: ReeveError | None = None,
    wrongs: tuple[FormFault, ...] = (),
    why: str | None = None,
    **more: Any,
) -> Response:
    told = wrongs or (wrongs_in(problem) if problem else ())
    status = problem.status if problem else HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK
    context = {"theirs": None, "their_fields": {}, "differences": {}, "labels": words.FIELDS, **more}
    return pages.show(
        at.request,
        "staff/pages/edit.html",
        status,
        page_id=at.page_id,
        base=at.base,
        form=at.form,
        preview=_preview(at.knowledge, at.page_id, at.form, at.before),
        services=service_names(at.knowledge),
        actions=words.ACTIONS,
        facts=facts_by_file(at.knowledge),
        error=why,
        problem=problem,
        wrongs=told,
        by_field={each.field: each for each in reversed(told) if each.field},
        **context,
    )
