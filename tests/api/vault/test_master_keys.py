"""Master keys from settings and files: which are read, which are refused, and how a change is noticed."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.vault.keyring import KeyFile, make_keyring
from api.vault.keys import Key, KeyProblem, Sealed, new_text, read_key


def test_a_file_that_is_missing_is_made_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "master.key"
    made = KeyFile(file).current.name
    assert file.stat().st_mode & 0o777 == 0o600
    assert KeyFile(file).current.name == made
    assert list(file.parent.iterdir()) == [file], "nothing is left beside it"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "master.key"
    KeyFile(file)
    file.chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 600"):
        KeyFile(file)


@pytest.mark.parametrize("text", ["", "  \n", "not base64!", base64.b64encode(b"short").decode(), "a" * 44])
def test_a_file_that_holds_no_key_is_refused_without_repeating_what_it_holds(tmp_path: Path, text: str) -> None:
    file = tmp_path / "master.key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(KeyProblem) as problem:
        KeyFile(file)
    assert "master.key" in str(problem.value)
    assert not text.strip() or text.strip() not in str(problem.value)


def test_the_first_line_wraps_and_every_line_opens(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    keys = KeyFile(file)
    earlier = keys.current
    keys.add()
    assert keys.current.name != earlier.name
    assert keys.named(earlier.name).name == earlier.name
    keys.keep_current()
    with pytest.raises(Sealed):
        keys.named(earlier.name)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_process_that_runs_follows_a_change_of_the_file(tmp_path: Path) -> None:
    running, command = KeyFile(tmp_path / "master.key"), KeyFile(tmp_path / "master.key")
    command.add()
    assert running.current.name == command.current.name


def test_a_file_that_is_lost_or_spoilt_while_a_process_runs_changes_nothing_for_it(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    running = KeyFile(file)
    name = running.current.name
    file.write_text("spoilt")
    assert running.current.name == name
    file.unlink()
    assert running.current.name == name


def test_a_key_in_the_settings_comes_before_the_file_and_an_earlier_one_still_opens(tmp_path: Path) -> None:
    new, old = new_text(), new_text()
    keys = make_keyring(SecretStr(new), SecretStr(old), tmp_path / "master.key")
    assert [key.name for key in keys.at_hand()] == [read_key(new, "").name, read_key(old, "").name]
    assert not (tmp_path / "master.key").exists()


def test_an_earlier_key_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="needs REEVE_MASTER_KEY"):
        make_keyring(None, SecretStr(new_text()), tmp_path / "master.key")


@pytest.mark.parametrize("setting", ["", "nonsense", base64.b64encode(b"x" * 31).decode()])
def test_a_setting_that_holds_no_key_is_named_and_not_repeated(tmp_path: Path, setting: str) -> None:
    with pytest.raises(KeyProblem) as problem:
        make_keyring(SecretStr(setting), None, tmp_path / "master.key")
    assert "REEVE_MASTER_KEY" in str(problem.value)
    assert not setting or setting not in str(problem.value)


def test_a_name_tells_keys_apart_and_says_nothing_of_them() -> None:
    secret = secrets.token_bytes(32)
    one, other = Key(secret), Key.new()
    assert one.name != other.name
    assert one.name not in secret.hex()
