"""Writing down who looked at what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from yiwang.infra import sql
from yiwang.infra.locks import in_turn
from yiwang.kernel.chain import GENESIS

from .chain import COLUMNS, Row, row_hash
from .domain.oddity import Odd, oddities

MACHINE = "system"
"""Role of the program itself: it opens a phone to send a message, and shows it to nobody; that is in the log and never odd."""


class Viewer(NamedTuple):
    """Who looks, under which post, and in which region that post is."""

    user: int | None
    post: int | None
    unit: int | None
    role: str
    place: str = ""


_BEFORE = """
SELECT (SELECT seq FROM access_log WHERE county = %(county)s ORDER BY seq DESC LIMIT 1) AS seq,
       (SELECT head FROM access_log WHERE county = %(county)s ORDER BY seq DESC LIMIT 1) AS head,
       (SELECT count(*) FROM access_log WHERE user_id = %(user)s AND at > %(hour)s) AS hour,
       (SELECT count(*) FROM access_log
        WHERE county = %(county)s AND matter = %(matter)s AND at > %(week)s AND user_id = %(user)s AND part = %(part)s) AS same
"""


def record_access(
    *,
    county: str,
    viewer: Viewer,
    matter: str,
    part: str,
    reason: str,
    at: datetime,
    own: bool = True,
    outcome: str = "shown",
) -> tuple[Odd, ...]:
    """Append one look to the access log, in the caller's transaction, and return why it is odd, if it is.

    To be called before the content is shown: what cannot be written down is not shown. `part` says what was looked at ("party.1"),
    never what stood there; `reason` is a code of the policy's reveal reasons; `own`: the viewer has a part in the matter.
    An odd look is marked as new to the audit officers of the viewer's place and above (`queries.odd_unseen`), in this very transaction.
    """
    with transaction.atomic():
        before = _before(county, viewer, matter, part, at)
        why = () if viewer.role == MACHINE else oddities(at=at, own=own, same_before=before["same"], hour_before=before["hour"])
        _append(before, county, viewer, Said(matter, part, reason, outcome, [str(each) for each in why]), at)
    return why


def record_erasure(*, county: str, viewer: Viewer, matter: str, part: str, ground: str, at: datetime) -> None:
    """Append that a part of a matter was erased, in the transaction that erases it; what was is not told, nor can it be any more.

    `part` is named as in a look ("party.1", "text.3.note", "file.<id>"); `ground` is a code of `domain.grounds`.
    """
    with transaction.atomic():
        _append(_before(county, viewer, matter, part, at), county, viewer, Said(matter, part, ground, "erased", []), at)


class Said(NamedTuple):
    """What a row says besides who and when."""

    matter: str
    part: str
    reason: str
    outcome: str
    odd: list[str]


def _before(county: str, viewer: Viewer, matter: str, part: str, at: datetime) -> dict[str, Any]:
    """Return where the chain of the county ends and what the viewer looked at lately; nobody else appends until this transaction ends."""
    in_turn(f"access_log {county}")
    values = {"county": county, "user": viewer.user, "matter": matter, "part": part}
    return sql.one(_BEFORE, {**values, "hour": at - timedelta(hours=1), "week": at - timedelta(days=7)}) or {}


def _append(before: Mapping[str, Any], county: str, viewer: Viewer, said: Said, at: datetime) -> None:
    row = Row(
        county=county,
        seq=(before["seq"] or 0) + 1,
        at=at,
        user_id=viewer.user,
        post_id=viewer.post,
        unit_id=viewer.unit,
        role=str(viewer.role),
        place=viewer.place,
        matter=said.matter,
        part=said.part,
        reason=said.reason,
        outcome=said.outcome,
        odd=said.odd,
        prev=before["head"] or GENESIS,
        head=b"",
    )
    row = row._replace(head=row_hash(row))
    sql.execute(f"INSERT INTO access_log ({COLUMNS}) VALUES ({', '.join(['%s'] * len(row))})", row)  # noqa: S608


def note_odd_seen(*, user: int, at: datetime) -> None:
    """Note that an audit officer has the odd looks before them: none up to `at` is new to them any more."""
    sql.execute(
        "INSERT INTO access_odd_seen AS s (user_id, until) VALUES (%s, %s)"
        " ON CONFLICT (user_id) DO UPDATE SET until = greatest(s.until, EXCLUDED.until)",
        [user, at],
    )
