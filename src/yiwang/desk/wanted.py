"""What a list is asked for, read from an address and written back to one; there is no filter by person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries import DUTIES, Filters

WORDS = ("platform", "state", "nature", "procedure", "category", "channel", "place", "words")
DAYS = ("since", "until")
FLAGS = ("overdue", "soon", "group", "urged", "sensitive", "suspended")
NAMES = (*WORDS, "unit", *DAYS, *FLAGS)
"""Filters by the name they have in an address."""
LONGEST = 60


PERIODS = ("today", "week", "month", "last_month")
"""Days of registration told from today: a saved view goes along with the calendar."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A list: duty, filters, order."""

    duty: str
    filters: Filters = Filters()
    period: str = ""
    sort: str = ""

    def on(self, at: datetime) -> Filters:
        """Return the filters as they are on the day of this moment."""
        if not self.period:
            return self.filters
        today = day_of(at)
        first = today.replace(day=1)
        before = first - timedelta(days=1)
        spans = {
            "today": (today, today),
            "week": (today - timedelta(days=6), today),
            "month": (first, today),
            "last_month": (before.replace(day=1), before),
        }
        since, until = spans[self.period]
        return msgspec.structs.replace(self.filters, since=since, until=until)

    def params(self) -> dict[str, str]:
        """Return it as the parameters of an address; what is not asked for is left out."""
        told: dict[str, str] = {"duty": self.duty}
        for name in NAMES:
            value = getattr(self.filters, name)
            if value not in ("", None, False):
                told[name] = "1" if value is True else str(value)
        told |= {"period": self.period} if self.period else {}
        return told | ({"sort": self.sort} if self.sort else {})

    def query(self) -> str:
        """Return it as the query of an address."""
        return urlencode(self.params())

    def without(self, name: str) -> Wanted:
        """Return it with one filter taken away."""
        if name == "period":
            return msgspec.structs.replace(self, period="")
        empty: Any = False if name in FLAGS else None if name in (*DAYS, "unit") else ""
        return msgspec.structs.replace(self, filters=msgspec.structs.replace(self.filters, **{name: empty}))


def read(given: Mapping[str, str], *, duty: str = "") -> Wanted:
    """Return what an address asks for; raises BadInput by filter (`unknown_choice`, `not_a_date`, `not_a_number`)."""
    errors: list[Refused] = []
    values: dict[str, Any] = {name: given.get(name, "").strip()[:LONGEST] for name in WORDS}
    values |= {name: bool(given.get(name)) for name in FLAGS}
    if unit := given.get("unit", "").strip():
        if unit.isdigit() and len(unit) < 19:
            values["unit"] = int(unit)
        else:
            errors.append(Refused("not_a_number", field="unit"))
    for name in DAYS:
        if day := given.get(name, "").strip():
            try:
                values[name] = date.fromisoformat(day)
            except ValueError:
                errors.append(Refused("not_a_date", field=name))
    named = given.get("duty") or duty
    if named not in DUTIES:
        errors.append(Refused("unknown_duty", field="duty"))
    period = given.get("period", "")
    if period and period not in PERIODS:
        errors.append(Refused("unknown_choice", field="period"))
    if errors:
        raise BadInput(errors)
    return Wanted(duty=named, filters=Filters(**values), period=period, sort=given.get("sort", ""))


def from_query(query: str) -> Wanted:
    """Return what a saved query asks for; raises as `read`."""
    return read(dict(parse_qsl(query)))
