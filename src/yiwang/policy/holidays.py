"""Reading a year of holidays in the JSON shape of NateScarlet/holiday-cn.

That is {"year": 2027, "papers": […], "days": [{"name", "date", "isOffDay"}, …]}.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yiwang.kernel.refusals import Refused

from . import queries
from .domain.pack import Pack


class Day(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One day the notice names: off, or worked although it is a weekend."""

    name: str
    date: date
    is_off_day: bool


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """One year's notice."""

    year: int
    days: tuple[Day, ...]
    papers: tuple[str, ...] = ()


def looks_like_a_year(text: bytes) -> bool:
    """Say whether the text is a year of holidays rather than a pack."""
    try:
        return set(msgspec.json.decode(text, type=dict[str, msgspec.Raw])) >= {"year", "days"}
    except msgspec.DecodeError:
        return False


def as_pack(*, text: bytes, valid_from: date) -> Pack[Any]:
    """Return the newest calendar with this year put in, as a new version.

    Refused `bad_pack` (unreadable, or a year without a single day off), `no_policy` (no calendar to add to).
    """
    try:
        year = msgspec.json.decode(text, type=Year)
    except msgspec.DecodeError as fault:
        raise Refused("bad_pack", reason=str(fault)) from fault
    if not any(day.is_off_day and day.date.year == year.year for day in year.days):
        raise Refused("bad_pack", reason=f"no day off in {year.year}")
    known = queries.packs("calendar")
    if not known:
        raise Refused("no_policy", kind="calendar")
    years = dict(msgspec.to_builtins(known[-1].body)["years"])
    for number in sorted({day.date.year for day in year.days}):
        years[str(number)] = _merged(years.get(str(number)), year, number)
    return Pack(
        kind="calendar",
        version=f"cn-{year.year}-{valid_from:%Y%m%d}",
        valid_from=valid_from,
        source=f"国务院办公厅{year.year}年节假日安排通知 {' '.join(year.papers)}（holiday-cn, MIT）".strip(),
        body={"years": years},
    )


def _merged(entry: dict[str, Any] | None, year: Year, number: int) -> dict[str, Any]:
    """The notice's own year is taken whole and is firm; days of a neighbouring year (a December before New Year) are added to it."""
    off = {day.date.isoformat() for day in year.days if day.is_off_day and day.date.year == number}
    worked = {day.date.isoformat() for day in year.days if not day.is_off_day and day.date.year == number}
    if number == year.year:
        return {"holidays": sorted(off), "makeup": sorted(worked), "provisional": False}
    entry = entry or {"provisional": True}
    return entry | {"holidays": sorted({*entry.get("holidays", ()), *off}), "makeup": sorted({*entry.get("makeup", ()), *worked})}
