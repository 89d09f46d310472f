"""The timeline of a matter: its ledger, read as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.infra import sql
from yiwang.privacy import masking
from yiwang.privacy.deidentify import reidentify, shown

from ..domain.acts import SPECS, Act, Kind
from ..ledger.texts import SealedText, open_text
from ..sealed import PartyFields

PUBLIC_AT_REGISTRATION = ("narrative", "title")
"""What the person said themselves."""


class TextView(msgspec.Struct, frozen=True, kw_only=True):
    """A text of an entry; what it says of persons is masked."""

    name: str
    """Of the act's input."""
    text: str
    """"" when erased."""
    public: bool
    erased: bool = False


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One act as it happened."""

    seq: int
    at: datetime
    act: Act
    subject: str
    user: int | None
    user_name: str
    instead_of: str = ""
    """Name of the absent one in whose place it was done (代班)."""
    unit: int | None
    role: str
    data: dict[str, Any]
    """Values of the act's input: codes, unit ids, days, numbers."""
    texts: tuple[TextView, ...]
    public: bool
    """The person sees that it happened."""

    def unit_ids(self) -> Iterator[int]:
        """Yield the units the entry names."""
        if self.unit is not None:
            yield self.unit
        for field in SPECS[self.act].inputs:
            value = self.data.get(field.name)
            if field.kind == Kind.UNIT and isinstance(value, int):
                yield value
            elif field.kind == Kind.UNITS and isinstance(value, list):
                yield from value


_LEDGER = """
SELECT e.seq, e.at, e.act, e.subject, e.user_id, e.unit_id, e.role, e.data::text AS data, coalesce(u.name, '') AS user_name,
       coalesce(z.name, '') AS instead_of, t.name AS text_name, t.sealed, t.found, t.erased
FROM ledger_entry e
LEFT JOIN matter_text t ON t.county = e.county AND t.matter_id = e.matter_id AND t.seq = e.seq
LEFT JOIN accounts_user u ON u.id = e.user_id
LEFT JOIN centers_appointment a ON a.id = e.post_id AND a.stands_in_for_id IS NOT NULL
LEFT JOIN centers_appointment y ON y.id = a.stands_in_for_id LEFT JOIN accounts_user z ON z.id = y.user_id
WHERE e.county = %s AND e.matter_id = %s
ORDER BY e.seq, t.name
"""


def read_timeline(*, county: str, matter_id: UUID, values: Mapping[str, str]) -> tuple[TimelineEntry, ...]:
    """Return all entries, oldest first, in one statement; placeholders are filled from `values` (masked, or in full after a reveal)."""
    entries: list[TimelineEntry] = []
    for row in sql.rows(_LEDGER, [county, matter_id]):
        text = _text(row, county, matter_id, values) if row["text_name"] is not None else None
        if entries and entries[-1].seq == row["seq"]:
            entries[-1] = msgspec.structs.replace(entries[-1], texts=(*entries[-1].texts, text))
        else:
            entries.append(_entry(row, (text,) if text else ()))
    return tuple(entries)


def _entry(row: Mapping[str, Any], texts: tuple[TextView, ...]) -> TimelineEntry:
    act, data = Act(row["act"]), msgspec.json.decode(row["data"])
    return TimelineEntry(
        seq=row["seq"],
        at=row["at"],
        act=act,
        subject=row["subject"],
        user=row["user_id"],
        user_name=row["user_name"],
        instead_of=row["instead_of"],
        unit=row["unit_id"],
        role=row["role"],
        data=data,
        texts=texts,
        public=SPECS[act].public or is_told(act, data),
    )


def _text(row: Mapping[str, Any], county: str, matter_id: UUID, values: Mapping[str, str]) -> TextView:
    sealed = SealedText(row["seq"], row["text_name"], row["sealed"], row["found"], row["erased"])
    opened = open_text(sealed, county=county, matter_id=matter_id)
    return TextView(
        name=row["text_name"],
        text=reidentify(shown(opened.text), values) if opened else "",
        public=is_public(Act(row["act"]), row["text_name"]) or is_told(Act(row["act"]), msgspec.json.decode(row["data"])),
        erased=opened is None,
    )


def is_told(act: Act, data: Mapping[str, Any]) -> bool:
    """Say whether a note was written for the person to read."""
    return act == Act.NOTE and data.get("visible") is True


def is_public(act: Act, name: str) -> bool:
    """Say whether the person may read this text of an act."""
    if act == Act.REGISTER:
        return name in PUBLIC_AT_REGISTRATION
    if act == Act.FOLLOW_MASTER:
        return name == "answer"  # what the master was answered, for the people of its members
    return any(field.name == name and field.public for field in SPECS[act].inputs)


def masked_values(parties: Iterable[PartyFields]) -> dict[str, str]:
    """Return what placeholders of the parties are shown as: masked."""
    values: dict[str, str] = {}
    for no, fields in enumerate(parties, 1):
        shown_as = {
            "": masking.mask_name(fields.name),
            "电话": masking.mask_phone(fields.phone),
            "证件": masking.mask_document(fields.document),
            "房号": "***" if fields.room or fields.address else "",
        }
        values |= {f"〔当事人{no}{word}〕": value for word, value in shown_as.items() if value}
    return values
