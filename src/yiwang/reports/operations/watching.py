"""The watcher of the reports: levels that have not signed in time, follow-up reports that are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.infra import sql
from yiwang.infra.locks import sole
from yiwang.matters.domain.news import COORDINATORS
from yiwang.matters.queries.grave import grave
from yiwang.policy import queries as policy

from ..access import WHEN_LATE
from ..domain.chain import EntryKind
from .telling import refresh, tell, users_of
from .writing import add_entry, hold

_LATE = """
SELECT county, report_id, unit_id, level, due FROM report_receipt WHERE open AND signed IS NULL AND wake <= %s ORDER BY wake LIMIT %s
"""
_DUE = "SELECT county, id, due FROM report WHERE state = 'open' AND wake <= %s ORDER BY wake LIMIT %s"


def watch_reports(*, at: datetime, limit: int = 50) -> int:
    """Remind of what is late by `at`, the earliest first; return how much was. One process at a time."""
    with transaction.atomic():
        if not sole("reports.watch"):
            return 0
        late = sql.rows(_LATE, [at, limit])
        for row in late:
            _remind(row, at)
        due = sql.rows(_DUE, [at, limit])
        for row in due:
            _remind_of_following(row, at)
    return len(late) + len(due)


def _remind(row: dict[str, Any], at: datetime) -> None:
    """Ring again, at the heads and those on duty too, and tell the level above; again and again until somebody signs."""
    held = hold(row["county"], row["report_id"])
    matter = grave([held.number])[held.number]
    pause = timedelta(minutes=policy.pack("reports", at).body.remind)
    late = sql.execute(
        "UPDATE report_receipt SET state = 'late', wake = %s"
        " WHERE county = %s AND report_id = %s AND unit_id = %s AND open AND signed IS NULL",
        [at + pause, held.county, held.id, row["unit_id"]],
    )
    if not late:
        return  # somebody signed while we waited for the report
    sql.execute("UPDATE report SET seq = seq + 1 WHERE county = %s AND id = %s", [held.county, held.id])
    add_entry(held, seq=held.seq + 1, kind=EntryKind.LATE, at=at, unit=row["unit_id"], level=row["level"])
    above = centers.net(at).parent_center(row["unit_id"])
    users = users_of([row["unit_id"]], matter, at, WHEN_LATE) | (users_of([above], matter, at) if above and not held.neutral else set())
    unit = centers.unit(row["unit_id"])
    tell(held, users, "report_late", at=at, key=f"late.{row['unit_id']}.{held.seq + 1}", unit=unit.name if unit else "")
    refresh(held, matter, at)


def _remind_of_following(row: dict[str, Any], at: datetime) -> None:
    """Remind the center that reports of the follow-up it owes."""
    held = hold(row["county"], row["id"])
    if held.state != "open" or held.due != row["due"]:
        return  # followed up or ended while we waited for the report
    matter = grave([held.number])[held.number]
    pause = timedelta(minutes=policy.pack("reports", at).body.remind)
    sql.execute("UPDATE report SET wake = %s, seq = seq + 1 WHERE county = %s AND id = %s", [at + pause, held.county, held.id])
    add_entry(held, seq=held.seq + 1, kind=EntryKind.OVERDUE, at=at, unit=held.unit_id)
    users = users_of([held.unit_id, matter.case.holder], matter, at, COORDINATORS) | users_of([held.unit_id], matter, at)
    tell(held, users, "report_due", at=at, key=f"due.{held.seq + 1}", due=row["due"].isoformat())
    refresh(held, matter, at)
