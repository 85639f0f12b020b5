"""The composition root: the only place that puts real parts together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from api.assistant import Assistant, make_encoder, make_live_pages
from api.background.all_jobs import all_jobs
from api.bin_days.build import make_bin_days
from api.bookings.build import make_booking_engine, make_bookings
from api.casework.attachments.residents_photos import ResidentsPhotos
from api.casework.cases.case_reader import CaseService
from api.casework.integrations.build import make_webhooks
from api.casework.integrations.case_interface import CaseInterface
from api.casework.integrations.tokens import Tokens
from api.casework.life.case_actions import CaseWork
from api.casework.life.intake import Intake
from api.casework.life.leavers import return_cases
from api.casework.life.open_case import CaseOpening
from api.casework.pages.case_tools import make_case_tools
from api.casework.pages.desk import make_desk
from api.casework.queue.desk_events import DeskEvents
from api.casework.queue.desk_policy import council_desk
from api.casework.queue.queue_position import QueuePositions
from api.casework.supervision.build import make_supervision
from api.casework.supervision.rating_prompt import is_to_be_asked
from api.chat.ports import DeskOfChat
from api.chat.send_copy import CopyByEmail
from api.chat.service import ChatService
from api.conversation.events import EventHub
from api.db.session import Database
from api.kernel.event_loop_bridge import EventLoopBridge
from api.kernel.limits.limits import Limits
from api.kernel.limits.shared_allowances import SharedAllowances
from api.kernel.metrics import Metrics
from api.outside.build import make_ports
from api.outside.gazetteer.addressed_backend import AddressedBackend
from api.pages.editing.banners import Banners
from api.pages.editing.editing import Editing
from api.pages.editing.imports import Imports
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.editing.overrides import Overrides
from api.pages.publication.compose import Composer
from api.pages.publication.editions import EditionMaker
from api.pages.publication.live import LivePages
from api.pages.publication.publishing import Publishing
from api.pages.publication.replica import Replica
from api.pages.sharing.service import Sharing
from api.pages.site.site import Site
from api.pages.tools.import_job import ImportJob
from api.pages.tools.insights import Insights
from api.pages.tools.try_search import SearchTrial
from api.parts import Parts
from api.reports.build import make_reports
from api.reports.open311.build import make_geo_report
from api.settings import Settings
from api.staff.accounts.accounts import Accounts
from api.staff.accounts.passwords import Passwords
from api.staff.audit.audit_trail import AuditTrail
from api.staff.build import make_factors, make_provider, make_staff
from api.staff.sign_in.sessions import Sessions
from api.vault.keyring import Keyring, make_keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from api.web.pages import Pages
from bot.council import Council
from bot.dialogue.model_follower import ModelFollower
from bot.reception.languages import load_languages
from bot.training.model_store import ModelStore
from knowledge.importers.guess_service import Search, search_services


def make_masters(settings: Settings) -> Keyring:
    """The master keys of the settings. Raises KeyProblem."""
    return make_keyring(settings.master_key, settings.previous_master_key, settings.key_file)


def make_composer(council: Council) -> Composer:
    """What turns published versions into pages, with the council's services and facts."""
    return Composer(council.services, council.pack.facts)


def make_replica(settings: Settings, assistant: Assistant, database: Database) -> Replica:
    """What keeps this process's pages at the newest release."""
    editions = EditionMaker(assistant.encoder, settings.index_dir)
    return Replica(database, assistant.live, assistant.council.pack, make_composer(assistant.council), editions)


def make_knowledge_base(
    settings: Settings, assistant: Assistant, database: Database, replica: Replica
) -> KnowledgeBase:
    """The knowledge base, whose changes reach the live pages."""
    council, composer = assistant.council, make_composer(assistant.council)
    editing = Editing(database, council.slugs)
    publishing = Publishing(database, composer, replica.refresh, alone=settings.publish_alone)
    return KnowledgeBase(
        database=database,
        pack=council.pack,
        composer=composer,
        live=assistant.live,
        editing=editing,
        publishing=publishing,
        banners=Banners(database, replica.refresh),
        overrides=Overrides(database, assistant.redactor, replica.refresh),
        imports=Imports(database, council.slugs),
    )


def make_import_job(
    settings: Settings, database: Database, council: Council, live: LivePages | None = None
) -> ImportJob:
    """What carries out imports. Without live pages, it opens the pack's own when the first import needs them."""

    def search() -> Search:
        pages = live or make_live_pages(settings, council, make_encoder(settings))
        return search_services(pages.searcher())

    imports = Imports(database, council.slugs)
    return ImportJob(imports, council.pack.services, settings.data_dir / "uploads", search)


def make_parts(settings: Settings, assistant: Assistant, database_url: str) -> Parts:
    """The application around a mind and a migrated database."""
    database = Database(database_url, settings.database_pool_size)
    masters = make_masters(settings)
    vault, secrets = Vault(masters), Secrets(masters)
    metrics, events = Metrics(), EventHub(database_url)
    council, replica = assistant.council, make_replica(settings, assistant, database)
    metrics.watch_crisis_numbers(lambda: len(assistant.crisis.numbers.old(datetime.now(UTC).date())))
    ports, bridge = make_ports(settings, database, vault), EventLoopBridge()
    bookings = make_booking_engine(settings, database_url, council, masters, ports.notices, ports.payments)
    bookings_desk = make_bookings(bookings, vault, assistant.redactor, council, bridge, ports.gazetteer)
    factors = make_factors(database, secrets, council.name)
    staff = make_staff(settings, database, factors)
    bin_days = make_bin_days(settings, council, ports.gazetteer)
    checks = {"missed-bin": bin_days.missed} if bin_days else {}
    reports = make_reports(settings, council, database, vault, bridge, checks)
    imports = make_import_job(settings, database, council, assistant.live)
    policy = council_desk(settings.council_pack, council)
    work = CaseWork(database, vault, assistant.redactor, council, policy=policy)
    desk = make_desk(database, vault, assistant.redactor, council, policy, work, load_languages())
    pages = Pages(council, settings, assistant.live)
    return Parts(
        settings=settings,
        assistant=assistant,
        database=database,
        vault=vault,
        metrics=metrics,
        limits=Limits(settings, SharedAllowances(database_url, masters.current.fingerprint)),
        events=events,
        chat=ChatService(
            database,
            vault,
            assistant.reception,
            assistant.phrases,
            council,
            metrics,
            DeskOfChat(Intake(policy), QueuePositions(policy, council), is_to_be_asked),
            tuple(AddressedBackend(each, ports.gazetteer, bridge) for each in (bookings_desk.backend, reports.backend)),
        ),
        staff=staff,
        audit_trail=AuditTrail(database),
        provider=make_provider(settings, database, staff, secrets),
        factors=factors,
        sessions=Sessions(database),
        accounts=Accounts(database, Passwords(), frozenset(council.teams), partial(return_cases, policy=policy)),
        tokens=Tokens(database, council.teams),
        webhooks=make_webhooks(settings, database, secrets),
        outside=CaseInterface(database, assistant.redactor, policy=policy),
        cases=CaseService(database, council),
        case_work=work,
        case_tools=make_case_tools(
            work,
            assistant.live.searcher,
            assistant.encoder,
            reports.photos,
            settings.undo_send_seconds,
            settings.public_url,
            (bookings_desk.backend, reports.backend),
        ),
        desk=desk,
        desk_events=DeskEvents(database, desk, events, timedelta(minutes=settings.session_idle_minutes)),
        supervision=make_supervision(database, vault, assistant.redactor, council, work, desk),
        knowledge=make_knowledge_base(settings, assistant, database, replica),
        replica=replica,
        import_job=imports,
        sharing=Sharing(database, make_composer(council), council.pack, settings.council_pack),
        insights=Insights(database, assistant.live, assistant.encoder),
        search_trial=SearchTrial(assistant.reception, assistant.live),
        site=Site(council, assistant.live, pages, settings.public_url),
        residents_photos=ResidentsPhotos(database, vault, reports.photos),
        pages=pages,
        ports=ports,
        bridge=bridge,
        crisis_numbers=assistant.crisis.numbers,
        follower=ModelFollower(assistant.engine, ModelStore(settings.models_dir)),
        bookings=bookings_desk,
        bin_days=bin_days,
        reports=reports,
        jobs=all_jobs(settings, council, database, masters, bookings, ports, imports),
        copies=CopyByEmail(database, vault, assistant.redactor, ports.notices, council.name),
        geo_report=make_geo_report(
            settings, council, database, vault, assistant.redactor, reports, CaseOpening(policy).open
        ),
    )
