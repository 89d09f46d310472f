"""Nightly work on files."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from yiwang.infra import clock

from .operations import forget_unclaimed
from .sending import forget_unfinished

log = structlog.get_logger(__name__)


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget-uploads", pass_context=False)
def forget_uploads(timestamp: int) -> None:
    """Every night: remove uploads that belong to nothing, and what never arrived whole."""
    at = clock.now()
    log.info("files.forgot", uploads=forget_unclaimed(at=at), unfinished=forget_unfinished(at=at))
