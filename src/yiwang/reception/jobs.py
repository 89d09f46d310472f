"""Work of the halls that nobody asks for: the day closes itself."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from yiwang.infra import clock, sample

from .operations import close_days

log = structlog.get_logger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="close-hall-days", pass_context=False)
def close_hall_days(timestamp: int) -> None:
    """Every hour: the days that are over (after the first run past midnight there is nothing left to do)."""
    if not sample.building():
        log.info("hall.days_closed", left=close_days(at=clock.now()))
