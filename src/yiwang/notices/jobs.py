"""Work of the notices that nobody asks for: sending what is due, forgetting what is old."""

from __future__ import annotations

from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from yiwang.infra import clock, sample
from yiwang.infra.ticks import every

from .operations import forget_old, send_due

log = structlog.get_logger(__name__)


@every(2, name="messages")
def send_messages(at: datetime) -> bool:
    """Send what is due; True while full batches come. A sample in the making sends nothing."""
    return not sample.building() and send_due(at=at).full


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget-notices", pass_context=False)
def forget_notices(timestamp: int) -> None:
    """Every night: what was told half a year ago."""
    log.info("notices.forgot", rows=forget_old(at=clock.now()))
