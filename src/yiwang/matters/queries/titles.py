"""Titles of matters that something outside names by number: of those the reader may see, and only of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql

from ..access import visible_to


def titles(*, actor: Actor, numbers: Iterable[str], at: datetime) -> dict[str, str]:
    """Return number → title in one statement; what the actor may not see is missing."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    seen, values = visible_to(actor, centers.net(at))
    rows = sql.rows(
        "SELECT m.number, m.title FROM unnest(%s::text[], %s::text[]) AS w (county, number)"  # noqa: S608  # fixed text
        f" JOIN matter m ON m.county = w.county AND m.number = w.number WHERE {seen}",
        [[number[:6] for number in wanted], wanted, *values],
    )
    return {row["number"]: row["title"] for row in rows}
