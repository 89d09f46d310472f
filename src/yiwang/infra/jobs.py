"""The plumbing's own work: handing events on, forgetting what has served its time, taking up what a killed worker dropped."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.contrib.sessions.backends.db import SessionStore
from procrastinate import JobContext
from procrastinate.contrib.django import app

from . import clock, idempotency, outbox, partitions, throttle
from .ticks import every

log = structlog.get_logger(__name__)
_BATCH = 500
_SILENT_FOR = 60


@every(0.2, name="outbox")
def hand_events_on(at: datetime) -> bool:
    """Dispatch one batch; True while full batches come."""
    return outbox.dispatch(at=at, batch=_BATCH) == _BATCH


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget-old", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Every night: forget idempotency keys after ninety days, throttles that are full again, sessions that have ended."""
    at = clock.now()
    SessionStore.clear_expired()
    log.info("infra.forgot", keys=idempotency.forget_old(at=at), throttles=throttle.forget_old(at=at))


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="make-partitions", pass_context=False)
def make_partitions(timestamp: int) -> None:
    """Every night: the partitions of the months to come."""
    log.info("infra.partitions", made=partitions.ensure_all(clock.now()))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take-up-stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: jobs whose worker has been silent for a minute (it was killed) are put back in the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_FOR):
        await app.job_manager.retry_job(job)
        log.warning("job.taken_up", task=job.task_name)
