"""What happened, for those who must hear it: written in the deed's transaction, handed on after it, at least once, in batches.

Who hears what is listed in `config/wiring.py` (`LISTENERS`: topic → dotted names of functions). A listener takes a list of events;
it must bear hearing one twice, for the process may die between hearing and noting. What a listener refuses is tried again later,
alone and less and less often, and never holds the others up.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from . import sql
from .ids import uuid7
from .locks import sole

log = structlog.get_logger(__name__)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened: ids and codes, never words of a person."""

    county: str
    topic: str
    key: str
    body: dict[str, Any]
    at: datetime
    id: UUID | None = None


Listener = Callable[[Sequence[Event]], object]

_APPEND = """
INSERT INTO outbox_event (county, id, topic, key, body, at, next_try, tries, trouble)
SELECT county, id, topic, key, body, at, at, 0, ''
FROM unnest(%s::text[], %s::uuid[], %s::text[], %s::text[], %s::jsonb[], %s::timestamptz[]) AS e (county, id, topic, key, body, at)
"""
_DUE = """
SELECT county, id, topic, key, body, at, tries, waiting FROM outbox_event
WHERE next_try <= %s ORDER BY next_try, id LIMIT %s
"""
_HEARD = """
DELETE FROM outbox_event o USING unnest(%s::text[], %s::uuid[]) AS e (county, id) WHERE o.county = e.county AND o.id = e.id
"""
_AGAIN = """
UPDATE outbox_event SET tries = tries + 1, next_try = %s, waiting = %s::jsonb, trouble = %s WHERE county = %s AND id = %s
"""
_LONGEST_WAIT = timedelta(hours=1)


def statement(events: Sequence[Event]) -> tuple[str, list[Any]]:
    """Return the insert of events with its parameters, fit to be a member of a deed's WITH statement."""
    columns: list[list[Any]] = [
        [event.county for event in events],
        [event.id or uuid7(event.at + timedelta(microseconds=place)) for place, event in enumerate(events)],
        [event.topic for event in events],
        [event.key for event in events],
        [msgspec.json.encode(event.body).decode() for event in events],
        [event.at for event in events],
    ]
    return _APPEND, columns


def append(events: Sequence[Event]) -> None:
    """Write events inside the running transaction: one statement, however many there are.

    Events of one moment are heard in the order given here.
    """
    if events:
        sql.execute(*statement(events))


@functools.cache
def listeners(topic: str) -> dict[str, Listener]:
    """Return who is registered to hear `topic`, by dotted name."""
    registered: dict[str, Iterable[str]] = import_string(settings.OUTBOX_LISTENERS)
    return {name: import_string(name) for name in registered.get(topic, ())}


class _Due(msgspec.Struct):
    event: Event
    tries: int
    waiting: dict[str, Listener]
    trouble: str = ""


def dispatch(*, at: datetime, batch: int = 500) -> int:
    """Hand due events to their listeners; return how many left the outbox. Does nothing while another process is at it."""
    with transaction.atomic():
        if not sole("outbox"):
            return 0
        due = [_due(row) for row in sql.rows(_DUE, [at, batch])]
        for name, listener in {name: hears for one in due for name, hears in one.waiting.items()}.items():
            _tell(name, listener, [one for one in due if name in one.waiting])
        heard = [one.event for one in due if not one.waiting]
        if heard:
            sql.execute(_HEARD, [[event.county for event in heard], [event.id for event in heard]])
        for one in due:
            if one.waiting:
                _postpone(one, at)
        return len(heard)


def _due(row: dict[str, Any]) -> _Due:
    tries, waiting = row.pop("tries"), row.pop("waiting")
    event = Event(**row | {"body": msgspec.json.decode(row["body"])})
    hears = listeners(event.topic)
    if waiting is not None:
        left = set(msgspec.json.decode(waiting, type=list[str]))
        hears = {name: listener for name, listener in hears.items() if name in left}
    return _Due(event=event, tries=tries, waiting=dict(hears))


def _tell(name: str, listener: Listener, due: list[_Due]) -> None:
    """Tell all at once; if that fails, one by one, so that only what is at fault stays behind."""
    if _heard(name, listener, due):
        return
    if len(due) > 1:
        for one in due:
            _heard(name, listener, [one])


def _heard(name: str, listener: Listener, due: list[_Due]) -> bool:
    try:
        with transaction.atomic():
            listener([one.event for one in due])
    except Exception as trouble:  # whatever goes wrong in a listener is its own affair
        log.warning("outbox.listener_failed", listener=name, events=len(due), kind=type(trouble).__name__)
        for one in due:
            one.trouble = type(trouble).__name__
        return False
    for one in due:
        one.waiting.pop(name)
    return True


def _postpone(one: _Due, at: datetime) -> None:
    later = at + min(timedelta(seconds=2 ** min(one.tries, 12)), _LONGEST_WAIT)
    waiting = msgspec.json.encode(list(one.waiting)).decode()
    sql.execute(_AGAIN, [later, waiting, one.trouble, one.event.county, one.event.id])
