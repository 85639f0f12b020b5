"""Trains the dialogue model, and knows when that is needed: a model is named by the digest of all it was made from."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import yaml

BOT = Path(__file__).resolve().parents[1]
CONFIG = BOT / "config.yml"  # in a checkout a link to the file at the top; in a wheel the file itself
DOMAIN = BOT / "domain.yml"
DATA = BOT / "data"
COMPONENTS = BOT / "components"


class TrainingFailed(Exception):
    """Rasa could not train; its own words are above."""


def model_path(folder: Path, encoder_model: str) -> Path:
    """Where the model for the present config, domain, data and encoder is, or will be."""
    return folder / f"{source_digest(encoder_model)}.tar.gz"


def source_digest(encoder_model: str) -> str:
    """The name of the model for the present config, domain, data and encoder; the same in a checkout and in a wheel."""
    digest = hashlib.sha256(encoder_model.encode())
    digest.update(CONFIG.name.encode())
    digest.update(CONFIG.read_bytes())
    for file in [DOMAIN, *sorted(DATA.rglob("*.yml")), *sorted(COMPONENTS.glob("*.py"))]:
        digest.update(file.relative_to(BOT.parent).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def train(folder: Path, encoder_model: str) -> Path:
    """Trains the model and returns its file. Raises TrainingFailed. An existing file is replaced in one step."""
    target = model_path(folder, encoder_model)
    config = configured(encoder_model)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="training-") as scratch:
        made = run_rasa(config, DOMAIN, [DATA], Path(scratch))
        made.replace(target)
    return target


def configured(encoder_model: str) -> dict[str, Any]:
    """config.yml with the encoder of the settings."""
    config: dict[str, Any] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if "model" in component:
            component["model"] = encoder_model
    return config


def run_rasa(config: dict[str, Any], domain: Path | None, data: list[Path], scratch: Path) -> Path:
    """Trains by Rasa's own training, without a domain for the NLU alone; the model is under `scratch`.

    What Rasa prints goes to standard error: standard output belongs to the command's own result.
    """
    with redirect_stdout(sys.stderr):
        return _run_rasa(config, domain, data, scratch)


def _run_rasa(config: dict[str, Any], domain: Path | None, data: list[Path], scratch: Path) -> Path:
    from rasa.model_training import train as train_all
    from rasa.model_training import train_nlu

    config_file = scratch / "config.yml"
    config_file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    files = [str(each) for each in data]
    if domain is None:
        made = train_nlu(str(config_file), files[0], str(scratch), fixed_model_name="model")
    else:
        result = train_all(str(domain), str(config_file), files, str(scratch), fixed_model_name="model")
        made = result.model
    if made is None:
        raise TrainingFailed("the model was not trained")
    return Path(made)
