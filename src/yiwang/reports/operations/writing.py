"""Writing a report: its row, its history line by line, and the levels that must sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.policy.domain.reports import COUNTS
from yiwang.privacy.sealing import context, seal

from ..domain.chain import EntryKind, Step

LONGEST_TEXT = 5000
MOST = 1_000_000


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A report whose row this transaction holds."""

    county: str
    id: UUID
    number: str
    unit_id: int
    sort: str
    grade: str
    neutral: bool
    raised_by: int | None
    place: str
    counts: dict[str, int]
    state: str
    at: datetime
    due: datetime | None
    seq: int


_COLUMNS = "county, id, number, unit_id, sort, grade, neutral, raised_by, place, counts::text AS counts, state, at, due, seq"


def hold(county: str, report: UUID) -> Held:
    """Lock a report. Refused `no_such_report`."""
    row = sql.one(f"SELECT {_COLUMNS} FROM report WHERE county = %s AND id = %s FOR UPDATE", [county, report])  # noqa: S608
    if row is None:
        raise Refused("no_such_report")
    return Held(**{**row, "counts": msgspec.json.decode(row["counts"])})


def checked(*, text: str, counts: Mapping[str, int], text_needed: bool = True) -> dict[str, int]:
    """Return the numbers that are not 0, or raise BadInput by field."""
    errors = [Refused("required", field="text")] if text_needed and not text.strip() else []
    if len(text) > LONGEST_TEXT:
        errors.append(Refused("too_long", field="text", longest=LONGEST_TEXT))
    if "\x00" in text:
        errors.append(Refused("bad_characters", field="text"))
    errors += [Refused("unknown_choice", field=name) for name in counts if name not in COUNTS]
    errors += [Refused("out_of_range", field=name) for name, count in counts.items() if not 0 <= count <= MOST]
    if errors:
        raise BadInput(errors)
    return {name: count for name, count in counts.items() if count}


def add_entry(
    held: Held,
    *,
    seq: int,
    kind: EntryKind,
    at: datetime,
    user: int | None = None,
    unit: int | None = None,
    level: int | None = None,
    grade: str = "",
    counts: Mapping[str, int] | None = None,
    text: str = "",
) -> None:
    """Add a line to a report's history."""
    sealed = seal(text.strip(), context(held.county, held.id, "entry", seq)) if text.strip() else None
    written: dict[str, Any] = dict(counts if counts is not None else held.counts)
    sql.execute(
        "INSERT INTO report_entry (county, report_id, seq, at, kind, user_id, unit_id, level, grade, counts, text)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)",
        [
            held.county,
            held.id,
            seq,
            at,
            str(kind),
            user,
            unit,
            level,
            grade or held.grade,
            msgspec.json.encode(written).decode(),
            sealed,
        ],
    )


def add_steps(held: Held, steps: Sequence[Step], *, at: datetime) -> list[int]:
    """Write the levels that must sign and do not stand there yet; return the units that are new."""
    rows = sql.rows(
        "INSERT INTO report_receipt (county, report_id, unit_id, level, since, due, state, open, wake)"
        " SELECT %s, %s, s.unit, s.level, %s, s.due, 'waiting', true, s.due FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[])"
        " AS s (unit, level, due) ON CONFLICT (county, report_id, unit_id) DO NOTHING RETURNING unit_id",
        [held.county, held.id, at, [s.unit for s in steps], [s.level for s in steps], [s.due for s in steps]],
    )
    return [row["unit_id"] for row in rows]
