"""Work of the matters that nobody asks for: sealing the days of the ledger."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from yiwang.infra import clock

from .ledger.seals import seal_days

log = structlog.get_logger(__name__)


@app.periodic(cron="13 * * * *")
@app.task(queueing_lock="seal-ledger", pass_context=False)
def seal_ledger(timestamp: int) -> None:
    """Every hour: seal the days that are over (after the first run past midnight there is nothing left to do)."""
    for seal in seal_days(now=clock.now()):
        log.info("ledger.sealed", day=seal.day.isoformat(), matters=seal.count, root=seal.root.hex())
