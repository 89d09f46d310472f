"""Work of the matters that nobody asks for: watching limits, counting provisional ones anew, sealing days, counting words."""

from __future__ import annotations

from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from yiwang.infra import clock, sample
from yiwang.infra.ticks import every

from .ledger.seals import seal_days
from .operations import forget_drafts, recompute, watch
from .operations.indexing import count_words

log = structlog.get_logger(__name__)


@every(5, name="limits")
def watch_limits(at: datetime) -> bool:
    """Raise what has come due; True while full batches come. A sample in the making has its own clock and its own watcher."""
    return not sample.building() and watch(at).full


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="recompute-limits", pass_context=False)
def recompute_limits(timestamp: int) -> None:
    """Every night: provisional limits that a calendar loaded since can settle (loading one does it at once, too)."""
    if not sample.building():
        log.info("limits.recomputed", matters=recompute(clock.now()))


@app.periodic(cron="13 * * * *")
@app.task(queueing_lock="seal-ledger", pass_context=False)
def seal_ledger(timestamp: int) -> None:
    """Every hour: seal the days that are over (after the first run past midnight there is nothing left to do)."""
    if sample.building():
        return
    for seal in seal_days(now=clock.now()):
        log.info("ledger.sealed", day=seal.day.isoformat(), matters=seal.count, root=seal.root.hex())


@app.periodic(cron="33 3 * * *")
@app.task(queueing_lock="forget-drafts", pass_context=False)
def forget_old_drafts(timestamp: int) -> None:
    """Every night: drafts of the window that were abandoned."""
    log.info("drafts.forgot", drafts=forget_drafts(at=clock.now()))


@app.periodic(cron="37 4 * * *")
@app.task(queueing_lock="count-words", pass_context=False)
def count_words_anew(timestamp: int) -> None:
    """Every night: in how many of the newest matters each word stands, so that suggestions know which words tell."""
    count_words()
