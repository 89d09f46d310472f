"""Work of the desk that nobody waits for: bulk acts on many matters, exports, forgetting what has had its time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from yiwang.infra import clock, sql
from yiwang.matters.operations import forget_marks

from . import bulk, exporting

log = structlog.get_logger(__name__)
KEPT = timedelta(days=90)
"""How long the report of a run, and the line of an export, can be looked up."""


@app.task(pass_context=False)
def act_on_many(run: str) -> None:
    """Carry out a bulk run."""
    log.info("desk.bulk", settled=bulk.carry_out(run_id=UUID(run), at=clock.now()))


@app.task(pass_context=False)
def write_export(export: str) -> None:
    """Make the file of an export."""
    exporting.write(export_id=UUID(export), at=clock.now())


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget-desk", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Every night: exports after a day, reports after ninety days, marks of matters not opened for half a year."""
    at = clock.now()
    with transaction.atomic():
        files = exporting.forget_old(at=at)
    sql.execute("DELETE FROM desk_bulk_row WHERE run_id IN (SELECT id FROM desk_bulk WHERE at < %s)", [at - KEPT])
    sql.execute("DELETE FROM desk_bulk WHERE at < %s", [at - KEPT])
    sql.execute("DELETE FROM desk_export WHERE at < %s AND file_id IS NULL", [at - KEPT])
    log.info("desk.forgot", exports=files, marks=forget_marks(at=at))
