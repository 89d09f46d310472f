"""Envelope encryption: key files outside the database wrap data keys inside it; data keys are held open in memory only.

Two key files, `seal.key` for fields and files and `index.key` for blind indexes, are made on first use and never again:
where data keys exist and their file does not, everything stops with a clear error instead of starting over.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from yiwang.kernel.refusals import Refused

from .ciphers import NONCE, Algorithm, Sealer

PURPOSES = {"seal": "seal", "file": "seal", "index": "index"}
"""Purpose of a data key → name of the key file that wraps it."""
REFRESH = 600
"""Seconds after which a process asks again which data key is the active one."""


class Unsealable(Refused):
    """Something sealed cannot be opened.

    Codes: `seal_format`, `seal_tampered`, `key_unknown`, `key_lost`, `key_wrong`, `key_unreadable`.
    """


class OpenKey(NamedTuple):
    """A data key, unwrapped."""

    id: bytes
    algorithm: Algorithm
    secret: bytes
    sealer: Sealer


def fingerprint(secret: bytes) -> bytes:
    """Return what a key file is known by in the database."""
    return hashlib.sha256(b"yiwang-key-file\0" + secret).digest()[:16]


def _files(name: str) -> dict[bytes, bytes]:
    """Return all key files of that name (`seal.key`, and `seal.….key` after a rotation) by fingerprint."""
    secrets_ = (_secret(path) for path in sorted(Path(settings.KEYS).glob(f"{name}*.key")))
    return {fingerprint(secret): secret for secret in secrets_}


def _secret(path: Path) -> bytes:
    """Return what a key file holds, or raise Unsealable (`key_unreadable`, `key_wrong`)."""
    try:
        return bytes.fromhex(path.read_text().strip())
    except OSError:
        raise Unsealable("key_unreadable", file=path.name) from None
    except ValueError:  # neither text nor hexadecimal digits: somebody put another file in its place
        raise Unsealable("key_wrong", file=path.name) from None


def make_file(name: str, suffix: str = "") -> bytes:
    """Return the secret of a key file, making the file if it is not there; only this account can read it."""
    path = Path(settings.KEYS) / f"{name}{suffix}.key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)  # whoever links first wins; everybody reads the same secret
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return _secret(path)


def _wrapper(secret: bytes, algorithm: Algorithm) -> Sealer:
    """Return the key file's secret as a key of that algorithm."""
    return algorithm.sealer(hashlib.sha256(b"yiwang-wrap\0" + algorithm.label.encode() + secret).digest()[: algorithm.length])


def wrap(secret: bytes, key: bytes, *, key_id: bytes, purpose: str, algorithm: Algorithm) -> bytes:
    """Return a data key wrapped by the secret of a key file, bound to its id and purpose."""
    nonce = os.urandom(NONCE)
    return nonce + _wrapper(secret, algorithm).seal(nonce, key, key_id + purpose.encode())


class Row(NamedTuple):
    """A row of `privacy_data_key`."""

    id: bytes
    purpose: str
    algorithm: str
    wrapped: bytes
    wrapped_by: bytes


_COLUMNS = "id, purpose, algorithm, wrapped, wrapped_by"


def unwrap(row: Row) -> OpenKey:
    """Open a data key with its key file, or raise Unsealable (`key_lost`, `key_wrong`, `key_unreadable`, `seal_tampered`)."""
    name = PURPOSES[row.purpose]
    files = _files(name)
    secret = files.get(row.wrapped_by)
    if secret is None:
        raise Unsealable("key_wrong" if files else "key_lost", file=f"{name}.key", fingerprint=row.wrapped_by.hex())
    algorithm = Algorithm.of(row.algorithm)
    try:
        key = _wrapper(secret, algorithm).open(row.wrapped[:NONCE], row.wrapped[NONCE:], row.id + row.purpose.encode())
    except InvalidTag:
        raise Unsealable("seal_tampered", key=row.id.hex()) from None
    return OpenKey(row.id, algorithm, key, algorithm.sealer(key))


def _row(database: BaseDatabaseWrapper, where: str, values: list[object]) -> Row | None:
    """Return the newest data key of which that is true."""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM privacy_data_key WHERE {where} ORDER BY created DESC LIMIT 1", values)  # noqa: S608
        found = cursor.fetchone()
    return Row(*found) if found else None


def listed_rows() -> list[Row]:
    """Return all data keys, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM privacy_data_key ORDER BY created DESC")  # noqa: S608
        return [Row(*row) for row in cursor.fetchall()]


def _active_row(database: BaseDatabaseWrapper, purpose: str, algorithm: str) -> Row | None:
    return _row(database, "purpose = %s AND algorithm = %s AND active", [purpose, algorithm])


def make(purpose: str, algorithm: Algorithm, *, fresh: bool = True) -> Row:
    """Return a new active data key; the one that was active before only opens from now on.

    Not `fresh`: only if there is none yet; of two processes that find none, one makes it and the other takes it.
    It is committed on a connection of its own: a key that was used must outlive the transaction that first needed it.
    """
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            apart.set_autocommit(False)
            cursor.execute("LOCK TABLE privacy_data_key IN SHARE ROW EXCLUSIVE MODE")
            row = None if fresh else _active_row(apart, purpose, algorithm.label)
            if row is None:
                row = _new_row(apart, purpose, algorithm)
                _activate(cursor, row)
            apart.commit()
        return row
    finally:
        apart.close()


def _activate(cursor: CursorWrapper, row: Row) -> None:
    cursor.execute("UPDATE privacy_data_key SET active = false WHERE purpose = %s AND algorithm = %s", [row.purpose, row.algorithm])
    cursor.execute(f"INSERT INTO privacy_data_key ({_COLUMNS}, created, active) VALUES (%s, %s, %s, %s, %s, now(), true)", row)  # noqa: S608


def _new_row(database: BaseDatabaseWrapper, purpose: str, algorithm: Algorithm) -> Row:
    """Wrap a fresh key with the key file now in use; only where no data key needs a file yet is one made."""
    name = PURPOSES[purpose]
    sharing = [each for each, file in PURPOSES.items() if file == name]
    last = _row(database, "purpose = ANY(%s)", [sharing])
    if last is None:
        secret = make_file(name)
    else:
        unwrap(last)
        secret = _files(name)[last.wrapped_by]
    key_id = os.urandom(8)
    wrapped = wrap(secret, algorithm.new_key(), key_id=key_id, purpose=purpose, algorithm=algorithm)
    return Row(key_id, purpose, algorithm.label, wrapped, fingerprint(secret))


class Ring:
    """The data keys this process holds open."""

    def __init__(self) -> None:
        self._open: dict[bytes, OpenKey] = {}
        self._active: dict[tuple[str, str], tuple[OpenKey, float]] = {}
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Close all keys."""
        with self._lock:
            self._open.clear()
            self._active.clear()

    def prepare(self) -> None:
        """Make and open the active key of every purpose, so that nothing later waits for it."""
        for purpose in PURPOSES:
            self.active(purpose)

    def active(self, purpose: str) -> OpenKey:
        """Return the key that seals new things, of the algorithm the installation is set to."""
        label = "aes-256-gcm" if purpose == "index" else getattr(settings, "SEALING", "aes-256-gcm")
        known = self._active.get((purpose, label))
        if known and known[1] > time.monotonic():
            return known[0]
        with self._lock:
            row = _active_row(connection, purpose, label) or make(purpose, Algorithm.of(label), fresh=False)
            key = self._open.get(row.id) or self._open.setdefault(row.id, unwrap(row))
            self._active[purpose, label] = key, time.monotonic() + REFRESH
        return key

    def get(self, key_id: bytes) -> OpenKey:
        """Return the key of that id, or raise Unsealable("key_unknown")."""
        key = self._open.get(key_id)
        if key is None:
            row = _row(connection, "id = %s", [key_id])
            if row is None:
                raise Unsealable("key_unknown", key=key_id.hex())
            key = self._open.setdefault(key_id, unwrap(row))
        return key


ring = Ring()
