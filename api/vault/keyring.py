"""The master keys at hand: one wraps, and every one opens what it has wrapped."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

import structlog
from pydantic import SecretStr

from api.vault.keys import Key, KeyProblem, Sealed, new_text, read_key

log = structlog.get_logger(__name__)


class Keyring:
    """Master keys. The first wraps new keys; the others only open, while a rotation is under way."""

    def __init__(self, first: Key, *others: Key) -> None:
        self._keys = (first, *others)

    def at_hand(self) -> tuple[Key, ...]:
        """Every key, the one that wraps first."""
        return self._keys

    @property
    def current(self) -> Key:
        """The master key that wraps new keys."""
        return self.at_hand()[0]

    def named(self, name: str) -> Key:
        """The key with this name. Raises Sealed."""
        for key in self.at_hand():
            if key.name == name:
                return key
        raise Sealed()


class KeyFile(Keyring):
    """Master keys in a file for its owner only: a key a line in base64, the one that wraps first.

    The file is read again whenever it has changed, so that a process that runs follows a rotation.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        if not file.exists():
            _write(file, [new_text()], fresh=True)
        self._stamp = _stamp(file)
        super().__init__(*_read(file))

    def at_hand(self) -> tuple[Key, ...]:
        """Every key of the file as it is now. A file that became unreadable meanwhile changes nothing."""
        try:
            stamp = _stamp(self.file)
            if stamp != self._stamp:
                self._keys, self._stamp = _read(self.file), stamp
        except (OSError, KeyProblem) as error:
            log.error("key_file_unreadable", error=type(error).__name__)
        return self._keys

    def add(self) -> None:
        """Puts a new master key before the others."""
        _write(self.file, [new_text(), *_lines(self.file)])

    def keep_current(self) -> None:
        """Leaves the key that wraps, and no other."""
        _write(self.file, _lines(self.file)[:1])


def make_keyring(setting: SecretStr | None, previous: SecretStr | None, file: Path) -> Keyring:
    """The keys of the settings, else of the file, which is made on first use. Raises KeyProblem."""
    if setting is None and previous is not None:
        raise KeyProblem("REEVE_PREVIOUS_MASTER_KEY needs REEVE_MASTER_KEY. In a key file, the older key is a line.")
    if setting is None:
        return KeyFile(file)
    first = read_key(setting.get_secret_value(), "REEVE_MASTER_KEY")
    if previous is None:
        return Keyring(first)
    return Keyring(first, read_key(previous.get_secret_value(), "REEVE_PREVIOUS_MASTER_KEY"))


def _read(file: Path) -> tuple[Key, ...]:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise KeyProblem(f"{file.name} can be read by others. Run: chmod 600 on it, then start again.")
    lines = _lines(file)
    if not lines:
        raise KeyProblem(f"{file.name} is empty. Restore the master key from its backup.")
    return tuple(read_key(line, file.name) for line in lines)


def _lines(file: Path) -> list[str]:
    return file.read_text().split()


def _stamp(file: Path) -> tuple[int, int, int]:
    seen = file.stat()
    return seen.st_ino, seen.st_mtime_ns, seen.st_mode


def _write(file: Path, lines: list[str], *, fresh: bool = False) -> None:
    """Puts the whole file in its place at once, so that nobody ever reads half of it; it is on disk before that."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())
        if fresh:
            _link(beside, file)
        else:
            beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _link(beside: Path, file: Path) -> None:
    try:
        file.hardlink_to(beside)
    except FileExistsError:  # another process was quicker
        return
