"""What leaves the house for others to check: the proof of one matter, and the dump of the whole ledger; neither holds any text.

Both are read by `script/verify_ledger.py`, which shares no code with us.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from yiwang.kernel.chain import canonical, merkle_path
from yiwang.kernel.refusals import Refused

from . import reading, seals
from .entries import Entry, body, day_of


def prove(number: str) -> dict[str, Any]:
    """Return the proof of a matter: its entries, the paths of its heads to the root of each sealed day, and the days to the newest.

    Refused: `unknown_number`.
    """
    with reading.one_moment():
        county, matter_id = _find(number)
        written = reading.entries_of(county=county, matter_id=matter_id)
        chain = list(seals.stored(day_of(written[0].at))) if written else []
        sealed = {seal.day for seal in chain}
        days = sorted({day_of(entry.at) for entry in written} & sealed)
        return {
            "format": "yiwang-proof-1",
            "number": number,
            "county": county,
            "matter": str(matter_id),
            "entries": [said(entry) for entry in written],
            "days": [_membership(day, county, matter_id) for day in days],
            "seals": [sealed_day(seal) for seal in chain],
        }


def _find(number: str) -> tuple[str, UUID]:
    county = number[:6]
    with connection.cursor() as cursor:
        cursor.execute("SELECT county, id FROM matter WHERE county = %s AND number = %s", [county, number])
        row = cursor.fetchone()
    if row is None:
        raise Refused("unknown_number", field="number", number=number)
    return row


def said(entry: Entry) -> dict[str, Any]:
    """Return an entry as it is dumped: what was hashed, and the two hashes."""
    return {**json.loads(canonical(body(entry))), "prev": entry.prev.hex(), "head": entry.head.hex()}


def sealed_day(seal: seals.Seal) -> dict[str, Any]:
    """Return a seal as it is dumped."""
    values: dict[str, Any] = json.loads(canonical(seal._asdict()))
    return values


def _membership(day: date, county: str, matter_id: UUID) -> dict[str, Any]:
    """Return the matter's head of a day, with the way from its leaf to the root of that day."""
    heads = seals.heads(day)
    index = next(i for i, head in enumerate(heads) if (head.county, head.matter_id) == (county, matter_id))
    path = merkle_path([head.leaf for head in heads], index)
    return {
        "day": day.isoformat(),
        "seq": heads[index].seq,
        "head": heads[index].head.hex(),
        "path": [[side, neighbour.hex()] for side, neighbour in path],
    }


def dump(progress: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """Yield the lines of a dump: a heading, every entry in order, every seal, and how many there were."""
    with reading.one_moment():
        yield _line({"format": "yiwang-dump-1"})
        count = 0
        for count, entry in enumerate(reading.entries(), 1):
            yield _line({"entry": said(entry)})
            progress(count)
        chain = list(seals.stored())
        for seal in chain:
            yield _line({"seal": sealed_day(seal)})
        yield _line({"end": {"entries": count, "seals": len(chain)}})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
