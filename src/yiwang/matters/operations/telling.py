"""Telling open pages that matters have changed: their numbers and versions, with what decides who may know."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.live.operations import Telling, publish

from ..access import Sight
from ..domain import topics

_SEEN = """
SELECT m.county, m.number, m.version, m.stakes, m.above, m.area, m.registered_by, m.nature = 'accusation' AS accusation,
       array(SELECT b.unit FROM matter_block b WHERE b.county = m.county AND b.matter_id = m.id AND b.unit IS NOT NULL) AS blocked_units,
       array(SELECT b.user_id FROM matter_block b WHERE b.county = m.county AND b.matter_id = m.id AND b.user_id IS NOT NULL)
       AS blocked_users
FROM unnest(%s::text[], %s::text[]) AS e (county, number) JOIN matter m ON m.county = e.county AND m.number = e.number
"""


def tell_pages(events: Sequence[Event]) -> None:
    """Listener: each matter once, as it stands now; a page asks for the rest, with the rights of its reader."""
    changed = {event.key: event.county for event in events}
    tellings = []
    for row in sql.rows(_SEEN, [list(changed.values()), list(changed)]):
        number, version = row.pop("number"), row.pop("version")
        del row["county"]
        seen = Sight(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
        units = {*seen.stakes, *seen.above}
        tellings.append(
            Telling(
                topics=topics.touched(number=number, units=units, area=seen.area),
                key=number,
                body={"number": number, "version": version},
                audience=msgspec.to_builtins(seen),
            )
        )
    publish(tellings)
