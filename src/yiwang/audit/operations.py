"""Writing down who looked at what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from yiwang.infra import outbox, sql
from yiwang.infra.locks import in_turn
from yiwang.kernel.chain import GENESIS

from .chain import COLUMNS, Row, row_hash
from .domain.oddity import Odd, oddities


class Viewer(NamedTuple):
    """Who looks, under which post."""

    user: int | None
    post: int | None
    unit: int | None
    role: str


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
    An odd look raises the outbox event `audit.odd_access` for the audit officer.
    """
    with transaction.atomic():
        in_turn(f"access_log {county}")
        values = {"county": county, "user": viewer.user, "matter": matter, "part": part}
        before = sql.one(_BEFORE, {**values, "hour": at - timedelta(hours=1), "week": at - timedelta(days=7)}) or {}
        why = oddities(at=at, own=own, same_before=before["same"], hour_before=before["hour"])
        row = Row(
            county=county,
            seq=(before["seq"] or 0) + 1,
            at=at,
            user_id=viewer.user,
            post_id=viewer.post,
            unit_id=viewer.unit,
            role=str(viewer.role),
            matter=matter,
            part=part,
            reason=reason,
            outcome=outcome,
            odd=[str(each) for each in why],
            prev=before["head"] or GENESIS,
            head=b"",
        )
        row = row._replace(head=row_hash(row))
        sql.execute(f"INSERT INTO access_log ({COLUMNS}) VALUES ({', '.join(['%s'] * len(row))})", row)  # noqa: S608
        if why:
            _alert(row)
    return why


def _alert(row: Row) -> None:
    body = {"seq": row.seq, "user": row.user_id, "post": row.post_id, "unit": row.unit_id, "part": row.part, "odd": row.odd}
    outbox.append([outbox.Event(county=row.county, topic="audit.odd_access", key=row.matter, body=body, at=row.at)])
