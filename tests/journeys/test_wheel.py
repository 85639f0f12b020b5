"""A wheel, built without the tests and installed into an empty environment: it trains, judges, evaluates, answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "bot", "knowledge", "redaction")
MADE = ("vectors", "graphs", "index")  # named by the digest of what they were made from: the project's own serve
QUESTION = "my bin was not emptied"
ONE_MORE_EXAMPLE = "the crew went straight past our wheelie bin again"


def run(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a folder, in an environment that says nothing of the checkout or of Reeve's settings."""
    hidden = ("PYTHON", "REEVE_", "DATABASE_URL", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env={**kept, **more}, capture_output=True, text=True, timeout=3600, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done


def run_uv(*arguments: str, **more: str) -> None:
    """uv as the Makefile finds it."""
    uv = shutil.which("uv") or str(PROJECT / "var" / "uv" / "bin" / "uv")
    links = os.environ.get("UV_FIND_LINKS") or os.environ.get("PIP_FIND_LINKS", "")
    run([uv, *arguments], PROJECT, UV_FIND_LINKS=links, **more)


@dataclass(frozen=True)
class Built:
    """What `uv build` makes: the source distribution, and the wheel that is built from it."""

    sources: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dist")
    run_uv("build", "--quiet", "--out-dir", str(folder))
    (sources,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Built(sources, wheel)


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what it needs, and an empty folder to work in."""

    environment: Path
    folder: Path

    def reeve(self, *arguments: str) -> str:
        """What the command says on standard output."""
        return run([str(self.environment / "bin" / "reeve"), *arguments], self.folder).stdout

    def python(self, code: str) -> str:
        """What a few lines of Python say."""
        return run([str(self.environment / "bin" / "python"), "-c", code], self.folder).stdout

    def models(self) -> Mapping[str, dict[str, object]]:
        """The record of each model that was judged, by digest."""
        records = (json.loads(file.read_text("utf-8")) for file in (self.folder / "var" / "models").glob("*.json"))
        return {record["digest"]: record for record in records}

    def model_in_use(self) -> str:
        """The digest of the model in use."""
        return (self.folder / "var" / "models" / "current").read_text("ascii").split()[0]


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    environment, folder = tmp_path_factory.mktemp("venv"), tmp_path_factory.mktemp("empty")
    run_uv("venv", "--quiet", "--clear", "--python", sys.executable, str(environment))
    target = {"VIRTUAL_ENV": str(environment)}
    pins = ["-r", str(PROJECT / "requirements.txt"), "--override", str(PROJECT / "overrides.txt")]
    run_uv("pip", "install", "--quiet", *pins, **target)
    run_uv("pip", "install", "--quiet", "--no-deps", "--link-mode", "copy", str(built.wheel), **target)
    (folder / "var" / "models").mkdir(parents=True)
    for name in MADE:
        (PROJECT / "var" / name).mkdir(parents=True, exist_ok=True)
        (folder / "var" / name).symlink_to(PROJECT / "var" / name)
    for model in (PROJECT / "var" / "models").glob("*.tar.gz"):
        (folder / "var" / "models" / model.name).symlink_to(model)
    return Installed(environment, folder)


def committed() -> set[str]:
    """The files of the packages that belong to the repository."""
    listed = run(["git", "ls-files", *PACKAGES], PROJECT).stdout.split("\n")
    return {name for name in listed if name and (PROJECT / name).exists()}


def test_every_committed_file_of_the_packages_is_in_the_wheel_and_nothing_else(built: Built) -> None:
    files = set(zipfile.ZipFile(built.wheel).namelist())
    loose = {name for name in files if name.partition("/")[0] not in PACKAGES and ".dist-info/" not in name}
    assert loose == set()
    assert {name for name in files if name.startswith(PACKAGES) and not name.endswith("/")} == committed()


def test_the_configuration_of_the_pipeline_is_in_the_wheel_as_it_stands_at_the_top(built: Built) -> None:
    inside = zipfile.ZipFile(built.wheel).read("bot/config.yml")
    assert inside == (PROJECT / "config.yml").read_bytes()


def test_neither_wheel_nor_source_distribution_holds_tests(built: Built) -> None:
    with tarfile.open(built.sources) as archive:
        sources = [Path(*Path(name).parts[1:]) for name in archive.getnames()]
    names = [*sources, *map(Path, zipfile.ZipFile(built.wheel).namelist())]
    assert [name for name in names if "tests" in name.parts] == []
    assert {Path("requirements.txt"), Path("overrides.txt"), Path("LICENSE")} <= set(sources)


def test_the_installed_packages_are_found_without_the_checkout(installed: Installed) -> None:
    said = installed.python(
        "import api, sys; from api.settings import Settings; print(*sys.path, api.__file__, Settings().data_dir)"
    )
    assert str(PROJECT) not in said
    assert said.split()[-1] == str(installed.folder / "var")


def test_it_trains_judges_promotes_and_answers(installed: Installed) -> None:
    """The first model is the checkout's own where that is trained, since it has the same name; the second is not."""
    assert "is in use" in installed.reeve("train")
    first = installed.model_in_use()
    _teach_one_more_example(installed)
    assert "is in use" in installed.reeve("train")
    second = installed.model_in_use()
    assert second != first
    assert installed.models()[second]["compared_with"] == first  # the gate read the golden sets of the wheel
    assert "missed-bin" in installed.reeve("ask", QUESTION)


def test_it_evaluates(installed: Installed) -> None:
    report = json.loads(installed.reeve("evaluate", "retrieval"))["retrieval"]
    assert report["all"]["hit_at_3"]["share"] > 0.9
    assert (installed.folder / "var" / "reports" / "retrieval.html").is_file()


def _teach_one_more_example(installed: Installed) -> None:
    (examples,) = installed.environment.glob("lib/python*/site-packages/bot/data/nlu/waste.yml")
    text = examples.read_text("utf-8")
    before = "- intent: missed_bin\n  examples: |\n"
    assert before in text
    examples.write_text(text.replace(before, f"{before}    - {ONE_MORE_EXAMPLE}\n"), "utf-8")
