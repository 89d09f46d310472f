"""The list on the page 消息 and the number at the bell."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page

from ..domain.kinds import KINDS
from ..domain.wording import sentence

MOST = 99
"""More than this are not counted one by one."""
STANDS = ("all", "unread", "read")


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list."""

    county: str
    id: UUID
    event: str
    about: str
    values: dict[str, Any]
    href: str
    sensitive: bool
    urgent: bool
    at: datetime
    read: datetime | None

    @property
    def group(self) -> str:
        """The group its kind belongs to."""
        return KINDS[self.event].group

    def sentence(self, language: str) -> str:
        """Return what is said."""
        return sentence(self.event, self.values, language, sensitive=self.sensitive)


class Unread(msgspec.Struct, frozen=True):
    """What is new to a user."""

    count: int
    """`MOST` + 1 for more than `MOST`."""
    urgent: bool


_COLUMNS = 'county, id, event, about, "values", href, sensitive, urgent, at, read'


def inbox(*, user: int, stand: str = "all", group: str = "", after: str = "", limit: int = 25) -> Page[NoticeRow]:
    """Return one page of what a user was told, the newest first: all, unread or read ones, of one group or all. Refused bad_cursor."""
    wanted: list[tuple[str, list[Any]]] = [("user_id = %s", [user])]
    if stand == "unread":
        wanted.append(("read IS NULL", []))
    elif stand == "read":
        wanted.append(("read IS NOT NULL", []))
    if group:
        wanted.append(("event = ANY(%s)", [[event for event, kind in KINDS.items() if kind.group == group]]))
    if after:
        wanted.append(("(at, id) < (%s, %s)", list(keyset.decode(after, (datetime, UUID)))))
    where = " AND ".join(condition for condition, _ in wanted)
    values = [value for _, given in wanted for value in given]
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM notice WHERE {where} ORDER BY at DESC, id DESC LIMIT %s",  # noqa: S608  # fixed text
        [*values, limit + 1],
    )
    rows = [NoticeRow(**{**row, "values": msgspec.json.decode(row["values"])}) for row in found if row["event"] in KINDS]
    return keyset.page(rows, limit=limit, key=lambda row: (row.at, row.id))


def unread_asked(*, user: int) -> sql.Asked[Unread]:
    """Return the question how much is new to a user, to be put together with another: it looks at what is unread alone."""
    return sql.Asked(
        Unread,
        "SELECT count(*) AS count, coalesce(bool_or(urgent), false) AS urgent"
        " FROM (SELECT urgent FROM notice WHERE user_id = %s AND read IS NULL ORDER BY at DESC LIMIT %s) news",
        [user, MOST + 1],
    )


def unread(*, user: int) -> Unread:
    """Return how much is new to a user."""
    return sql.answered(unread_asked(user=user))[0]


def told_of(*, number: str) -> list[int]:
    """Return the users who were told anything of a matter."""
    rows = sql.rows("SELECT DISTINCT user_id FROM notice WHERE county = %s AND about = %s", [number[:6], number])
    return [row["user_id"] for row in rows]
