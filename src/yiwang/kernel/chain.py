"""The hash chain of the ledger: canonical bytes, entry and text hashes, Merkle trees, and JSON merge patches.

Everything here is what an auditor must be able to redo by hand: `script/verify_ledger.py` repeats it without this package.
All hashes are SHA-256 with a word in front ("yiwang-entry" …), so that no hash of one kind passes for one of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
"""What the first entry of a matter, and the first day, name as the hash before them."""


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value, as UTF-8: keys sorted, no blanks, moments in UTC with microseconds and "Z".

    Raises TypeError for what would not come back from JSON as it went in: floats, and keys that are not text.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a canonical object are text")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    for kind, said in _AS_TEXT:
        if isinstance(value, kind):
            return said(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def moment(at: datetime) -> str:
    """Return an aware moment in UTC as `2026-11-23T08:00:00.000000Z`."""
    if at.tzinfo is None:
        raise TypeError("a moment without a zone has no canonical form")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_AS_TEXT: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, moment),  # before date, which it also is
    (date, date.isoformat),
    (UUID, str),
    (bytes, bytes.hex),
)


def entry_hash(prev: bytes, body: Mapping[str, Any]) -> bytes:
    """Return the hash of a ledger entry that follows the entry hashed `prev`."""
    return hashlib.sha256(b"yiwang-entry\0" + prev + canonical(body)).digest()


def text_digest(salt: bytes, text: str) -> bytes:
    """Return the salted digest of a text; without its salt it tells nothing, even of a text that can be guessed."""
    return hashlib.sha256(b"yiwang-text\0" + salt + text.encode()).digest()


def leaf(*, county: str, matter: UUID, seq: int, head: bytes) -> bytes:
    """Return the Merkle leaf of a matter that changed on a day: its last entry of that day."""
    return hashlib.sha256(b"yiwang-leaf\0" + canonical({"county": county, "matter": matter, "seq": seq, "head": head})).digest()


def day_root(prev_root: bytes, *, day: date, count: int, root: bytes) -> bytes:
    """Return the sealed root of a day from the day before's, the number of matters changed and the Merkle root over them."""
    return hashlib.sha256(b"yiwang-day\0" + prev_root + canonical({"day": day, "count": count, "merkle_root": root})).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"yiwang-node\0" + left + right).digest()


def _level_up(level: Sequence[bytes]) -> list[bytes]:
    """Hash neighbours together; a last one without a neighbour goes up unchanged."""
    up = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return [*up, level[-1]] if len(level) % 2 else up


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaves in the order given; of no leaves, the hash of the bare word."""
    if not leaves:
        return hashlib.sha256(b"yiwang-node\0").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _level_up(level)
    return level[0]


def merkle_path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """Return what leads from a leaf to the root: for each step the neighbour and the side ("left", "right") it stands on."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(("left" if neighbour < index else "right", level[neighbour]))
        level, index = _level_up(level), index // 2
    return path


def merkle_climb(start: bytes, path: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the root that a leaf and its path lead to."""
    for side, neighbour in path:
        start = _node(neighbour, start) if side == "left" else _node(start, neighbour)
    return start


def merge_patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the RFC 7396 merge patch that makes `after` of `before`.

    Raises ValueError when `after` holds a null inside an object: there, null means "take away".
    """
    patch: dict[str, Any] = {key: None for key in before if key not in after}
    for key, new in after.items():
        old = before.get(key)
        if isinstance(new, Mapping):
            change = merge_patch(old if isinstance(old, Mapping) else {}, new)
            if change or not isinstance(old, Mapping):
                patch[key] = change
        elif new is None:
            raise ValueError(f"null cannot be said by a merge patch: {key}")
        elif key not in before or not _same(old, new):
            patch[key] = new
    return patch


def _same(old: object, new: object) -> bool:
    """Compare values of JSON, where true is not 1."""
    if old != new or isinstance(old, bool) != isinstance(new, bool):
        return False
    return not isinstance(new, list | tuple) or canonical(old) == canonical(new)


def apply_patch(doc: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return `doc` with an RFC 7396 merge patch applied; neither argument is touched."""
    result = dict(doc)
    for key, change in patch.items():
        if change is None:
            result.pop(key, None)
        elif isinstance(change, Mapping):
            old = result.get(key)
            result[key] = apply_patch(old if isinstance(old, Mapping) else {}, change)
        else:
            result[key] = change
    return result
