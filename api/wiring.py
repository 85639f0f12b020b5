"""The composition root: the only place that puts real parts together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.bin_days.build import BinDayParts, make_bin_days
from api.bookings.build import BookingDesk, make_booking_engine, make_bookings
from api.case_page.service import CaseTools, make_case_tools
from api.cases.service import CaseService
from api.cases.work import CaseWork
from api.chat.events import EventHub
from api.chat.send_copy import CopyByEmail
from api.chat.service import ChatService
from api.crossing import Crossing
from api.db.session import Database
from api.desk.intake import Intake
from api.desk.policy import council_desk
from api.desk.service import Desk, make_desk
from api.desk.standing import Standings
from api.desk.watching import Watching
from api.following import ModelFollower
from api.gazetteer.office import AddressedOffice
from api.integrations.build import make_webhooks
from api.integrations.outside import Outside
from api.integrations.tokens import Tokens
from api.integrations.webhooks import Webhooks
from api.jobs.features import feature_jobs
from api.jobs.queue import AddJobs
from api.knowledge_base.banners import Banners
from api.knowledge_base.compose import Composer
from api.knowledge_base.editing import Editing
from api.knowledge_base.editions import EditionMaker
from api.knowledge_base.imports import Imports
from api.knowledge_base.live import LivePages
from api.knowledge_base.overrides import Overrides
from api.knowledge_base.publishing import Publishing
from api.knowledge_base.replica import Replica
from api.knowledge_base.service import KnowledgeBase
from api.knowledge_tools.import_job import ImportJob
from api.limits import Limits
from api.metrics import Metrics
from api.mind import Mind, make_encoder, make_live_pages
from api.open311.build import make_geo_report
from api.open311.service import GeoReport
from api.outside.build import OutsidePorts, make_ports
from api.reports.build import ReportParts, make_reports
from api.settings import Settings
from api.sharing.service import Sharing
from api.staff.accounts import Accounts
from api.staff.audit_trail import AuditTrail
from api.staff.build import make_factors, make_provider, make_staff
from api.staff.passwords import Passwords
from api.staff.provider.service import ProviderSignIn
from api.staff.second_factor import SecondFactors
from api.staff.service import StaffService
from api.staff.sessions import Sessions
from api.supervision.build import Supervision, make_supervision
from api.vault.keyring import Keyring, make_keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from api.web.pages import Pages
from bot.council import Council
from bot.crisis_numbers import CrisisNumbers
from bot.languages import load_languages
from bot.shelf import Shelf
from knowledge.importers.guess_service import Search, search_services


@dataclass(frozen=True)
class Parts:
    """Everything the application is made of."""

    settings: Settings
    mind: Mind
    database: Database
    vault: Vault
    metrics: Metrics
    limits: Limits
    events: EventHub
    chat: ChatService
    copies: CopyByEmail
    staff: StaffService
    audit_trail: AuditTrail
    provider: ProviderSignIn | None
    factors: SecondFactors
    sessions: Sessions
    accounts: Accounts
    tokens: Tokens
    webhooks: Webhooks
    outside: Outside
    cases: CaseService
    case_work: CaseWork
    case_tools: CaseTools
    desk: Desk
    watching: Watching
    supervision: Supervision
    knowledge: KnowledgeBase
    replica: Replica
    sharing: Sharing
    import_job: ImportJob
    pages: Pages
    follower: ModelFollower
    ports: OutsidePorts
    crossing: Crossing
    crisis_numbers: CrisisNumbers
    bookings: BookingDesk
    bin_days: BinDayParts | None
    reports: ReportParts
    geo_report: GeoReport
    jobs: tuple[AddJobs, ...]


def make_masters(settings: Settings) -> Keyring:
    """The master keys of the settings. Raises KeyProblem."""
    return make_keyring(settings.master_key, settings.previous_master_key, settings.key_file)


def make_composer(council: Council) -> Composer:
    """What turns published versions into pages, with the council's services and facts."""
    return Composer(council.services, council.pack.facts)


def make_replica(settings: Settings, mind: Mind, database: Database) -> Replica:
    """What keeps this process's pages at the newest release."""
    editions = EditionMaker(mind.encoder, settings.index_dir)
    return Replica(database, mind.live, mind.council.pack, make_composer(mind.council), editions)


def make_knowledge_base(settings: Settings, mind: Mind, database: Database, replica: Replica) -> KnowledgeBase:
    """The live knowledge base."""
    council, composer = mind.council, make_composer(mind.council)
    editing = Editing(database, council.slugs)
    publishing = Publishing(database, composer, replica.refresh, alone=settings.publish_alone)
    return KnowledgeBase(
        database=database,
        pack=council.pack,
        composer=composer,
        live=mind.live,
        editing=editing,
        publishing=publishing,
        banners=Banners(database, replica.refresh),
        overrides=Overrides(database, mind.redactor, replica.refresh),
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


def make_parts(settings: Settings, mind: Mind, database_url: str) -> Parts:
    """The application around a mind and a migrated database."""
    database = Database(database_url, settings.database_pool_size)
    masters = make_masters(settings)
    vault, secrets = Vault(masters), Secrets(masters)
    metrics, events = Metrics(), EventHub(database_url)
    council, replica = mind.council, make_replica(settings, mind, database)
    metrics.watch_crisis_numbers(lambda: len(mind.crisis.numbers.old(datetime.now(UTC).date())))
    ports, crossing = make_ports(settings, database, vault), Crossing()
    bookings = make_booking_engine(settings, database_url, council, masters, ports.notices, ports.payments)
    bookings_desk = make_bookings(bookings, vault, mind.redactor, council, crossing, ports.gazetteer)
    factors = make_factors(database, secrets, council.name)
    staff = make_staff(settings, database, factors)
    bin_days = make_bin_days(settings, council, ports.gazetteer)
    checks = {"missed-bin": bin_days.missed} if bin_days else {}
    reports = make_reports(settings, council, database, vault, crossing, checks)
    policy = council_desk(settings.council_pack, council)
    work = CaseWork(database, vault, mind.redactor, council, policy=policy)
    desk = make_desk(database, vault, mind.redactor, council, policy, work, load_languages())
    return Parts(
        settings=settings,
        mind=mind,
        database=database,
        vault=vault,
        metrics=metrics,
        limits=Limits(settings),
        events=events,
        chat=ChatService(
            database,
            vault,
            mind.reception,
            mind.phrases,
            council,
            metrics,
            tuple(AddressedOffice(each, ports.gazetteer, crossing) for each in (bookings_desk.office, reports.office)),
            Intake(policy),
            Standings(policy, council),
        ),
        staff=staff,
        audit_trail=AuditTrail(database),
        provider=make_provider(settings, database, staff, secrets),
        factors=factors,
        sessions=Sessions(database),
        accounts=Accounts(database, Passwords(), frozenset(council.teams)),
        tokens=Tokens(database, council.teams),
        webhooks=make_webhooks(settings, database, secrets),
        outside=Outside(database, mind.redactor),
        cases=CaseService(database, council),
        case_work=work,
        case_tools=make_case_tools(
            work,
            mind.live.searcher,
            mind.encoder,
            reports.photos,
            settings.undo_send_seconds,
            settings.public_url,
            (bookings_desk.office, reports.office),
        ),
        desk=desk,
        watching=Watching(database, desk, events, timedelta(minutes=settings.session_idle_minutes)),
        supervision=make_supervision(database, vault, mind.redactor, council, work, desk),
        knowledge=make_knowledge_base(settings, mind, database, replica),
        replica=replica,
        import_job=make_import_job(settings, database, council, mind.live),
        sharing=Sharing(database, make_composer(council), council.pack, settings.council_pack),
        pages=Pages(council, settings, mind.live),
        ports=ports,
        crossing=crossing,
        crisis_numbers=mind.crisis.numbers,
        follower=ModelFollower(mind.engine, Shelf(settings.models_dir)),
        bookings=bookings_desk,
        bin_days=bin_days,
        reports=reports,
        jobs=feature_jobs(settings, council, database, masters, bookings, ports),
        copies=CopyByEmail(database, vault, mind.redactor, ports.notices, council.name),
        geo_report=make_geo_report(settings, council, database, vault, mind.redactor, reports),
    )
