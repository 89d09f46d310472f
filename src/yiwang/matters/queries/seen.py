"""Which of some matters exist for an actor, and how far they have come: what a page may be told about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused

from .. import numbers
from ..access import visible_to


def versions(*, typed: Sequence[str], actor: Actor, at: datetime) -> dict[str, int]:
    """Return number → version of those of the matters that the actor may see, in one statement; the others do not exist."""
    named = []
    for text in typed:
        try:
            named.append(numbers.parse(text))
        except Refused:
            continue
    if not named:
        return {}
    seen, values = visible_to(actor, centers.net(at))
    rows = sql.rows(
        f"SELECT m.number, m.version FROM matter m JOIN unnest(%s::text[], %s::text[]) AS n (county, number)"  # noqa: S608 - our own rule
        f" ON m.county = n.county AND m.number = n.number WHERE {seen}",
        [[number.county for number in named], [str(number) for number in named], *values],
    )
    return {row["number"]: row["version"] for row in rows}
