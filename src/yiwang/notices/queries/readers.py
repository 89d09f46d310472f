"""What people chose about being told outside the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

import msgspec

from yiwang.infra import sql
from yiwang.privacy.sealing import context, unseal

from ..domain.kinds import Channel, Group
from ..domain.timing import Digest, Quiet

_URGENT = (Channel.SMS, Channel.VOICE)


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What decides how a user is told; no address is opened for it."""

    user_id: int
    language: str = "zh"
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: str = Digest.NONE
    ways: dict[str, list[str]] = {}
    has_mail: bool = False
    has_phone: bool = False

    @property
    def quiet(self) -> Quiet | None:
        """Their own quiet hours."""
        return Quiet(self.quiet_from, self.quiet_until) if self.quiet_from is not None and self.quiet_until is not None else None

    def channels(self, group: str, *, urgent: bool) -> tuple[str, ...]:
        """Return the ways they are told by. An immediate report also rings whatever was chosen, where a phone is known."""
        chosen = set(self.ways.get(group, ()))
        if urgent and group == Group.REPORTS:
            chosen |= set(_URGENT)
        reachable = ({Channel.MAIL} if self.has_mail else set()) | (set(_URGENT) if self.has_phone else set())
        return tuple(channel for channel in Channel if channel in chosen & reachable)


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a user chose, with their own addresses: for their own page, and for the sender."""

    choices: Choices
    mail: str = ""
    phone: str = ""


_COLUMNS = "user_id, language, quiet_from, quiet_until, digest, channels, mail, phone"


def _choices(row: dict[str, Any]) -> Choices:
    return Choices(
        user_id=row["user_id"],
        language=row["language"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        digest=row["digest"],
        ways=msgspec.json.decode(row["channels"]),
        has_mail=row["mail"] is not None,
        has_phone=row["phone"] is not None,
    )


def _rows(users: Iterable[int]) -> list[dict[str, Any]]:
    return sql.rows(f"SELECT {_COLUMNS} FROM notice_reader WHERE user_id = ANY(%s::bigint[])", [sorted(set(users))])  # noqa: S608


def choices_of(users: Iterable[int]) -> list[Choices]:
    """Return what those of the users who chose anything chose, in one statement."""
    return [_choices(row) for row in _rows(users)]


def reader(user: int) -> Reader:
    """Return what a user chose, with the addresses opened; the defaults for one who never chose."""
    rows = _rows([user])
    if not rows:
        return Reader(choices=Choices(user_id=user))
    opened = {
        field: unseal(rows[0][field], context("notice_reader", user, field)) if rows[0][field] is not None else ""
        for field in ("mail", "phone")
    }
    return Reader(choices=_choices(rows[0]), **opened)
