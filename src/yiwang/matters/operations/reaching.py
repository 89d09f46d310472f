"""Opens the phone of a person who brought a matter, for one message to them; written down in the access log like any other look."""

from __future__ import annotations

from datetime import datetime

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql

from .. import numbers
from ..sealed import open_party
from .looks import note_look

REASON = "notify"
"""Reason in the access log: the machine opened it to send a message, and showed it to nobody."""


def phone_of(*, number: str, party: int, channel: str, at: datetime) -> str:
    """Return the phone of a party (`notices.installation.AddressOf`), "" when there is none or it was erased."""
    if channel not in {"sms", "voice"}:
        return ""
    named = numbers.parse(number)
    row = sql.one(
        "SELECT m.county, m.id, p.sealed FROM matter m JOIN matter_party p ON p.county = m.county AND p.matter_id = m.id AND p.no = %s"
        " WHERE m.county = %s AND m.number = %s",
        [party, named.county, str(named)],
    )
    if row is None or row["sealed"] is None:
        return ""
    note_look(number=str(named), actor=Actor(role=Role.SYSTEM), reason=REASON, at=at, part=f"party.{party}.phone")
    return open_party(row["sealed"], county=row["county"], matter_id=row["id"], no=party).phone
