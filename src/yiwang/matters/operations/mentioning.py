"""Who is told because they asked to be, or were named: followers of a matter, colleagues and units mentioned in an internal note.

Nobody hears of a matter they may not see: whoever is blocked or no longer holds a post with sight of it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from yiwang.accounts import queries as accounts
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.notices import operations as notices

from .. import numbers
from ..access import Sight, rule, sight
from ..domain.acts import SPECS, Act
from ..domain.case import Case
from ..domain.news import WORKERS
from ..domain.words import Nature
from .informing import concerned, is_past

MENTIONING = frozenset({Act.NOTE, Act.INSTRUCT})
"""Acts whose text is internal: a name after @ calls somebody."""
_FOLLOWED = """
SELECT m.number, m.case_doc::text AS case_doc, array_agg(k.user_id ORDER BY k.user_id) AS users
FROM unnest(%s::text[], %s::text[]) AS w (county, number)
JOIN matter m ON m.county = w.county AND m.number = w.number
JOIN matter_mark k ON k.county = m.county AND k.matter_id = m.id AND k.followed
GROUP BY m.number, m.case_doc
"""


def heard(events: Sequence[Event]) -> None:
    """Tell followers of each deed that somebody else did; told once, however often it is heard."""
    fresh = [event for event in events if not is_past(event) and not SPECS[Act(event.body["act"])].system]
    wanted = sorted({event.key for event in fresh})
    if not wanted:
        return
    found = {row["number"]: row for row in sql.rows(_FOLLOWED, [[number[:6] for number in wanted], wanted])}
    for event in fresh:
        if row := found.get(event.key):
            case, net = msgspec.json.decode(row["case_doc"], type=Case), centers.net(event.at)
            spec = SPECS[Act(event.body["act"])]
            notices.tell(
                users=_seeing(set(row["users"]) - {event.body.get("by")}, sight(case, net), net, event.at),
                event="followed",
                values={"number": event.key, "act": (spec.zh, spec.en)},
                href=f"/matters/{event.key}/",
                at=event.at,
                sensitive=case.nature == Nature.ACCUSATION,
                key=f"{event.id}.followed",
            )


def _seeing(users: Iterable[int], seen: Sight, net: Net, at: datetime) -> set[int]:
    """Return those of the users who may see the matter under one of their posts."""
    actors = {user: [centers.actor(post.id, at) for post in centers.appointments_of(user, at)] for user in users}
    return {user for user, posts in actors.items() if any(actor is not None and rule(actor, net).holds(seen) for actor in posts)}


def tell_mentioned(*, number: str, text: str, actor: Actor, seq: int, at: datetime) -> int:
    """Tell those named after @ in an internal text: colleagues of the writer's unit by name, units with a part in the matter.

    To be called after the deed whose ledger entry is `seq`; returns how many were told. What was written is not told.
    """
    if "@" not in text or actor.user is None or actor.unit is None:
        return 0
    named = numbers.parse(number)
    row = sql.one("SELECT case_doc::text AS case_doc FROM matter WHERE county = %s AND number = %s", [named.county, str(named)])
    if row is None:
        return 0
    case, net = msgspec.json.decode(row["case_doc"], type=Case), centers.net(at)
    seen = sight(case, net)
    who = accounts.names([actor.user]).get(actor.user, "")
    users = _colleagues(text, actor.unit, seen, net, at) | _of_units(text, case, seen, net, at)
    return notices.tell(
        users=users - {actor.user},
        event="mention",
        values={"number": str(named), "who": who},
        href=f"/matters/{named}/",
        at=at,
        sensitive=case.nature == Nature.ACCUSATION,
        key=f"{named}.{seq}.mention",
    )


def _colleagues(text: str, unit: int, seen: Sight, net: Net, at: datetime) -> set[int]:
    actors = [one for role in Role for one in centers.holders_of(unit, role, at)]
    seeing = {one.user for one in actors if one.user is not None and rule(one, net).holds(seen)}
    return {user for user, name in accounts.names(seeing).items() if name and f"@{name}" in text}


def _of_units(text: str, case: Case, seen: Sight, net: Net, at: datetime) -> set[int]:
    called = [row.id for row in centers.units(seen.stakes).values() if f"@{row.name}" in text or (row.short and f"@{row.short}" in text)]
    return {user for unit in called for user in concerned(unit, WORKERS, case, net, at)}
