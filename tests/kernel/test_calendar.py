"""The vectors of the statutory counting rules, and what must hold for any day and limit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.calendar import WorkCalendar, YearDays, day_of, end_of, last_day, parse

PACK = Path(__file__).parents[2] / "src/yiwang/policy/packs/calendar/cn-2026.json"


def _calendar(**more: YearDays) -> WorkCalendar:
    body = json.loads(PACK.read_text())["body"]["years"]
    years = {
        int(year): YearDays(
            holidays=frozenset(map(date.fromisoformat, days["holidays"])),
            makeup=frozenset(map(date.fromisoformat, days["makeup"])),
            provisional=days.get("provisional", False),
        )
        for year, days in body.items()
    }
    return WorkCalendar(years=years | {int(k[1:]): v for k, v in more.items()}, version="cn-2026")


CALENDAR = _calendar()
DAYS = st.dates(date(2004, 1, 1), date(2026, 6, 30))


def _noon(text: str) -> datetime:
    return datetime.fromisoformat(text + "T12:00:00+08:00")


@pytest.mark.parametrize(
    ("start", "spec", "last"),
    [
        ("2026-02-13", "5w", "2026-02-27"),
        ("2026-04-30", "5w", "2026-05-11"),
        ("2026-09-18", "3w", "2026-09-22"),
        ("2026-09-30", "1w", "2026-10-08"),
        ("2025-12-31", "5w", "2026-01-08"),
        ("2026-02-06", "15d", "2026-02-24"),
        ("2026-03-02", "60d", "2026-05-06"),
        ("2026-08-02", "60d", "2026-10-08"),
    ],
)
def test_statutory_vectors(start: str, spec: str, last: str) -> None:
    limit = CALENDAR.limit(_noon(start), spec)
    assert last_day(limit.due) == date.fromisoformat(last)
    assert not limit.provisional


def test_past_the_calendar_is_provisional_and_firm_once_the_year_is_loaded() -> None:
    guess = CALENDAR.limit(_noon("2026-12-28"), "5w")
    assert guess.provisional
    assert last_day(guess.due) == date(2027, 1, 5)  # 1 January rests by statute, the notice is not out
    notice = YearDays(holidays=frozenset({date(2027, 1, 1), date(2027, 1, 4)}), makeup=frozenset({date(2027, 1, 3)}))
    firm = _calendar(y2027=notice).limit(_noon("2026-12-28"), "5w")
    assert not firm.provisional
    assert last_day(firm.due) == date(2027, 1, 5)
    other = YearDays(holidays=frozenset({date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5)}))
    assert last_day(_calendar(y2027=other).limit(_noon("2026-12-28"), "5w").due) == date(2027, 1, 7)


def test_a_day_limit_ends_at_midnight_in_shanghai() -> None:
    due = CALENDAR.limit(_noon("2026-03-02"), "1w").due
    assert due == datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_the_day_of_the_event_is_the_day_in_shanghai() -> None:
    late_evening_utc = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # already 3 March in Shanghai
    assert last_day(CALENDAR.limit(late_evening_utc, "1w").due) == date(2026, 3, 4)


def test_hours_count_from_the_moment_through_rest_days() -> None:
    start = _noon("2026-10-01")
    limit = CALENDAR.limit(start, "24h")
    assert limit.due == start + timedelta(hours=24)
    assert (limit.base, limit.provisional) == (None, False)


def test_a_month_ends_on_the_same_day_or_the_last_of_a_short_month() -> None:
    assert CALENDAR.add(date(2026, 1, 31), "1m") == date(2026, 2, 28)
    assert CALENDAR.add(date(2026, 12, 15), "1m") == date(2027, 1, 15)


def test_an_extension_adds_to_the_unrolled_day() -> None:
    first = CALENDAR.limit(_noon("2026-03-02"), "60d")  # 1 May, rolled to 6 May
    assert first.base == date(2026, 5, 1)
    assert last_day(CALENDAR.extend(first.base, "30d").due) == date(2026, 6, 1)  # 31 May is a Sunday


@pytest.mark.parametrize("spec", ["", "d", "5", "5x", "-5d", "5.5d", "٥d"])
def test_unreadable_limits_fail_loudly(spec: str) -> None:
    with pytest.raises(ValueError, match="not a limit"):
        parse(spec)


@given(DAYS, st.integers(0, 120), st.sampled_from("dw"))
def test_a_limit_ends_on_a_working_day_and_never_early(day: date, count: int, unit: str) -> None:
    limit = CALENDAR.limit(end_of(day) - timedelta(hours=3), f"{count}{unit}")
    assert CALENDAR.is_workday(last_day(limit.due))
    assert last_day(limit.due) >= day + timedelta(days=count if unit == "d" else 0)
    assert day_of(limit.due) == last_day(limit.due) + timedelta(days=1)


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = CALENDAR.add(day, f"{count}w")
    assert CALENDAR.workdays_between(day + timedelta(days=1), last + timedelta(days=1)) == count


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_longer_limits_never_end_earlier(day: date, one: int, more: int) -> None:
    for unit in "dw":
        assert CALENDAR.add(day, f"{one}{unit}") <= CALENDAR.add(day, f"{one + more}{unit}")


@given(DAYS, st.integers(1, 20))
def test_going_back_leaves_the_working_days_asked_for(day: date, count: int) -> None:
    back = CALENDAR.back(day, count)
    assert CALENDAR.is_workday(back)
    assert CALENDAR.workdays_between(back + timedelta(days=1), day + timedelta(days=1)) == count
