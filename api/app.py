"""The application: routes, headers, errors, and what runs beside them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from api.bin_days.routes import router as bin_day_routes
from api.bookings.pages.capacity_routes import router as capacity_routes
from api.bookings.pages.manage_routes import router as manage_routes
from api.bookings.pages.staff_routes import router as staff_booking_routes
from api.casework.attachments.photo_routes import router as staff_photo_routes
from api.casework.attachments.routes import BODY as ATTACH_BODY
from api.casework.attachments.routes import PATHS as ATTACH_PATHS
from api.casework.attachments.routes import residents_router as sent_file_routes
from api.casework.attachments.routes import router as attachment_routes
from api.casework.integrations.admin_routes import router as integration_routes
from api.casework.integrations.routes import router as outside_routes
from api.casework.on_behalf.routes import router as on_behalf_routes
from api.casework.pages.case_routes import router as case_routes
from api.casework.pages.desk_routes import router as desk_routes
from api.casework.pages.resident_routes import router as resident_routes
from api.casework.pages.tool_routes import router as case_page_routes
from api.casework.replies.canned_routes import router as case_admin_routes
from api.casework.supervision.rating_routes import router as rating_routes
from api.casework.supervision.routes import router as supervision_routes
from api.chat.form_routes import router as form_routes
from api.chat.photo_routes import BODY as PHOTO_BODY
from api.chat.photo_routes import PATHS as PHOTO_PATHS
from api.chat.photo_routes import router as photo_routes
from api.chat.routes import router as chat_routes
from api.chat.transcript_routes import router as transcript_routes
from api.kernel import errors
from api.kernel.client_address import from_this_machine
from api.kernel.job_queue import InProcessWorker, make_queue
from api.outside.notices.routes import router as receipt_routes
from api.outside.notices.staff_routes import router as outbox_routes
from api.outside.payments.routes import router as pay_routes
from api.outside.payments.routes import webhook_router as pay_webhook
from api.pages.admin.routes import routers as page_routers
from api.pages.sharing.routes import router as sharing_routes
from api.pages.site.live_banner_routes import router as chat_banner_routes
from api.pages.site.routes import router as web_routes
from api.pages.tools.banner_routes import router as banner_routes
from api.pages.tools.import_routes import LARGEST_UPLOAD
from api.pages.tools.import_routes import PAGE as IMPORTS
from api.pages.tools.import_routes import router as import_routes
from api.pages.tools.insight_routes import router as insight_routes
from api.pages.tools.search_routes import router as search_routes
from api.parts import Parts
from api.reports.open311.routes import router as open311_routes
from api.staff.routers import routers as staff_routers
from api.web.request_guards import BodyLimit, SecurityHeaders

WEB = Path(__file__).with_name("web")
ABOUT = """Enquiry triage for councils. Start a conversation, keep its token, send messages, follow its events.
Every error is `application/problem+json` with a plain `detail` and a stable `code`."""


def create_app(parts: Parts) -> FastAPI:
    """The web application around its parts."""
    app = FastAPI(
        title="Reeve", version="1", description=ABOUT, lifespan=_running(parts), docs_url=None, redoc_url=None
    )
    app.state.parts = parts.by_type()
    errors.install(app)
    errors.describe(app)
    for router in (
        web_routes,
        form_routes,
        chat_routes,
        transcript_routes,
        chat_banner_routes,
        sharing_routes,
        *staff_routers,
        integration_routes,
        outside_routes,
        bin_day_routes,
        open311_routes,
        photo_routes,
        staff_photo_routes,
        case_routes,
        desk_routes,
        case_page_routes,
        on_behalf_routes,
        attachment_routes,
        sent_file_routes,
        case_admin_routes,
        resident_routes,
        rating_routes,
        supervision_routes,
        search_routes,
        import_routes,
        banner_routes,
        insight_routes,
        manage_routes,
        capacity_routes,
        staff_booking_routes,
        receipt_routes,
        outbox_routes,
        pay_routes,
        pay_webhook,
        *page_routers,
    ):
        app.include_router(router)
    _add_health(app, parts)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    app.mount("/widget", StaticFiles(directory=WEB / "widget"), name="widget")
    app.add_middleware(SecurityHeaders, secure=parts.settings.secure_cookies)
    files = {PHOTO_PATHS: PHOTO_BODY, ATTACH_PATHS: ATTACH_BODY}
    app.add_middleware(BodyLimit, larger={IMPORTS: LARGEST_UPLOAD}, larger_like=files)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=parts.settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
        max_age=600,
    )
    return app


def _running(parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What runs beside the requests, from the first to the last."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _beside(parts):
            yield

    return lifespan


@asynccontextmanager
async def _beside(parts: Parts) -> AsyncIterator[None]:
    parts.events.start()
    await parts.replica.start()
    parts.follower.start()
    parts.bridge.open()
    await parts.ports.seed()
    worker = InProcessWorker(make_queue(parts.database.url, parts.jobs))
    if parts.settings.worker_in_process:
        worker.start()
    try:
        yield
    finally:
        await parts.follower.stop()
        await worker.stop()
        await parts.replica.stop()
        await parts.events.stop()
        parts.bridge.close()
        await parts.case_tools.delayed_replies.close()
        await parts.bookings.close()
        await parts.reports.close()
        await parts.limits.close()
        await parts.database.close()


def _add_health(app: FastAPI, parts: Parts) -> None:
    @app.get("/health", tags=["Health"], summary="Is the process alive?")
    async def health() -> dict[str, str]:
        """Always ok while the process runs."""
        return {"status": "ok"}

    @app.get("/ready", tags=["Health"], summary="Can it serve?", responses=errors.problems(503))
    async def ready() -> Response:
        """Ok when the database answers; the models are loaded before the process listens."""
        if await parts.database.answers():
            return JSONResponse({"status": "ready"})
        down = errors.Unavailable("The database cannot be reached.")
        return errors.problem(down.status, down.code, down.detail, down.retry_after)

    @app.get("/metrics", tags=["Health"], summary="Counts and durations for Prometheus")
    async def metrics(request: Request) -> PlainTextResponse:
        """For this machine, or for whoever holds the metrics token."""
        if not _may_read_metrics(request, parts):
            raise errors.NotFound()
        return PlainTextResponse(parts.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: Request, parts: Parts) -> bool:
    token = parts.settings.metrics_token
    if token is None:
        return from_this_machine(request)
    offered = request.headers.get("authorization", "")
    return secrets.compare_digest(offered.encode(), f"Bearer {token.get_secret_value()}".encode())
