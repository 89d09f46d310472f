"""Reading files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.privacy.sealing import Unsealable, unseal, unseal_bytes

from .vault import SALT, SMALL, Reader, digest_of, place


class Opened(NamedTuple):
    """A file ready to be sent: read `content` in pieces; closes itself when a response has sent it."""

    name: str
    media: str
    size: int
    content: Reader


def open_file(*, county: str, file_id: UUID) -> Opened:
    """Open a file of a county; whether the viewer may is the caller's question (`access.may_open`, or the matter it belongs to).

    Refused `no_such_file` (unknown or erased); Unsealable when its key or bytes are lost or were tampered with.
    """
    row = _row(county, file_id)
    secret = unseal_bytes(row["key"], place(file_id, "key"))
    return Opened(
        name=unseal(row["name"], place(file_id, "name")),
        media=row["media"],
        size=row["size"],
        content=Reader(file_id, secret[SALT:], row["size"]),
    )


def open_small(*, county: str, file_id: UUID) -> Opened:
    """Open the small picture of a file; the same right as for the file.

    Refused `no_such_file` (unknown, erased, or a file without one); Unsealable as for the file.
    """
    row = _row(county, file_id)
    if not row["small"]:
        raise Refused("no_such_file", field="files")
    secret = unseal_bytes(row["key"], place(file_id, "key"))
    return Opened(
        name=unseal(row["name"], place(file_id, "name")),
        media="image/jpeg",
        size=row["small"],
        content=Reader(file_id, secret[SALT:], row["small"], SMALL),
    )


def _row(county: str, file_id: UUID) -> dict[str, Any]:
    row = sql.one("SELECT name, media, size, digest, key, small FROM stored_file WHERE county = %s AND id = %s", [county, file_id])
    if row is None or row["key"] is None:
        raise Refused("no_such_file", field="files")
    return row


def intact(*, county: str, file_id: UUID) -> bool:
    """Read a file through and say whether it is the one that was stored."""
    row = _row(county, file_id)
    return _through(row, file_id) == row["digest"]


def altered(*, county: str, file_id: UUID, digest: bytes, through: bool, erased: Callable[[], bool]) -> str:
    """Say what is wrong with a file, measured by a digest kept elsewhere; "" when nothing is.

    `through`: read its bytes too. `erased`: asked about a file that is no more, whether it was to be erased.
    """
    row = sql.one("SELECT name, media, size, digest, key, erased FROM stored_file WHERE county = %s AND id = %s", [county, file_id])
    if row is None:
        return "is gone, without having been erased"
    if bytes(row["digest"]) != digest:
        return "another file's row stands in its place"
    if row["erased"] or row["key"] is None:
        return "" if erased() else "was erased, but nobody wrote down that it should be"
    return "" if not through or _through(row, file_id) == digest else "is lost, or not the one that was stored"


def _through(row: dict[str, Any], file_id: UUID) -> bytes:
    """Return the digest of what is on disk; b"" when it cannot be opened."""
    try:
        secret = unseal_bytes(row["key"], place(file_id, "key"))
        digest = digest_of(secret[:SALT])
        with Reader(file_id, secret[SALT:], row["size"]) as content:
            for piece in content.pieces():
                digest.update(piece)
    except Unsealable:
        return b""
    return bytes(digest.digest())
