"""When something may ring."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from yiwang.notices.domain.timing import CHINA, Quiet, due, read_quiet, wait_after

NIGHT = Quiet(time(22), time(7))


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "rings"),
    [
        (china(25, 21, 59), china(25, 21, 59)),
        (china(25, 22), china(26, 7)),
        (china(26, 3), china(26, 7)),
        (china(26, 7), china(26, 7)),
    ],
)
def test_nothing_rings_at_night(at, rings) -> None:
    assert due(at.astimezone(UTC), quiet=(NIGHT,), digest="none", urgent=False) == rings


def test_what_is_urgent_rings_at_once() -> None:
    at = china(26, 3)
    assert due(at, quiet=(NIGHT,), digest="daily", urgent=True) == at


def test_two_quiet_hours_end_when_both_are_over() -> None:
    assert due(china(25, 23), quiet=(NIGHT, Quiet(time(6), time(9, 30))), digest="none", urgent=False) == china(26, 9, 30)


def test_equal_ends_are_no_quiet_hours() -> None:
    assert read_quiet("").over(china(25, 3)) == china(25, 3)
    with pytest.raises(ValueError, match="isoformat"):
        read_quiet("late-early")


def test_a_digest_gathers_to_the_hour_or_the_morning() -> None:
    assert due(china(25, 10, 20), quiet=(NIGHT,), digest="hourly", urgent=False) == china(25, 11)
    assert due(china(25, 10, 20), quiet=(NIGHT,), digest="daily", urgent=False) == china(26, 9)
    assert due(china(25, 21, 20), quiet=(NIGHT,), digest="hourly", urgent=False) == china(26, 7)


def test_waits_grow_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert waits[-1] == timedelta(hours=2)
