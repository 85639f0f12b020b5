"""Other systems, for administrators: tokens, webhooks, and what could not be delivered."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.casework.integrations.tokens import NewToken, Tokens, TokenScope
from api.casework.integrations.webhooks import Event, Webhooks
from api.casework.wording import WORDING
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import RowId
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

PAGE = "/staff/integrations"

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Keys = Annotated[Tokens, part(Tokens)]
Hooks = Annotated[Webhooks, part(Webhooks)]
Admin = Annotated[Member, Depends(needs(Permission.MANAGE_INTEGRATIONS))]
Text = Annotated[str, Form(max_length=1000)]
Choices = Annotated[list[str], Form(max_length=100)]


@router.get("")
async def overview(
    request: Request, keys: Keys, hooks: Hooks, admin: Admin, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Tokens and webhooks, with forms for new ones."""
    return await _page(request, keys, hooks, done=WORDING.section("done_integrations").get(done))


@router.post("/tokens")
async def create_token(
    request: Request,
    keys: Keys,
    hooks: Hooks,
    admin: Admin,
    name: Text = "",
    scopes: Choices = [],  # noqa: B006 FastAPI copies it
    teams: Choices = [],  # noqa: B006
    days: Text = "90",
) -> Response:
    """Makes a token and shows it, in this response only."""
    wanted = NewToken(name, scopes, teams, int(days) if days.isdecimal() and len(days) < 6 else 0)
    return await _shown(request, keys, hooks, "token", name, keys.create(admin, wanted))


@router.post("/tokens/{token_id}/revoke")
async def revoke_token(keys: Keys, admin: Admin, token_id: RowId) -> Response:
    """Revokes another system's token."""
    await keys.revoke(admin, token_id)
    return pages.go(f"{PAGE}?done=revoked")


@router.post("/webhooks")
async def create_webhook(
    request: Request,
    keys: Keys,
    hooks: Hooks,
    admin: Admin,
    name: Text = "",
    url: Text = "",
    events: Choices = [],  # noqa: B006 FastAPI copies it
) -> Response:
    """Makes a webhook and shows its secret, in this response only."""
    return await _shown(request, keys, hooks, "webhook", name, hooks.create(admin, name, url, events))


@router.post("/webhooks/{webhook_id}/remove")
async def remove_webhook(hooks: Hooks, admin: Admin, webhook_id: RowId) -> Response:
    """Removes a webhook with its deliveries."""
    await hooks.remove(admin, webhook_id)
    return pages.go(f"{PAGE}?done=removed")


@router.get("/undelivered")
async def undelivered(
    request: Request, hooks: Hooks, admin: Admin, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Dead letters: what was given up after many attempts."""
    lines = [
        {"id": each.id, "to": name, "event": each.kind, "at": moment(each.created_at), "problem": each.problem}
        for each, name in await hooks.dead()
    ]
    return pages.show(
        request, "staff/undelivered.html", lines=lines, done=WORDING.section("done_integrations").get(done)
    )


@router.post("/undelivered/{delivery_id}/resend")
async def resend(hooks: Hooks, admin: Admin, delivery_id: RowId) -> Response:
    """Tries it again, with all its attempts."""
    await hooks.revive(admin, delivery_id)
    return pages.go(f"{PAGE}/undelivered?done=resent")


async def _shown(
    request: Request, keys: Tokens, hooks: Webhooks, what: str, name: str, making: Awaitable[str]
) -> Response:
    try:
        secret = await making
    except FormProblem as problem:
        return await _page(request, keys, hooks, problem=problem)
    return pages.show(request, "staff/integration_secret.html", what=what, system=name, secret=secret)


async def _page(
    request: Request, keys: Tokens, hooks: Webhooks, problem: FormProblem | None = None, done: str | None = None
) -> Response:
    listed = [
        {
            "id": row.id,
            "name": row.name,
            "scopes": ", ".join(row.scopes),
            "teams": ", ".join(row.teams) or "every team",
            "expires": moment(row.expires_at),
            "used": moment(row.last_used_at) if row.last_used_at else "never",
            "revoked": row.revoked_at is not None,
        }
        for row in await keys.listed()
    ]
    return pages.show(
        request,
        "staff/integrations.html",
        problem.status if problem else 200,
        tokens=listed,
        webhooks=await hooks.listed(),
        dead=len(await hooks.dead()),
        scopes=tuple(TokenScope),
        events=tuple(Event),
        teams=keys.teams(),
        problem=problem,
        done=done,
    )
