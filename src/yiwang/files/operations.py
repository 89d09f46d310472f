"""Storing, taking and erasing files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import IO, NamedTuple
from uuid import UUID

from django.db import transaction

from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.kernel.refusals import Refused
from yiwang.privacy.sealing import seal, seal_bytes, unseal

from .domain.kinds import HEAD, Kind, kind_of
from .domain.names import clean_name
from .pictures import PICTURES, drawn
from .scanning import scanned
from .vault import PIECE, SALT, SMALL, Writer, digest_of, place, remove

UNCLAIMED = timedelta(days=1)
"""How long an upload waits for the deed it belongs to."""


class Stored(NamedTuple):
    """A file as the deed that takes it sees it."""

    id: UUID
    name: str
    media: str
    size: int
    digest: bytes
    """Salted with what only the file's own key row holds: it tells nothing once the file is erased."""
    small: int = 0
    """Octets of its small picture, 0 where there is none."""


def store(*, stream: IO[bytes], name: str, limit: int, by: int | None, at: datetime) -> Stored:
    """Store an upload sealed, and return it; it waits a day for the deed that takes it (`claim`).

    `limit` is the door's, in octets. A picture is drawn anew (`pictures`) and may then be called `.jpg` or `.png`. Refused, with the
    cleaned `name`: `file_empty`, `file_too_large`, `file_kind_not_taken`, `file_not_what_it_says`, `file_broken_off`, `file_infected`,
    `file_not_scanned`, `picture_broken`, `picture_too_large`; then nothing is left of it.
    """
    name = clean_name(name)
    head = _read(stream, HEAD, name)
    kind = kind_of(name, head)
    pieces: Iterable[bytes] = scanned(_pieces(head, stream, name, limit), name=name)
    media, small = kind.media, b""
    if media in PICTURES:
        picture = drawn(content=b"".join(pieces), name=name, media=media)
        name, media, small, pieces = picture.name, picture.media, picture.small, [picture.content]
    return _kept(pieces, name=name, media=media, small=small, by=by, at=at)


def _kept(pieces: Iterable[bytes], *, name: str, media: str, small: bytes, by: int | None, at: datetime) -> Stored:
    """Write the bytes to the shelf and the row beside them; nothing is left of either when one fails."""
    file_id, secret = uuid7(at), os.urandom(SALT + 32)
    try:
        size, digest = _copy(pieces, Writer(file_id, secret[SALT:]), secret[:SALT])
        if small:
            _copy([small], Writer(file_id, secret[SALT:], SMALL), secret[:SALT])
        stored = Stored(file_id, name, media, size, digest, len(small))
        _note(stored, secret, by, at)
    except BaseException:
        remove(file_id, SMALL)
        raise
    return stored


def _read(stream: IO[bytes], most: int, name: str) -> bytes:
    """Read until `most` octets are there or the stream ends."""
    octets = b""
    try:
        while len(octets) < most and (more := stream.read(most - len(octets))):
            octets += more
    except OSError as broken:
        raise Refused("file_broken_off", field="files", name=name) from broken
    return octets


def _pieces(head: bytes, stream: IO[bytes], name: str, limit: int) -> Iterator[bytes]:
    """Yield the content from its head on; stops with a refusal as soon as it is more than the limit."""
    size, octets = 0, head
    while octets:
        size += len(octets)
        if size > limit:
            raise Refused("file_too_large", field="files", name=name, limit=limit, limit_mb=limit // 1024 // 1024)
        yield octets
        octets = _read(stream, PIECE, name)


def _copy(pieces: Iterable[bytes], writer: Writer, salt: bytes) -> tuple[int, bytes]:
    digest, size = digest_of(salt), 0
    try:
        for octets in pieces:
            size += len(octets)
            digest.update(octets)
            writer.write(octets)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return size, digest.digest()


def _note(file: Stored, secret: bytes, by: int | None, at: datetime) -> None:
    sql.execute(
        "INSERT INTO file_upload (id, by, at, name, media, size, digest, key, small) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            file.id,
            by,
            at,
            seal(file.name, place(file.id, "name")),
            file.media,
            file.size,
            file.digest,
            seal_bytes(secret, place(file.id, "key"), purpose="file"),
            file.small,
        ],
    )


def claim(*, ids: Sequence[UUID], county: str, by: int | None, at: datetime, retention: str = "matter") -> list[Stored]:
    """Take uploads into a county's keeping, in the transaction of the deed they belong to, and return them in the order given.

    Refused `no_such_file` when one is not there, was uploaded by somebody else, was taken before, or waited longer than a day.
    """
    rows = sql.rows(
        "WITH taken AS (DELETE FROM file_upload WHERE id = ANY(%s::uuid[]) AND by IS NOT DISTINCT FROM %s::bigint AND at > %s RETURNING *)"
        " INSERT INTO stored_file (county, id, by, at, name, media, size, digest, key, small, retention, held)"
        " SELECT %s, id, by, at, name, media, size, digest, key, small, %s, false FROM taken"
        " RETURNING id, name, media, size, digest, small",
        [list(ids), by, at - UNCLAIMED, county, retention],
    )
    found = {row["id"]: Stored(**{**row, "name": unseal(row["name"], place(row["id"], "name"))}) for row in rows}
    if len(found) != len(set(ids)):
        raise Refused("no_such_file", field="files")
    return [found[file_id] for file_id in ids]


def wait_longer(*, ids: Sequence[UUID], by: int, until: datetime) -> int:
    """Let one's own uploads wait for their deed until then, as a kept form does that names them; returns how many wait."""
    return sql.execute("UPDATE file_upload SET at = %s WHERE id = ANY(%s::uuid[]) AND by = %s", [until - UNCLAIMED, list(ids), by])


def keep_until(*, county: str, ids: Sequence[UUID], until: date | None, held: bool | None = None) -> int:
    """Set from when files may be erased, and whether a legal hold keeps them; returns how many were set."""
    return sql.execute(
        "UPDATE stored_file SET until = %s, held = coalesce(%s, held) WHERE county = %s AND id = ANY(%s::uuid[]) AND erased IS NULL",
        [until, held, county, list(ids)],
    )


def erase(*, county: str, file_id: UUID, at: datetime) -> bool:
    """Erase a file for ever: its key and name at once, its bytes after the commit. False when it is gone already.

    Refused `legal_hold`.
    """
    row = sql.one("SELECT held, erased FROM stored_file WHERE county = %s AND id = %s FOR UPDATE", [county, file_id])
    if row is None or row["erased"]:
        return False
    if row["held"]:
        raise Refused("legal_hold", field="files")
    sql.execute(
        "UPDATE stored_file SET key = NULL, name = '', erased = %s, until = NULL WHERE county = %s AND id = %s", [at, county, file_id]
    )
    transaction.on_commit(lambda: remove(file_id, SMALL))
    return True


def forget_unclaimed(*, at: datetime) -> int:
    """Remove uploads that no deed took within a day; returns how many."""
    rows = sql.rows("DELETE FROM file_upload WHERE at <= %s RETURNING id", [at - UNCLAIMED])
    for row in rows:
        transaction.on_commit(lambda file_id=row["id"]: remove(file_id, SMALL))
    return len(rows)


__all__ = ["Kind", "Stored", "claim", "erase", "forget_unclaimed", "keep_until", "store", "wait_longer"]
