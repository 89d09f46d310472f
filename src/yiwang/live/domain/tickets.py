"""A ticket: what one page may hear for the next minute, signed by the pages, read by the stream. Neither asks the other anything."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

import msgspec

LIFE = 60
"""Seconds for which a ticket is good; a page that is still open, and whose reader still may, gets a new one."""
LONGEST = 16 * 1024
_PURPOSE = b"yiwang live ticket\0"


class Who(msgspec.Struct, frozen=True, omit_defaults=True):
    """The member of staff before the page, as colleagues see them while it is open; never written down."""

    user: int
    name: str = ""
    post: str = ""


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """What a page may hear."""

    topics: dict[str, str]
    """Topics inside the house (`unit:12`) → what the page calls them (`queue`)."""
    rights: Any
    """What decides further who may hear of something; only the `Admits` that wiring names understands it."""
    who: Who
    shared: tuple[str, ...] = ()
    """Topics on which people see each other."""
    origin: str
    """Where the page comes from: no other page is answered."""
    until: float
    """Unix seconds."""


def sign(ticket: Ticket, *, key: bytes) -> str:
    """Return the ticket as text that nobody without the key can make or change."""
    body = base64.urlsafe_b64encode(msgspec.json.encode(ticket))
    return f"{body.decode()}.{_mark(body, key)}"


def opened(text: str, *, key: bytes, at: float) -> Ticket | None:
    """Return a ticket that is whole and still good at `at` (unix seconds), or None."""
    body, _, mark = text.partition(".")
    if len(text) > LONGEST or not text.isascii() or not hmac.compare_digest(mark, _mark(body.encode(), key)):
        return None
    try:
        ticket = msgspec.json.decode(base64.urlsafe_b64decode(body), type=Ticket)
    except (msgspec.DecodeError, binascii.Error):  # signed by an older version of this program
        return None
    return ticket if at < ticket.until else None


def _mark(body: bytes, key: bytes) -> str:
    return hmac.digest(key, _PURPOSE + body, hashlib.sha256).hex()
