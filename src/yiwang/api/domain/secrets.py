"""The secret of a token: 256 random bits that are shown once; only their digest is stored."""

from __future__ import annotations

import hashlib
import re
import secrets

PREFIX = "yiwang_"
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def new_secret() -> str:
    """Return a fresh secret; the prefix lets scanners recognise one that leaked."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes | None:
    """Return what is stored of a secret, or None for a text that cannot be one (it is not even looked up).

    A plain SHA-256 is enough: 256 random bits cannot be guessed, so there is nothing a slow hash would protect.
    """
    return hashlib.sha256(secret.encode()).digest() if _SHAPE.fullmatch(secret) else None
