"""What is sealed of a party, and how it is opened: for de-identifying texts, for masked display, for a reveal."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import msgspec

from yiwang.privacy.deidentify import Known
from yiwang.privacy.sealing import context, unseal_bytes


class PartyFields(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The personal fields of one party."""

    name: str = ""
    phone: str = ""
    document: str = ""
    address: str = ""
    room: str = ""
    relation: str = ""
    """What an agent or representative is to whom they speak for: a daughter, a lawyer."""


def open_party(sealed: bytes | None, *, county: str, matter_id: UUID, no: int) -> PartyFields:
    """Return the fields of a party; none when they were erased. Raises Unsealable when tampered with or without the key."""
    if sealed is None:
        return PartyFields()
    return msgspec.json.decode(unseal_bytes(sealed, context(county, matter_id, "party", no)), type=PartyFields)


def known_parties(sealed: Iterable[bytes | None], *, county: str, matter_id: UUID) -> list[Known]:
    """Return what texts must not say in clear, of the parties in the order of their numbers."""
    opened = [(no, open_party(blob, county=county, matter_id=matter_id, no=no)) for no, blob in enumerate(sealed, 1)]
    return [
        Known(
            no,
            fields.name,
            (fields.phone,) if fields.phone else (),
            (fields.document,) if fields.document else (),
            fields.room or fields.address,
        )
        for no, fields in opened
    ]
