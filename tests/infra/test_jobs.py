"""The plumbing's own jobs, run as the worker runs them."""

import gc
import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from yiwang.infra import clock, sql, throttle, worker
from yiwang.infra.idempotency import KEPT, keep
from yiwang.infra.jobs import forget_old, take_up_stalled

# A worker's threads end with their process; here they end with the test, and their connections with them.
_THREADS_END = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def work() -> None:
    worker.run(threading.Event(), once=True)
    gc.collect()  # the connections of its threads go here, not in the middle of another test


def left_of(jobs: list[int]) -> int:
    """Return how many of these are not done; what the clock adds meanwhile is not asked for."""
    return sql.scalar("SELECT count(*) FROM procrastinate_jobs WHERE id = ANY(%s)", [jobs])


@_THREADS_END
@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits_and_forgets_what_served_its_time() -> None:
    at = clock.now()
    keep(county="370502", client="c", key="old", body=b"", response=1, at=at - KEPT - timedelta(hours=1))
    keep(county="370502", client="c", key="new", body=b"", response=1, at=at)
    throttle.hit("scope", "old", 1, 60, at=at - timedelta(days=2))
    Session.objects.create(session_key="ended", session_data="", expire_date=at - timedelta(minutes=1))
    Session.objects.create(session_key="open", session_data="", expire_date=at + timedelta(minutes=1))
    job = forget_old.defer(timestamp=0)
    work()
    assert [row["key"] for row in sql.rows("SELECT key FROM idempotency_key")] == ["new"]
    assert sql.scalar("SELECT count(*) FROM throttle") == 0
    assert [session.session_key for session in Session.objects.all()] == ["open"]
    assert left_of([job]) == 0


@_THREADS_END
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_dropped_is_taken_up_again() -> None:
    dropped = forget_old.defer(timestamp=0)
    sql.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
    sql.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")
    taken_up_by = take_up_stalled.defer(timestamp=0)
    work()
    work()  # the job it had put back
    assert left_of([dropped, taken_up_by]) == 0


def test_periodic_work_is_registered_once_per_task() -> None:
    names = [name for name, _ in app.periodic_registry.periodic_tasks]
    assert {"yiwang.infra.jobs.forget_old", "yiwang.infra.jobs.take_up_stalled", "yiwang.infra.jobs.make_partitions"} <= set(names)
    assert len(names) == len(set(names))
