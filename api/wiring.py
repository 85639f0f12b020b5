"""The composition root: the only place that puts real parts together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from threadpoolctl import threadpool_limits

from api.bin_days.build import BinDayParts, make_bin_days
from api.bookings.build import BookingDesk, make_booking_engine, make_bookings
from api.cases.service import CaseService
from api.cases.work import CaseWork
from api.chat.events import EventHub
from api.chat.service import ChatService
from api.db.embedded import EmbeddedPostgres
from api.db.migrate import migrate
from api.db.session import Database
from api.desk.intake import Intake
from api.desk.policy import council_desk
from api.desk.service import Desk, make_desk
from api.desk.standing import Standings
from api.desk.watching import Watching
from api.following import ModelFollower
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
from api.open311.build import make_geo_report
from api.open311.service import GeoReport
from api.outside.build import OutsidePorts, make_ports
from api.reports.build import ReportParts, make_reports
from api.settings import Settings
from api.sharing.service import Sharing
from api.staff.accounts import Accounts
from api.staff.build import make_factors, make_provider, make_staff
from api.staff.passwords import Passwords
from api.staff.provider.service import ProviderSignIn
from api.staff.second_factor import SecondFactors
from api.staff.service import StaffService
from api.staff.sessions import Sessions
from api.vault.keyring import Keyring, make_keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from api.web.pages import Pages
from bot.actions.say import Phrases
from bot.assemble import make_engine
from bot.components.shared_encoder import shared_encoder
from bot.council import Council
from bot.crisis import Crisis
from bot.crisis import load as load_crisis
from bot.crisis_numbers import CrisisNumbers
from bot.elsewhere import OtherBodies
from bot.engine import Engine
from bot.kept_vectors import KeptVectors
from bot.languages import Languages, load_languages
from bot.policy import Policy, load_policy
from bot.ports import Dialogue
from bot.reception import Reception
from bot.references import NewReference
from bot.shelf import Shelf
from bot.train import model_path, train
from knowledge.encoder import Encoder
from knowledge.importers.guess_service import Search, search_services
from knowledge.load import load_pack
from knowledge.search import Searcher
from redaction import CouncilReference, Redactor

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Mind:
    """Everything that answers: no database, no web. What the command line needs for a turn."""

    council: Council
    redactor: Redactor
    encoder: Encoder
    live: LivePages
    other_bodies: OtherBodies
    crisis: Crisis
    engine: Engine
    phrases: Phrases
    reception: Reception

    @property
    def searcher(self) -> Searcher:
        """Search over the pages as they are now."""
        return self.live.searcher()


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
    staff: StaffService
    provider: ProviderSignIn | None
    factors: SecondFactors
    sessions: Sessions
    accounts: Accounts
    tokens: Tokens
    webhooks: Webhooks
    outside: Outside
    cases: CaseService
    case_work: CaseWork
    desk: Desk
    watching: Watching
    knowledge: KnowledgeBase
    replica: Replica
    sharing: Sharing
    import_job: ImportJob
    pages: Pages
    follower: ModelFollower
    ports: OutsidePorts
    crisis_numbers: CrisisNumbers
    bookings: BookingDesk
    bin_days: BinDayParts | None
    reports: ReportParts
    geo_report: GeoReport
    jobs: tuple[AddJobs, ...]


def make_council(settings: Settings) -> Council:
    """The council that this site serves. Raises PackError, which lists every problem."""
    return Council(load_pack(settings.council_pack))


def make_redactor(council: Council) -> Redactor:
    """A redactor that knows the council's references and what it publishes."""
    references = [CouncilReference(each.name, each.pattern, each.context) for each in council.pack.references]
    return Redactor(references, council.pack.published)


def make_encoder(settings: Settings) -> Encoder:
    """The process's encoder, warm.

    The numeric libraries get as many threads as the encoder: a single message is too small to share out, and threads
    that wait for work take a third of the processor.
    """
    threadpool_limits(settings.encoder_threads)
    return shared_encoder(settings.encoder_model, settings.encoder_threads, settings.graphs_dir)


def make_live_pages(settings: Settings, council: Council, encoder: Encoder) -> LivePages:
    """The pack's pages, until a database has others; the index is rebuilt where pages changed."""
    return LivePages(EditionMaker(encoder, settings.index_dir).from_pack(council.pack))


def make_other_bodies(settings: Settings, council: Council, encoder: Encoder) -> OtherBodies:
    """Who else residents take the council for; the vectors of their examples are kept between starts."""
    kept = KeptVectors(encoder, settings.data_dir / "vectors")
    other_bodies = OtherBodies(encoder, council.pack.elsewhere, kept)
    other_bodies.warm_up()
    return other_bodies


def make_crisis(settings: Settings, council: Council, encoder: Encoder) -> Crisis:
    """The crisis gate with this council's own numbers; the vectors of its examples are kept between starts."""
    numbers = {"out_of_hours": council.pack.facts["common.phone.out_of_hours"]}
    nation = council.pack.council.get("nation", "england")
    kept = KeptVectors(encoder, settings.data_dir / "vectors")
    crisis = Crisis(encoder, load_crisis(), numbers, nation, kept)
    crisis.warm_up()
    return crisis


def make_languages(council: Council, policy: Policy) -> Languages:
    """What recognises languages; the words of the council's own pages are how it knows English in a hurry."""
    pages = (f"{page.title} {page.summary} {page.body} {' '.join(page.synonyms)}" for page in council.pack.pages)
    others = (f"{page.name} {page.summary} {' '.join(page.examples)}" for page in council.pack.elsewhere)
    languages = Languages(load_languages(), (*pages, *others), policy.language.english, policy.language.known)
    languages.warm_up()
    return languages


def trained_model(settings: Settings, say: Progress) -> Path:
    """The dialogue model, trained first if it is not there."""
    model = model_path(settings.models_dir, settings.encoder_model)
    if not model.exists():
        say("Training the dialogue model. This takes a minute or two, once.")
        model = train(settings.models_dir, settings.encoder_model)
    return model


def make_mind(settings: Settings, say: Progress = lambda line: None, model: Path | None = None) -> Mind:
    """The whole mind, warm; with the model of the data that is here, unless another is named."""
    say("Reading the council pack")
    council, policy = make_council(settings), load_policy()
    say("Loading the sentence encoder")
    encoder = make_encoder(settings)
    say("Opening the passage index")
    live = make_live_pages(settings, council, encoder)
    say("Loading redaction and the crisis gate")
    other_bodies = make_other_bodies(settings, council, encoder)
    redactor, crisis = make_redactor(council), make_crisis(settings, council, encoder)
    redactor.warm_up()
    live.tell(lambda edition: redactor.publish(council.pack.published | edition.contacts))
    model = model or trained_model(settings, say)
    say("Loading the dialogue engine")
    references = NewReference(council.reference_prefix)
    timeout = settings.turn_timeout_seconds
    engine = make_engine(model, live, other_bodies, encoder, policy, council, references, timeout)
    engine.warm_up()
    phrases = Phrases(policy, council)
    reception = make_reception(council, redactor, crisis, make_languages(council, policy), engine, phrases, references)
    return Mind(council, redactor, encoder, live, other_bodies, crisis, engine, phrases, reception)


def make_reception(
    council: Council,
    redactor: Redactor,
    crisis: Crisis,
    languages: Languages,
    dialogue: Dialogue,
    phrases: Phrases,
    references: NewReference,
) -> Reception:
    """The line."""
    return Reception(crisis, redactor, languages, dialogue, phrases, council, references)


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
    bookings = make_booking_engine(settings, database_url, council, masters)
    bookings_desk = make_bookings(bookings, vault, mind.redactor, council)
    factors = make_factors(database, secrets, council.name)
    staff = make_staff(settings, database, factors)
    ports = make_ports(settings, database, vault)
    bin_days = make_bin_days(settings, council, gazetteer=None)
    checks = {"missed-bin": bin_days.missed} if bin_days else {}
    reports = make_reports(settings, council, database, vault, checks)
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
            (bookings_desk.office, reports.office),
            Intake(policy),
            Standings(policy, council),
        ),
        staff=staff,
        provider=make_provider(settings, database, staff, secrets),
        factors=factors,
        sessions=Sessions(database),
        accounts=Accounts(database, Passwords(), frozenset(council.teams)),
        tokens=Tokens(database, council.teams),
        webhooks=make_webhooks(settings, database, secrets),
        outside=Outside(database, mind.redactor),
        cases=CaseService(database, council),
        case_work=work,
        desk=desk,
        watching=Watching(database, desk, events, timedelta(minutes=settings.session_idle_minutes)),
        knowledge=make_knowledge_base(settings, mind, database, replica),
        replica=replica,
        import_job=make_import_job(settings, database, council, mind.live),
        sharing=Sharing(database, make_composer(council), council.pack, settings.council_pack),
        pages=Pages(council, settings, mind.live),
        ports=ports,
        crisis_numbers=mind.crisis.numbers,
        follower=ModelFollower(mind.engine, Shelf(settings.models_dir)),
        bookings=bookings_desk,
        bin_days=bin_days,
        reports=reports,
        jobs=(*feature_jobs(settings, council, database, masters, bookings), ports.add_jobs),
        geo_report=make_geo_report(settings, council, database, vault, mind.redactor, reports),
    )


@dataclass
class DatabaseServer:
    """The database of the settings, or an embedded one while this is open."""

    settings: Settings
    _embedded: EmbeddedPostgres | None = None

    def __enter__(self) -> str:
        """The URL of a database that is migrated to the newest shape."""
        url = self.settings.database_url
        if not url:
            self._embedded = EmbeddedPostgres(self.settings.data_dir / "postgres")
            url = self._embedded.start()
        migrate(url)
        return url

    def __exit__(self, *_: object) -> None:
        """Stops what was started."""
        if self._embedded is not None:
            self._embedded.stop()
