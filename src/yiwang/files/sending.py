"""A file sent in pieces over a bad line: what arrived stays, and the sender goes on from there, an hour or a day later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any, NamedTuple, cast
from uuid import UUID

from django.db import transaction

from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.kernel.refusals import Refused
from yiwang.privacy.sealing import seal, seal_bytes, unseal, unseal_bytes

from .domain.kinds import taken_by_name
from .domain.names import clean_name
from .operations import UNCLAIMED, Stored, store
from .shelf import shelf
from .vault import Reader, Writer, name_of, place

MOST_PIECE = 1024 * 1024
"""Octets of one piece."""


class Progress(NamedTuple):
    """How far a file has come; `stored` once it is whole."""

    id: UUID
    received: int
    stored: Stored | None = None


def begin(*, name: str, size: int, limit: int, by: int | None, at: datetime) -> Progress:
    """Announce a file and return where its pieces go.

    Refused `file_empty`, `file_too_large`, `file_kind_not_taken`: as far as name and size tell, before anything is sent.
    """
    name = clean_name(name)
    if size <= 0:
        raise Refused("file_empty", field="files", name=name)
    if size > limit:
        raise Refused("file_too_large", field="files", name=name, limit=limit, limit_mb=limit // 1024 // 1024)
    taken_by_name(name)
    file_id = uuid7(at)
    sql.execute(
        "INSERT INTO file_sending (id, by, at, name, size, received, sizes, key) VALUES (%s, %s, %s, %s, %s, 0, '{}', %s)",
        [
            file_id,
            by,
            at,
            seal(name, place(file_id, "name")),
            size,
            seal_bytes(os.urandom(32), place(file_id, "key"), purpose="file"),
        ],
    )
    return Progress(file_id, 0)


def received(*, file_id: UUID, by: int | None, at: datetime) -> Progress:
    """Return how far a file has come; Refused `no_such_file` when it is nobody's, somebody else's, or a day old."""
    row = sql.one(
        "SELECT received FROM file_sending WHERE id = %s AND by IS NOT DISTINCT FROM %s::bigint AND at > %s", [file_id, by, at - UNCLAIMED]
    )
    if row is None:
        raise Refused("no_such_file", field="files")
    return Progress(file_id, row["received"])


def add(*, file_id: UUID, offset: int, octets: bytes, by: int | None, at: datetime) -> Progress:
    """Take a piece that begins at `offset`; the last one makes the file an upload like any other (`operations.store`).

    A piece that does not begin where the last one ended changes nothing: what is returned says where to go on. Refused `no_such_file`,
    `too_large` (a piece, or more than was announced), and what `store` refuses; then the file is forgotten.
    """
    with transaction.atomic():
        row = _locked(file_id, by, at)
        if offset != row["received"] or not octets:
            return Progress(file_id, row["received"])
        if len(octets) > MOST_PIECE or offset + len(octets) > row["size"]:
            raise Refused("too_large", field="files", limit=MOST_PIECE)
        _piece(file_id, _key(file_id, row), len(row["sizes"]), octets)
        sql.execute(
            "UPDATE file_sending SET received = received + %s, sizes = sizes || %s::integer WHERE id = %s",
            [len(octets), len(octets), file_id],
        )
    come = offset + len(octets)
    return Progress(file_id, come, _whole(file_id, by, at) if come == row["size"] else None)


def _locked(file_id: UUID, by: int | None, at: datetime) -> dict[str, Any]:
    row = sql.one(
        "SELECT name, size, received, sizes, key FROM file_sending WHERE id = %s AND by IS NOT DISTINCT FROM %s::bigint AND at > %s"
        " FOR UPDATE",
        [file_id, by, at - UNCLAIMED],
    )
    if row is None:
        raise Refused("no_such_file", field="files")
    return row


def _key(file_id: UUID, row: dict[str, Any]) -> bytes:
    return unseal_bytes(row["key"], place(file_id, "key"))


def _piece(file_id: UUID, key: bytes, number: int, octets: bytes) -> None:
    writer = Writer(file_id, key, f"part{number}")
    try:
        writer.write(octets)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _whole(file_id: UUID, by: int | None, at: datetime) -> Stored:
    """Make one file of the pieces; refused or not, the pieces go."""
    with transaction.atomic():
        row = _locked(file_id, by, at)
        source = _Joined(file_id, _key(file_id, row), row["sizes"])
        try:
            stored: Stored | Refused = store(
                stream=cast("IO[bytes]", source), name=unseal(row["name"], place(file_id, "name")), limit=row["size"], by=by, at=at
            )
        except Refused as refusal:
            stored = refusal
        sql.execute("DELETE FROM file_sending WHERE id = %s", [file_id])
        transaction.on_commit(lambda: forget_pieces(file_id, len(row["sizes"])))
    if isinstance(stored, Refused):
        raise stored
    return stored


class _Joined:
    """The pieces as one stream."""

    def __init__(self, file_id: UUID, key: bytes, sizes: list[int]) -> None:
        self._pieces = self._read(file_id, key, sizes)
        self._rest = b""

    @staticmethod
    def _read(file_id: UUID, key: bytes, sizes: list[int]) -> Iterator[bytes]:
        for number, size in enumerate(sizes):
            with Reader(file_id, key, size, f"part{number}") as piece:
                yield piece.read()

    def read(self, size: int) -> bytes:
        """Return up to `size` octets, b"" at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        octets, self._rest = self._rest[:size], self._rest[size:]
        return octets


def forget_pieces(file_id: UUID, pieces: int) -> None:
    """Remove the pieces of a file from the shelf."""
    for number in range(pieces):
        shelf().remove(name_of(file_id, f"part{number}"))


def forget_unfinished(*, at: datetime) -> int:
    """Remove what was begun more than a day ago and never became whole; returns how many."""
    rows = sql.rows("DELETE FROM file_sending WHERE at <= %s RETURNING id, cardinality(sizes) AS pieces", [at - UNCLAIMED])
    for row in rows:
        transaction.on_commit(lambda row=row: forget_pieces(row["id"], row["pieces"] + 1))  # one may lie there that was never counted
    return len(rows)
