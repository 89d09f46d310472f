"""The worker: queued jobs and ticks, kept going through anything but a wish to stop."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import close_old_connections, connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from . import heartbeats, ticks
from .postgres.base import the_server

log = structlog.get_logger(__name__)
_CONCURRENCY = 2
_PAUSE_AFTER_TROUBLE = 1.0
_GRACE = 20.0
"""Seconds that running jobs are given to finish when the worker is asked to stop; then they are dropped and taken up later."""


def run(stop: threading.Event, *, once: bool = False) -> None:
    """Work until `stop`; with `once`, only what waits now (for tests and commands), without ticks."""
    threads = [] if once else ticks.start(stop)
    try:
        asyncio.run(_work(stop, once=once))
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=_GRACE)


async def _work(stop: threading.Event, *, once: bool) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "worker-beat") as own:  # a thread, and so a connection, that no job keeps busy
        while not stop.is_set():
            try:
                await _round(stop, own, once=once)
            except Exception as trouble:  # mostly a lost database: bring it back and go on
                log.warning("worker.round_ended", kind=type(trouble).__name__)
                await asyncio.sleep(_PAUSE_AFTER_TROUBLE)
            if once:
                break
        await loop.run_in_executor(own, connections.close_all)


async def _round(stop: threading.Event, own: ThreadPoolExecutor, *, once: bool) -> None:
    """Work with one pool of connections, until `stop` or until it breaks."""
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(own, _revive)
    # Kept on the loop's thread: parameters only, no connection is made here.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4, timeout=10, reconnect_timeout=5)
    working: App = app.with_connector(connector)  # jobs that queue others do so in their own Django transaction
    async with working.open_async():
        job = asyncio.create_task(
            working.run_worker_async(
                wait=not once,
                concurrency=_CONCURRENCY,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=_GRACE,
            )
        )
        while not job.done() and not stop.is_set():
            await asyncio.wait({job}, timeout=0.25)
            await loop.run_in_executor(own, heartbeats.beat, "worker")
        if not job.done():
            job.cancel()
        await asyncio.gather(job, return_exceptions=stop.is_set())


def _revive() -> None:
    close_old_connections()
    if server := the_server():
        server.revive()
