"""Tries are counted for all processes together and refill evenly."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yiwang.infra import sql, throttle

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_so_many_at_once_then_one_as_often_as_it_refills() -> None:
    def tries(at: datetime, n: int) -> int:
        return sum(throttle.hit("code", "370502-1", 5, 60, at=at) for _ in range(n))

    assert tries(AT, 20) == 5
    assert tries(AT + timedelta(seconds=11), 3) == 0
    assert tries(AT + timedelta(seconds=12), 3) == 1
    assert tries(AT + timedelta(seconds=600), 20) == 5


@pytest.mark.django_db
def test_keys_and_scopes_do_not_meet_and_no_key_lies_in_clear() -> None:
    assert throttle.hit("a", "10.0.0.1", 1, 60, at=AT)
    assert throttle.hit("a", "10.0.0.2", 1, 60, at=AT)
    assert throttle.hit("b", "10.0.0.1", 1, 60, at=AT)
    assert not throttle.hit("a", "10.0.0.1", 1, 60, at=AT)
    assert all(b"10.0" not in bytes(row["key"]) for row in sql.rows("SELECT key FROM throttle"))
    assert sql.scalar("SELECT relpersistence FROM pg_class WHERE relname = 'throttle'") == "u"


@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_ten_get_in() -> None:
    allowed: list[bool] = []

    def knock() -> None:
        allowed.extend(throttle.hit("door", "one", 10, 3600, at=AT) for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=knock) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(allowed), sum(allowed)) == (30, 10)


@pytest.mark.django_db
def test_full_allowances_are_forgotten_after_a_day() -> None:
    throttle.hit("a", "old", 1, 60, at=AT - timedelta(days=2))
    throttle.hit("a", "new", 1, 60, at=AT)
    assert throttle.forget_old(at=AT) == 1
