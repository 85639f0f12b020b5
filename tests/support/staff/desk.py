"""The staff side of the site on a real database, with a clock to turn and a redactor of two values."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import select

from api.casework.attachments.service import Attachments
from api.casework.cases.case_reader import CaseService
from api.casework.cases.repository import CaseRepository
from api.casework.life.case_actions import CaseWork
from api.casework.life.leavers import return_cases
from api.casework.pages.case_routes import router as case_routes
from api.casework.pages.case_tools import CaseTools, make_case_tools
from api.casework.pages.desk import Desk as CaseDeskService
from api.casework.pages.desk import make_desk
from api.casework.pages.desk_routes import router as desk_routes
from api.casework.pages.resident_desk import ResidentDesk
from api.casework.pages.tool_routes import router as case_page_routes
from api.casework.queue.desk_policy import plain_desk
from api.casework.replies.canned_routes import router as case_admin_routes
from api.casework.supervision.build import Supervision, make_supervision
from api.casework.supervision.routes import router as supervision_routes
from api.conversation.photos.photos import Photos
from api.conversation.repository import ChatRepository
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.staff import AuditEvent, StaffMember
from api.kernel import errors
from api.kernel.audit import Action
from api.kernel.errors import RendersPages
from api.kernel.limits.allowances import OwnAllowances
from api.kernel.limits.limits import Limits
from api.settings import Role, Settings
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.accounts.passwords import Passwords
from api.staff.audit.audit_trail import AuditTrail
from api.staff.build import make_provider
from api.staff.provider.service import ProviderSignIn
from api.staff.routers import routers as staff_routers
from api.staff.sign_in.second_factor import SecondFactors
from api.staff.sign_in.service import Lifetimes, SignInRules, StaffService
from api.staff.sign_in.sessions import Sessions
from api.vault.keys import Key
from api.vault.secrets import Secrets
from api.vault.service import Vault
from api.web.pages import Pages
from api.web.signed_in import StaffSessions
from bot.council import Council
from bot.crisis.config import load as load_crisis
from bot.crisis.numbers import CrisisNumbers
from bot.reception.references import NewReference
from bot.turn import CaseDraft, Priority
from knowledge.pack.load import load_pack
from knowledge.search.search import Searcher
from tests.support.staff.stand_ins import NAME, NOON, PHONE, FakeRedactor, NoEncoder, TurnableClock

__all__ = ["NAME", "NOON", "PASSWORD", "PHONE", "SITE", "Browser", "Desk", "FakeRedactor", "NoEncoder", "TurnableClock"]
SITE = "http://reeve.test"
PASSWORD = "correct horse battery"


def no_pages() -> Searcher:
    """Tests that search bring pages of their own."""
    raise AssertionError("this desk has no pages")


@cache
def council() -> Council:
    """The council pack, read once."""
    return Council(load_pack(Settings(_env_file=None).council_pack))


@cache
def pages() -> Pages:
    """The site's pages, their templates compiled once."""
    return Pages(council(), Settings(_env_file=None, public_url=SITE))


@cache
def crisis_numbers() -> CrisisNumbers:
    """The numbers of crisis.yml, read once."""
    return CrisisNumbers(load_crisis(), {"out_of_hours": council().pack.facts["common.phone.out_of_hours"]})


@dataclass
class Browser:
    """A caseworker's browser: keeps cookies, sends Origin with forms, finds the hidden token."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str) -> httpx.Response:
        """Opens a page, and takes the token of its forms."""
        answer = await self.http.get(path)
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = found[1] if found else self.csrf
        return answer

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Sends a form of the page that is open."""
        return await self.http.post(path, data={"csrf": self.csrf, **fields}, headers={"Origin": SITE})

    async def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        """Fills in the sign-in form, and opens the page it leads to."""
        await self.get("/staff/sign-in")
        answer = await self.post("/staff/sign-in", username=username, password=password, **more)
        if answer.status_code == 303:
            await self.get(answer.headers["location"])
        return answer


@dataclass
class Desk:
    """Everything a test of staff pages needs."""

    database_url: str
    secure: bool = False
    more: dict[str, Any] = field(default_factory=dict)  # settings
    rules: SignInRules = field(default_factory=SignInRules)
    undo_seconds: int = 0
    files: Path = Path("nowhere")  # of photos and attachments
    clock: TurnableClock = field(default_factory=TurnableClock)
    redactor: FakeRedactor = field(default_factory=FakeRedactor)

    def __post_init__(self) -> None:
        public_url = SITE.replace("http", "https") if self.secure else SITE
        self.settings = Settings(_env_file=None, public_url=public_url, **self.more)
        self.database = Database(self.database_url, 5)
        self.vault = Vault(Key.new())
        self.store = Photos(self.database, self.vault, self.files)
        self.passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        lifetimes = Lifetimes(timedelta(minutes=60), timedelta(hours=10))
        self.factors = SecondFactors(self.database, Secrets(Key.new()), "Northbridge", self.clock)
        self.staff = StaffService(
            self.database, self.passwords, lifetimes, self.factors, self.rules, self.clock, refusal_seconds=0
        )
        self.sessions = Sessions(self.database, self.clock)
        self.accounts = Accounts(self.database, self.passwords, council().teams, return_cases)
        self.cases = CaseService(self.database, council(), self.clock)
        self.work = CaseWork(self.database, self.vault, self.redactor, council(), self.clock)
        self.provider = make_provider(self.settings, self.database, self.staff, Secrets(Key.new()))
        self.floor = make_desk(
            self.database, self.vault, self.redactor, council(), plain_desk(), self.work, ("cy", "pl"), self.clock
        )
        self.supervision = make_supervision(self.database, self.vault, self.redactor, council(), self.work, self.floor)
        self.tools = make_case_tools(self.work, no_pages, NoEncoder(), self.store, self.undo_seconds)
        self.app = self._app()

    def _app(self) -> FastAPI:
        app = FastAPI()
        errors.install(app)
        for router in (
            *staff_routers,
            case_routes,
            desk_routes,
            supervision_routes,
            case_page_routes,
            case_admin_routes,
        ):
            app.include_router(router)
        shown = pages()
        app.state.parts = {
            Settings: self.settings,
            Pages: shown,
            RendersPages: shown,
            StaffService: self.staff,
            StaffSessions: self.staff,
            AuditTrail: AuditTrail(self.database),
            SecondFactors: self.factors,
            ProviderSignIn: self.provider,
            Sessions: self.sessions,
            Accounts: self.accounts,
            CaseService: self.cases,
            CaseWork: self.work,
            CaseTools: self.tools,
            Attachments: self.tools.attachments,
            CaseDeskService: self.floor,
            ResidentDesk: self.floor.resident,
            Supervision: self.supervision,
            CrisisNumbers: crisis_numbers(),
            Limits: Limits(self.settings, OwnAllowances(lambda: self.clock().timestamp())),
        }
        return app

    def browser(self) -> Browser:
        """A new browser, without cookies."""
        return Browser(httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=SITE))

    async def member(self, role: Role = Role.AGENT, *teams: str, name: str = "Sam Okoro") -> str:
        """A member of staff who has chosen the usual password; returns the username."""
        username = f"{role.value}-{secrets.token_hex(4)}"
        slugs = teams or (("waste",) if role is Role.AGENT else ())
        await self.accounts.create("test", NewAccount(username, name, role, slugs))
        async with self.database.transaction() as session:
            row = await session.scalar(select(StaffMember).where(StaffMember.username == username))
            assert row is not None
            row.password_hash, row.must_change_password = await self.passwords.hash(PASSWORD), False
        return username

    async def signed_in(self, role: Role = Role.AGENT, *teams: str, name: str = "Sam Okoro") -> Browser:
        """The browser of a new member of staff, signed in."""
        browser = self.browser()
        answer = await browser.sign_in(await self.member(role, *teams, name=name))
        assert answer.status_code == 303, answer.text
        return browser

    async def case(self, team: str = "waste", **fields: Any) -> str:
        """A case of a resident who gave a name; returns its reference."""
        reference = NewReference("NB")()
        said = fields.pop("said", f"I am {NAME} and my bin was missed")
        conversation_id = fields.pop("conversation_id", None)
        draft = CaseDraft(
            reference,
            team,
            fields.pop("service", "missed-bin"),
            fields.pop("priority", Priority.NORMAL),
            fields.pop("reason", "ask_person"),
            "",
        )
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            if conversation_id is None:
                conversation = Conversation(token_digest=secrets.token_hex(32), owner="waiting")
                await chat.add(conversation)
                conversation_id = conversation.id
            safe = await self.vault.open(session, conversation_id)
            known = await safe.placeholders()
            redaction = self.redactor.redact(said, None, known)
            safe.keep(said, redaction.findings, known)
            message = MessageRecord(conversation_id=conversation_id, sender="resident", text=redaction.text, extras={})
            await chat.add_messages([message])
            await CaseRepository(session).open(conversation_id, "routed", draft)
            row = await session.get_one(Case, reference)
            row.created_at, row.summary = self.clock(), redaction.text
            for name, value in fields.items():
                setattr(row, name, value)
        return reference

    async def stored(self, reference: str) -> tuple[Case, Conversation, list[MessageRecord]]:
        """A case, its conversation and messages, as the tables have them."""
        async with self.database.transaction() as session:
            case = await session.get_one(Case, reference)
            conversation = await session.get_one(Conversation, case.conversation_id)
            messages = await ChatRepository(session).messages(conversation.id)
        return case, conversation, list(messages)

    async def close_chat(self, conversation_id: UUID) -> None:
        """The resident ends the chat."""
        async with self.database.transaction() as session:
            (await session.get_one(Conversation, conversation_id)).owner = "closed"

    async def audited(self, subject: str, *, reads: bool = False) -> list[AuditEvent]:
        """What is on record about a subject, oldest first; that somebody read it only if asked for."""
        async with self.database.transaction() as session:
            query = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.id)
            events = (await session.scalars(query)).all()
            return [event for event in events if reads or event.action != Action.CASE_READ]
