"""The mind: everything that answers, put together. No database, no web: what the command line needs for a turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from api.pages.publication.editions import EditionMaker
from api.pages.publication.live import LivePages
from api.settings import Settings
from bot.actions.say import Phrases
from bot.assemble import make_engine
from bot.components.shared_encoder import shared_encoder
from bot.council import Council
from bot.crisis.gate import Crisis
from bot.crisis.gate import load as load_crisis
from bot.dialogue.engine import DialogueEngine
from bot.policy import Policy, load_policy
from bot.ports import Dialogue
from bot.reception.languages import Languages, load_languages
from bot.reception.reception import Reception
from bot.reception.references import NewReference
from bot.training.examples import read_taught
from bot.training.train import DATA, model_path, train
from bot.understanding.kept_vectors import KeptVectors
from bot.understanding.other_bodies import OtherBodies
from bot.understanding.scores import intent_of
from bot.understanding.taught import Taught
from knowledge.pack.load import load_pack
from knowledge.search.encoder import Encoder
from knowledge.search.search import Searcher
from redaction import CouncilReference, Redactor, case_reference

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Assistant:
    """Everything that answers: no database, no web. What the command line needs for a turn."""

    council: Council
    redactor: Redactor
    encoder: Encoder
    live: LivePages
    other_bodies: OtherBodies
    crisis: Crisis
    engine: DialogueEngine
    phrases: Phrases
    reception: Reception
    taught: Taught

    @property
    def searcher(self) -> Searcher:
        """Search over the pages as they are now."""
        return self.live.searcher()


def make_council(settings: Settings) -> Council:
    """The council that this site serves. Raises PackError, which lists every problem."""
    return Council(load_pack(settings.council_pack))


def make_redactor(council: Council) -> Redactor:
    """A redactor that knows the council's references and what it publishes."""
    references = [CouncilReference(each.name, each.pattern, each.context) for each in council.pack.references]
    return Redactor([case_reference(council.reference_prefix), *references], council.pack.published)


def make_encoder(settings: Settings) -> Encoder:
    """The sentence encoder that this process shares, warmed up.

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
    kept = KeptVectors(encoder, settings.data_dir / "vectors")
    crisis = Crisis(encoder, load_crisis(), numbers, council.calendar.nation, kept)
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


def make_taught(council: Council) -> Taught:
    """What the examples teach, and so the model knows that is trained on them."""
    return read_taught(DATA / "nlu", {intent_of(slug) for slug in council.slugs})


def make_assistant(
    settings: Settings,
    say: Progress = lambda line: None,
    model: Path | None = None,
    left_out: frozenset[str] = frozenset(),
) -> Assistant:
    """The whole mind, warm; with the model of the data that is here, unless another is named.

    `left_out` are services that its witnesses treat as if training had not known them: for measuring.
    """
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
    taught = make_taught(council).without(left_out)
    engine = make_engine(model, live, other_bodies, encoder, policy, council, references, taught, timeout)
    engine.warm_up()
    phrases = Phrases(policy, council)
    reception = make_reception(council, redactor, crisis, make_languages(council, policy), engine, phrases, references)
    return Assistant(council, redactor, encoder, live, other_bodies, crisis, engine, phrases, reception, taught)


def make_reception(
    council: Council,
    redactor: Redactor,
    crisis: Crisis,
    languages: Languages,
    dialogue: Dialogue,
    phrases: Phrases,
    references: NewReference,
) -> Reception:
    """The reception: what takes every enquiry from its raw text to a finished turn."""
    return Reception(crisis, redactor, languages, dialogue, phrases, council, references)
