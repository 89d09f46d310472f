"""What the hall asks of a matter that a visitor came for."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.infra.ids import uuid7_floor
from yiwang.kernel.calendar import day_of

from ..domain.case import Case
from ..domain.words import State
from .page import visible_row


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A matter as the hall sees it."""

    number: str
    counted: bool
    """This day's trip is counted already."""
    on_spot: bool
    """It was settled on the spot today: closed without any order."""


def visit(*, number: str, actor: Actor, at: datetime) -> Visit:
    """Return what the hall may know. Refused `no_such_matter` outside what the actor may see, `number_malformed`, `number_mistyped`."""
    case = msgspec.json.decode(visible_row(number, actor, centers.net(at))["case_doc"], type=Case)
    today = day_of(at)
    closed_today = case.state == State.CLOSED and case.closed is not None and day_of(case.closed) == today
    return Visit(number=case.number, counted=case.visited == today, on_spot=closed_today and not case.orders)


def last_brought(*, county: str, center: int, user: int, since: datetime) -> str:
    """Return the number of the last matter that somebody registered at a center since then, "" if none: what the visitor came for."""
    statement = "SELECT number FROM matter WHERE county = %s AND holder = %s AND id >= %s AND registered_by = %s ORDER BY id DESC LIMIT 1"
    return sql.scalar(statement, [county, center, uuid7_floor(since), user]) or ""
