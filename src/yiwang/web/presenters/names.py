"""Names of what data only numbers: units, entries of policy lists, categories, places."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

from yiwang.matters.queries.policy import category, policy_at
from yiwang.regions import queries as regions
from yiwang.web.presenters.marks import english

_REMEMBERED_SECONDS = 300
_places: dict[str, tuple[float, str]] = {}


def place_name(code: str) -> str:
    """Return a place's name from its county down; remembered by the process for five minutes, for names change by the year."""
    held = _places.get(code)
    if held is None or time.monotonic() - held[0] > _REMEMBERED_SECONDS:
        if len(_places) > 20_000:
            _places.clear()
        held = _places[code] = (time.monotonic(), regions.full_name(code, start=3))
    return held[1]


class Names:
    """The names one page needs; units were read with the page, lists and categories come from the policy in memory."""

    def __init__(self, *, units: Mapping[int, str], at: datetime) -> None:
        self._units, self._at = units, at

    def unit(self, unit: int | None, /) -> str:
        """Return the unit's name, "" when it is not on the page."""
        return self._units.get(unit, "") if unit is not None else ""

    def word(self, list_name: str, code: str, /) -> str:
        """Return the label of a list's entry, the code itself when the list no longer has it."""
        body = policy_at(self._at).body
        entries = body.lists.get(list_name, ())
        if list_name == "suspension_reasons":
            entries = tuple(entry for rule in body.procedures.values() for entry in rule.suspension_reasons)
        return next(((entry.en if english() else entry.zh) for entry in entries if entry.code == code), code)

    def category(self, code: str, /) -> str:
        """Return the category's name."""
        node = category(code, self._at)
        return ((node.en or node.zh) if english() else node.zh) if node else code
