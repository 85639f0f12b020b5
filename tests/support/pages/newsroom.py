"""A small council's knowledge base on a real database, with an encoder that counts instead of understanding."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from api.db.session import Database
from api.db.tables.staff import AuditEvent
from api.kernel.permissions import Member
from api.pages.editing.banners import Banners
from api.pages.editing.editing import Editing
from api.pages.editing.imports import Imports
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.editing.overrides import Overrides
from api.pages.editing.sources import PageDraft
from api.pages.publication.compose import Composer
from api.pages.publication.editions import EditionMaker
from api.pages.publication.live import LivePages
from api.pages.publication.publishing import Publishing
from api.pages.publication.replica import Replica
from api.pages.publication.seed import SeedResult, seed
from api.settings import Role
from knowledge.pack.load import CouncilPack
from knowledge.pack.page_source import PageSource
from knowledge.pack.services import Service
from knowledge.search.encoder import Encoder, Vectors
from redaction import Label, Placeholders, Redaction
from tests.support.redaction.sealed import sealed

ALEX = Member(1, "alex", "Alex", Role.ADMIN, address="192.0.2.1")
BLAKE = Member(2, "blake", "Blake", Role.ADMIN)
CASEY = Member(3, "casey", "Casey", Role.SUPERVISOR)
AGENT = Member(4, "agent", "Agent", Role.AGENT, ("waste",))
SERVICES = tuple(Service(slug, None, slug.title(), "waste", "answer") for slug in ("bins", "parks", "trees", "roads"))
FACTS = {"waste.days": "2 working days", "waste.phone": "01632 960190"}


class CountingEncoder(Encoder):
    """Gives every text a fixed direction of its own and remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__("counting")
        self.encoded: list[str] = []

    @property
    def digest(self) -> str:
        return "c" * 64

    @property
    def dimension(self) -> int:
        return 16

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8)[:16] for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 16) - 128
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def source(page_id: str, **changed: object) -> PageSource:
    """A page of the small council's pack."""
    made = PageSource(
        id=page_id,
        service=page_id.partition("-")[0],
        title=f"About {page_id}",
        summary=f"All that you need to know about {page_id}.",
        url=f"/services/{page_id}",
        team="waste",
        reviewed_on=None,
        actions=("answer",),
        synonyms=(f"{page_id} help",),
        body=f"We look after {page_id} within {{{{ waste.days }}}}.",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


PACK = (source("bins"), source("parks"), source("trees"))


def draft(page_id: str, **changed: object) -> PageDraft:
    """What somebody may write about a page."""
    made = source(page_id)
    words = PageDraft(made.service, made.title, made.summary, made.body, made.actions, made.synonyms)
    return replace(words, **changed)  # type: ignore[arg-type]


class HidesAda:
    """A redactor that knows one name."""

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction:
        """The text without it."""
        return Redaction(sealed(raw.replace("Ada Lovelace", "<PERSON_1>")), ())


class Newsroom:
    """One process of the small council: commands, live pages, and what keeps them up to date."""

    def __init__(
        self,
        url: str,
        folder: Path,
        sources: Sequence[PageSource] = PACK,
        *,
        alone: bool = False,
        encoder: Encoder | None = None,
        facts: Mapping[str, str] = FACTS,
    ) -> None:
        self.encoder = encoder or CountingEncoder()
        self.database = Database(url, 5)
        self.composer = Composer({service.slug: service for service in SERVICES}, facts)
        self.pack = CouncilPack(
            slug="smalltown",
            name="Smalltown Council",
            council={},
            services=SERVICES,
            teams=(),
            pages=self.composer.compose(sources).pages,
            elsewhere=(),
            references=(),
            published=frozenset(),
            facts=facts,
            sources=tuple(sources),
        )
        editions = EditionMaker(self.encoder, folder)
        self.live = LivePages(editions.from_pack(self.pack))
        self.replica = Replica(self.database, self.live, self.pack, self.composer, editions)
        self.editing = Editing(self.database, {service.slug for service in SERVICES})
        self.publishing = Publishing(self.database, self.composer, self.replica.refresh, alone=alone)
        slugs = {service.slug for service in SERVICES}
        self.knowledge = KnowledgeBase(
            database=self.database,
            pack=self.pack,
            composer=self.composer,
            live=self.live,
            editing=self.editing,
            publishing=self.publishing,
            banners=Banners(self.database, self.replica.refresh),
            overrides=Overrides(self.database, HidesAda(), self.replica.refresh),
            imports=Imports(self.database, slugs),
        )

    async def seed(self, sources: Sequence[PageSource] | None = None) -> SeedResult:
        """Brings a pack in, and the newest release up."""
        seeded = await seed(self.database, self.pack.sources if sources is None else sources)
        await self.replica.catch_up()
        return seeded

    async def edited(self, member: Member, page_id: str, base: int, **changed: object) -> int:
        """A changed page that waits for review; returns its version."""
        number = await self.editing.save(member, page_id, base, draft(page_id, **changed))
        await self.editing.submit(member, page_id, number)
        return number

    async def states(self, page_id: str) -> list[str]:
        """Where the versions of a page stand, oldest first."""
        history = await self.knowledge.history(ALEX, page_id)
        return [version.state for version in reversed(history.versions)]

    def body(self, page_id: str) -> str:
        """What residents read."""
        return self.live.edition.pages[page_id].body

    async def audited(self, page_id: str) -> list[AuditEvent]:
        """What is on record about a page, oldest first."""
        from sqlalchemy import select

        async with self.database.transaction() as session:
            query = select(AuditEvent).where(AuditEvent.subject == f"page {page_id}").order_by(AuditEvent.id)
            return list((await session.scalars(query)).all())

    async def close(self) -> None:
        """Ends following and the database's connections."""
        await self.replica.stop()
        await self.database.close()
