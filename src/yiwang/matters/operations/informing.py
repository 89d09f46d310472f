"""Hears what was done on matters and tells those whom the table names (`domain.news`): never anybody who may not see the matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.infra import sample, sql
from yiwang.infra.clock import now
from yiwang.infra.outbox import Event
from yiwang.notices import operations as notices
from yiwang.notices.queries.inbox import told_of

from ..access import rule, sight
from ..domain.acts import Act
from ..domain.case import Case
from ..domain.news import Heard, News, Roles, told_person, told_staff
from ..domain.words import Nature

OF_THE_PAST = timedelta(days=3)
"""A sample's month is lived at once; only its last days are news."""
HIDES = frozenset({Act.RECUSE, Act.RECLASSIFY, Act.CORRECT})
"""Acts after which somebody may not see the matter any more."""

_MATTERS = """
SELECT m.number, m.case_doc::text AS case_doc, m.sensitive,
       EXISTS (SELECT FROM matter_party p WHERE p.county = m.county AND p.matter_id = m.id AND p.phone_blind IS NOT NULL
               AND p.no = coalesce((m.case_doc->>'reporter')::int, 0)) AS has_phone
FROM unnest(%s::text[], %s::text[]) AS w (county, number) JOIN matter m ON m.county = w.county AND m.number = w.number
"""


class _Matter(NamedTuple):
    case: Case
    sensitive: bool
    has_phone: bool


def heard(events: Sequence[Event]) -> None:
    """Tell of each deed; told once, however often it is heard."""
    fresh = [event for event in events if not is_past(event)]
    if not fresh:
        return
    known = _read({event.key for event in fresh})
    for event in fresh:
        if event.key in known:
            _tell(event, known[event.key])


def is_past(event: Event) -> bool:
    """Say whether it is of a sample's past, and no news."""
    return event.at < now() - OF_THE_PAST and sample.label() is not None


def _read(numbers: Iterable[str]) -> dict[str, _Matter]:
    wanted = sorted(numbers)
    rows = sql.rows(_MATTERS, [[number[:6] for number in wanted], wanted])
    return {row["number"]: _Matter(msgspec.json.decode(row["case_doc"], type=Case), row["sensitive"], row["has_phone"]) for row in rows}


def _tell(event: Event, matter: _Matter) -> None:
    net, body = centers.net(event.at), event.body
    told = Heard(
        act=body["act"],
        subject=body["subject"],
        case=matter.case,
        waits=tuple((duty, unit, part) for duty, unit, part in body.get("waits", ())),
        clock=body.get("clock", ""),
        level=body.get("level", ""),
    )
    for news in told_staff(told):
        _tell_staff(event, told, news, net)
    if matter.has_phone and (to_person := told_person(told)):
        _tell_person(event, matter, *to_person)
    if told.act in HIDES:
        _take_back(event.key, matter.case, net, event.at)


def _tell_staff(event: Event, told: Heard, news: News, net: Net) -> None:
    case = told.case
    users = {user for unit in dict.fromkeys(news.units(told)) for user in concerned(unit, news.roles, case, net, event.at)}
    notices.tell(
        users=users - {event.body.get("by")},
        event=news.kind,
        values={"number": event.key, **_named(news.values(told))},
        href=f"/matters/{event.key}/",
        at=event.at,
        sensitive=case.nature == Nature.ACCUSATION,
        key=f"{event.id}.{news.kind}",
    )


def concerned(unit: int, roles: Roles, case: Case, net: Net, at: datetime) -> set[int]:
    """Return who is told for a unit: the holders of the first posts that anybody holds who may see the matter.

    An abolished unit's successor answers for it; who stands in for somebody absent holds that post meanwhile and is told as well.
    """
    facts, seen = net.unit(unit), sight(case, net)
    for some in roles if facts else ():
        actors = [actor for role in sorted(some) for actor in centers.holders_of(facts.id, role, at)]
        if users := {actor.user for actor in actors if actor.user is not None and rule(actor, net).holds(seen)}:
            return users
    return set()


def _named(values: dict[str, Any]) -> dict[str, Any]:
    """Put the name of a unit in the place of its id."""
    if "unit" not in values:
        return values
    row = centers.unit(values["unit"])
    return {**values, "unit": row.name if row else ""}


def _tell_person(event: Event, matter: _Matter, kind: str, values: dict[str, Any]) -> None:
    sealed = matter.sensitive or matter.case.nature == Nature.ACCUSATION
    notices.tell_person(
        number=event.key,
        party=matter.case.reporter,
        event=kind,
        values={} if sealed else _named(values),
        href=f"/follow/{event.key}/",
        at=event.at,
        key=str(event.id),
        sensitive=sealed,
    )


def _take_back(number: str, case: Case, net: Net, at: datetime) -> None:
    """Take back what those were told who may not see the matter any more."""
    seen = sight(case, net)
    lost = [user for user in told_of(number=number) if not any(rule(actor, net).holds(seen) for actor in _acting(user, at))]
    notices.take_back(number=number, users=lost)


def _acting(user: int, at: datetime) -> list[Actor]:
    found = (centers.actor(row.id, at) for row in centers.appointments_of(user, at))
    return [actor for actor in found if actor is not None]
