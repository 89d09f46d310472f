"""Telling a unit of what a meeting decided for it."""

from __future__ import annotations

from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.domain.words import Role
from yiwang.notices.operations import tell

from ..domain.words import MeetingKind
from .holding import Held

_CARRY_OUT = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD, Role.COORDINATOR, Role.HANDLER})


def tell_unit(unit: int, held: Held, *, no: int, matter: str, at: datetime) -> None:
    """Tell those who carry a task out for a unit; of the matter nothing is said."""
    word = MeetingKind(held.kind)
    users = {staffer.user for staffer in centers.net(at).staff(unit) if staffer.role in _CARRY_OUT}
    tell(
        users=users,
        event="decided",
        values={"meeting": [word.zh, word.en]},
        href="/meetings/decisions/",
        at=at,
        key=f"meeting.{held.id}.decision{no}",
    )
