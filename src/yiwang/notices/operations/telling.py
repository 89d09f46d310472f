"""Telling: the line on the page at once, in the caller's transaction; what goes out of the house waits for the commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.live import operations as live
from yiwang.live.domain.news import user_topic

from ..domain.kinds import KINDS, Channel, Kind
from ..domain.timing import Quiet, due
from ..installation import quiet_hours
from ..queries.readers import Choices, choices_of

NOWHERE = "000000"
"""Stands for the county of what tells of no matter."""

_NOTE = """
INSERT INTO notice (county, id, user_id, event, about, "values", href, sensitive, urgent, at, key)
SELECT %(county)s, n.id, n.user_id, %(event)s, %(about)s, %(values)s::jsonb, %(href)s, %(sensitive)s, %(urgent)s, %(at)s, %(key)s
FROM unnest(%(ids)s::uuid[], %(users)s::bigint[]) AS n (id, user_id)
ON CONFLICT (county, user_id, key) DO NOTHING RETURNING user_id
"""
_SEND = """
INSERT INTO notice_message (county, id, user_id, about, party, channel, event, "values", href, language, sensitive, urgent, gathered,
                            state, due, tries, trouble, at, key)
SELECT %(county)s, m.id, m.user_id, %(about)s, %(party)s, m.channel, %(event)s, %(values)s::jsonb, %(href)s, m.language, %(sensitive)s,
       %(urgent)s, m.gathered, 'waiting', m.due, 0, '', %(at)s, m.key
FROM unnest(%(ids)s::uuid[], %(users)s::bigint[], %(channels)s::text[], %(languages)s::text[], %(gathered)s::boolean[],
            %(dues)s::timestamptz[], %(keys)s::text[]) AS m (id, user_id, channel, language, gathered, due, key)
ON CONFLICT (county, key) DO NOTHING
"""


class _Told(NamedTuple):
    """What is told, the same for everybody."""

    kind: Kind
    event: str
    values: dict[str, Any]
    href: str
    at: datetime
    sensitive: bool
    urgent: bool
    key: str

    @property
    def about(self) -> str:
        return str(self.values.get("number", ""))

    @property
    def county(self) -> str:
        return self.about[:6] or NOWHERE

    def columns(self) -> dict[str, Any]:
        shown = {"number": self.about} if self.sensitive else self.values
        return {
            "county": self.county,
            "event": self.event,
            "about": self.about,
            "values": msgspec.json.encode(shown).decode(),
            "href": self.href,
            "sensitive": self.sensitive,
            "urgent": self.urgent,
            "at": self.at,
            "key": self.key,
        }


def tell(
    *,
    users: Iterable[int],
    event: str,
    values: Mapping[str, Any],
    href: str,
    at: datetime,
    sensitive: bool = False,
    urgent: bool = False,
    key: str = "",
) -> int:
    """Tell users something: on their page at once, by mail, text message or voice after the commit as each of them chose.

    `event` is a code of `domain.kinds`, whose values may be given besides `number`: codes, names of units, moments in ISO form, pairs
    (Chinese, English); never what somebody said. `sensitive` is told by the number alone. With `key` the same is told to a user once,
    however often this is called. Returns how many were told anew. Call it with those who may see the matter, and only them.
    """
    told = _told(event, values, href=href, at=at, sensitive=sensitive, urgent=urgent, key=key)
    wanted = sorted(set(users))
    if not wanted:
        return 0
    ids = [uuid7(at) for _ in wanted]
    reached = [row["user_id"] for row in sql.rows(_NOTE, {**told.columns(), "ids": ids, "users": wanted})]
    if reached:
        live.tell(county=told.county, topics=[user_topic(user) for user in reached], at=at, key=f"notice {told.key}")
        _send(told, [(choices.user_id, choices) for choices in choices_of(reached)])
    return len(reached)


def tell_person(
    *,
    number: str,
    party: int,
    event: str,
    values: Mapping[str, Any],
    href: str,
    at: datetime,
    key: str,
    channel: str = Channel.SMS,
    language: str = "zh",
    sensitive: bool = False,
) -> None:
    """Tell the person who brought a matter, as party `party` of it: after the commit, by day, to the address sealed there.

    Where to send is asked only when it is sent (`installation.address_of`), so that no address lies here. With `key` it is told once.
    """
    told = _told(event, {**values, "number": number}, href=href, at=at, sensitive=sensitive, urgent=False, key=key)
    moment = due(at, quiet=(quiet_hours(),), digest="none", urgent=False)
    _insert(told, [_Row(None, channel, language, False, moment, f"{key}.{party}.{channel}")], party=party)


def _told(event: str, values: Mapping[str, Any], *, href: str, at: datetime, sensitive: bool, urgent: bool, key: str) -> _Told:
    kind = KINDS[event]
    if beyond := set(values) - {*kind.values, "number"}:
        raise ValueError(f"{event} does not speak of {', '.join(sorted(beyond))}")
    return _Told(kind, event, dict(values), href, at, sensitive, urgent or kind.urgent, key or str(uuid4()))


class _Row(NamedTuple):
    """What differs from one message to the next."""

    user: int | None
    channel: str
    language: str
    gathered: bool
    due: datetime
    key: str


def _send(told: _Told, readers: Sequence[tuple[int, Choices]]) -> None:
    rows = []
    for user, wish in readers:
        quiet: tuple[Quiet, ...] = (quiet_hours(), *([wish.quiet] if wish.quiet else []))
        moment = due(told.at, quiet=quiet, digest=wish.digest, urgent=told.urgent)
        for channel in wish.channels(told.kind.group, urgent=told.urgent):
            gathered = wish.digest != "none" and not told.urgent
            rows.append(_Row(user, channel, wish.language, gathered, moment, f"{told.key}.{user}.{channel}"))
    if rows:
        _insert(told, rows, party=0)


def _insert(told: _Told, rows: Sequence[_Row], *, party: int) -> None:
    ids: list[UUID] = [uuid7(told.at) for _ in rows]
    columns = {
        "ids": ids,
        "users": [row.user for row in rows],
        "channels": [str(row.channel) for row in rows],
        "languages": [row.language for row in rows],
        "gathered": [row.gathered for row in rows],
        "dues": [row.due for row in rows],
        "keys": [row.key for row in rows],
    }
    sql.execute(_SEND, {**told.columns(), "party": party, **columns})
