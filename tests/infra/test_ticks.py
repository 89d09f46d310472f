"""Work that recurs: run as often as asked, at once again while more waits, and never ended by a fault."""

import threading
from datetime import datetime

import pytest
from django.db import OperationalError

from yiwang.infra import heartbeats, sql, ticks


def run_until(tick: ticks.Tick, stop: threading.Event) -> None:
    thread = threading.Thread(target=ticks.run, args=(tick, stop))
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_it_goes_on_through_faults_and_a_lost_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "_PAUSE_AFTER_TROUBLE", 0.01)
    heartbeats._last.clear()
    stop, seen = threading.Event(), []

    def deed(at: datetime) -> bool:
        seen.append(at)
        if len(seen) == 1:
            raise OperationalError
        if len(seen) == 2:
            raise ValueError("words")
        if len(seen) == 6:
            stop.set()
        return len(seen) < 5

    run_until(ticks.Tick("tried", 0.01, deed), stop)
    assert len(seen) == 6
    assert all(at.tzinfo is not None for at in seen)
    assert sql.scalar("SELECT trouble FROM heartbeat WHERE name = 'tick tried'") == ""  # the fault is over


@pytest.mark.django_db(transaction=True)
def test_a_fault_that_stays_is_seen_by_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "_PAUSE_AFTER_TROUBLE", 0.01)
    heartbeats._last.clear()
    stop, count = threading.Event(), []

    def deed(at: datetime) -> None:
        count.append(1)
        if len(count) == 3:
            stop.set()
        raise KeyError("13800001111")

    run_until(ticks.Tick("broken", 0.01, deed), stop)
    assert sql.scalar("SELECT trouble FROM heartbeat WHERE name = 'tick broken'") == "KeyError"


def test_every_package_registered_its_own() -> None:
    assert {"outbox", "limits"} <= {tick.name for tick in ticks.registered()}
