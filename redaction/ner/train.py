"""Trains the pipeline: `python -m redaction.ner.train`. Seeded, no network, about a quarter of an hour on two cores."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from redaction.ner.generate import documents
from redaction.ner.lexicon import known_names, lexicon, told_names
from redaction.ner.pools import pools
from redaction.text.fold import without_accents

HERE = Path(__file__).parent
SEED = 20260601
TRAIN_SENTENCES, DEV_SENTENCES = 60_000, 2_000


def write_names() -> None:
    """The names of the pools; the recogniser is told of every second one (see `lexicon.told_names`)."""
    names = (name for pool in pools() for name in (*pool.first, *pool.last))
    parts = {without_accents(part.lower()) for name in names for part in name.split()}
    usable = sorted(part for part in parts if part.isalpha() and len(part) > 2)
    (HERE / "names.txt").write_text("\n".join(usable) + "\n", encoding="utf-8")
    known_names.cache_clear()
    told_names.cache_clear()


def main() -> None:
    """Generate, train until the learning rate has run down, and write what it scored beside it."""
    write_names()
    blank = spacy.blank("en")
    blank.add_pipe(lexicon.__name__)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        documents(blank, SEED, TRAIN_SENTENCES).to_disk(work / "train.spacy")
        dev = documents(blank, SEED + 1, DEV_SENTENCES, held_out=True)
        dev.to_disk(work / "dev.spacy")
        paths = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
        spacy_train(HERE / "config.cfg", work / "out", overrides=paths)
        nlp = spacy.load(work / "out" / "model-last")
        nlp.to_disk(HERE / "model")
        (HERE / "model" / "scores.json").write_text(json.dumps(score(nlp, dev), indent=2) + "\n", encoding="utf-8")


def score(nlp: Language, dev: DocBin) -> dict[str, object]:
    """Precision, recall and F (whole spans) on sentences whose patterns and names were kept out of training."""
    docs = list(dev.get_docs(nlp.vocab))
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    found = nlp.evaluate(examples)
    return {
        "sentences": len(docs),
        "seed": SEED,
        "training_sentences": TRAIN_SENTENCES,
        "all": {key: round(found[f"ents_{key}"], 4) for key in ("p", "r", "f")},
        "by_label": {
            label: {key: round(value, 4) for key, value in values.items()}
            for label, values in sorted(found["ents_per_type"].items())
        },
    }


if __name__ == "__main__":
    main()
