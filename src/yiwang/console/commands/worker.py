"""`yiwang worker`: queued jobs, and what recurs every moment."""

from __future__ import annotations

import threading

import click

from yiwang.infra import worker
from yiwang.infra.supervisor import until_told


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits now, and end.")
def command(once: bool) -> None:
    """Work off the job queue, hand events on, fold counts, watch limits; Ctrl-C ends it cleanly."""
    stop = threading.Event()
    until_told(lambda *_: stop.set())
    worker.run(stop, once=once)
