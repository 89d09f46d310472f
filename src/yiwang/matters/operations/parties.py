"""Parties of a matter, sealed: how they go into their rows and come out again."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from yiwang.privacy.deidentify import Known, deidentify
from yiwang.privacy.masking import split_address
from yiwang.privacy.sealing import blind, context, seal_bytes
from yiwang.privacy.titles import deidentify_line

from ..ledger.append import Text
from ..sealed import PartyFields
from .intake import Intake, PartyIn

Row = tuple[int, str, str, bool, bytes, bytes | None, bytes | None, bytes | None]


def known(intake: Intake) -> list[Known]:
    """Return what the texts of an intake must not say in clear."""
    parties = [
        Known(no, party.name.strip(), _some(party.phone), _some(party.document), party.address.strip())
        for no, party in enumerate(intake.parties, 1)
    ]
    if intake.room.strip() and parties and not parties[0].room:
        parties[0] = parties[0]._replace(room=intake.room.strip())
    return parties


class Where(NamedTuple):
    """The place of a matter in two: down to the building, in clear for routing; and what is sealed with the first party."""

    building: str
    detail: str


def where(intake: Intake) -> Where:
    """Split the address of an intake; whatever names a person or a room goes to the sealed part."""
    place = split(intake.address, known(intake))
    return place._replace(detail=place.detail + intake.room.strip())


def split(address: str, parties: Sequence[Known]) -> Where:
    """Split an address: down to the building without anybody's name, and all that may not stand in clear."""
    building, rest = split_address(address)
    plain = deidentify_line(building, [each._replace(room="") for each in parties]).text
    return Where(plain, rest if plain == building else address.strip())


def _some(value: str) -> tuple[str, ...]:
    return (value.strip(),) if value.strip() else ()


def rows(intake: Intake, detail: str, *, county: str, matter_id: UUID) -> list[Row]:
    """Return the rows of `matter_party` for an intake; `detail` of the place stands with the first party."""
    return [
        sealed_row(party, no=no, county=county, matter_id=matter_id, room=detail if no == 1 else "")
        for no, party in enumerate(intake.parties, 1)
    ]


def sealed_row(party: PartyIn, *, no: int, county: str, matter_id: UUID, room: str = "") -> Row:
    """Return the row of one party; `room` is what the address of the matter says beyond its building."""
    fields = PartyFields(
        name=party.name.strip(),
        phone=party.phone.strip(),
        document=party.document.strip(),
        address=party.address.strip(),
        room=room.strip(),
        relation=party.relation.strip(),
    )
    sealed = seal_bytes(msgspec.json.encode(fields), context(county, matter_id, "party", no))
    blinds = [blind(kind, value) if value else None for kind, value in blindable(fields)]
    return (no, party.part, party.kind, party.visiting, sealed, blinds[0], blinds[1], blinds[2])


def blindable(fields: PartyFields) -> tuple[tuple[str, str], ...]:
    """Return kind and value of what a party is found by, in the order of the columns."""
    return (("name", fields.name), ("phone", fields.phone), ("document", fields.document))


def hide(texts: Mapping[str, str], parties: Sequence[Known], *, clear: Container[str] = ()) -> dict[str, Text]:
    """Return the texts without the persons in them, ready for the ledger; those named in `clear` will stand in lists, readable to all."""
    return {name: Text(*(deidentify_line if name in clear else deidentify)(text, parties)) for name, text in texts.items()}
