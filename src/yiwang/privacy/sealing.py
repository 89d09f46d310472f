"""Sealing of fields and texts: what is sealed opens only with the installation's keys and only in the place it was sealed for.

Layout of a sealed value: version (1) · algorithm (1) · data key id (8) · nonce (12) · ciphertext · tag (16).
The first ten bytes and the context are authenticated too, so a value swapped into another row or field is noticed.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag

from .blind import blind
from .ciphers import NONCE, TAG
from .keys import Unsealable, ring

__all__ = ["Unsealable", "blind", "context", "seal", "seal_bytes", "unseal", "unseal_bytes"]

VERSION = 1
_HEAD = 10


def context(*parts: object) -> bytes:
    """Return the place a value belongs to, for instance `context(county, matter_id, "party.1.phone")`."""
    return "|".join(str(part).replace("|", "||") for part in parts).encode()


def seal(text: str, place: bytes, /) -> bytes:
    """Return a text sealed for a place (see `context`)."""
    return seal_bytes(text.encode(), place)


def unseal(blob: bytes, place: bytes, /) -> str:
    """Return the text sealed for that place, or raise Unsealable."""
    return unseal_bytes(blob, place).decode()


def seal_bytes(plain: bytes, place: bytes, /, *, purpose: str = "seal") -> bytes:
    """Return bytes sealed for a place with the active key of a purpose ("seal" for fields, "file" for the keys of files)."""
    key = ring.active(purpose)
    head = bytes((VERSION, key.algorithm.mark)) + key.id
    nonce = os.urandom(NONCE)
    return head + nonce + key.sealer.seal(nonce, plain, head + place)


def unseal_bytes(blob: bytes, place: bytes, /) -> bytes:
    """Return the bytes sealed for that place.

    Raises Unsealable: `seal_format` (not sealed by us), `key_unknown`, `key_lost`, `key_wrong` (see `keys`),
    `seal_tampered` (altered, cut, or moved here from another place).
    """
    blob = bytes(blob)
    if len(blob) < _HEAD + NONCE + TAG or blob[0] != VERSION:
        raise Unsealable("seal_format")
    head, nonce = blob[:_HEAD], blob[_HEAD : _HEAD + NONCE]
    key = ring.get(head[2:])
    try:
        return key.sealer.open(nonce, blob[_HEAD + NONCE :], head + place)
    except InvalidTag:
        raise Unsealable("seal_tampered", key=key.id.hex()) from None
