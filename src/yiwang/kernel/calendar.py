"""Working time of the country: working days with make-up days, limits in days, working days, months and hours.

Counting follows the Civil Code, articles 200 to 204: the day of the event is not counted; a limit whose last day is a
rest day ends on the first working day after it; a day limit ends at 24:00 in Asia/Shanghai; hours count from the moment.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_OFFSET = timedelta(hours=8)
"""China keeps one time all year since 1992, so day arithmetic needs no zone look-up."""


class YearDays(msgspec.Struct, frozen=True, kw_only=True):
    """What the yearly notice says: rest days on working weekdays (and weekends), and weekends that are worked."""

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    provisional: bool = False
    """Statutory days only, the notice is not out: used for an estimate, which is marked provisional."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a limit ends: `due` is the first moment that is late (24:00 of the last day), `base` the unrolled last day."""

    due: datetime
    base: date | None
    provisional: bool


def day_of(moment: datetime) -> date:
    """Return the day in Asia/Shanghai on which an aware moment falls."""
    return (moment.astimezone(UTC) + _OFFSET).date()


def end_of(day: date) -> datetime:
    """Return 24:00 of a day in Asia/Shanghai, in UTC."""
    return datetime.combine(day + _DAY, time(), UTC) - _OFFSET


def last_day(due: datetime) -> date:
    """Return the day to print for a limit: 24:00 of a day still belongs to that day."""
    return day_of(due - timedelta(microseconds=1))


@lru_cache(maxsize=256)
def parse(spec: str) -> tuple[int, str]:
    """Split "60d" into (60, "d"); units are d calendar days, w working days, h hours, m calendar months. ValueError if unreadable."""
    number, unit = spec[:-1], spec[-1:]
    if unit not in {"d", "w", "h", "m"} or not number.isascii() or not number.isdigit():
        raise ValueError(f"not a limit: {spec!r}")
    return int(number), unit


class WorkCalendar:
    """The working days of the loaded years, and limits counted on them. Immutable."""

    def __init__(self, *, years: Mapping[int, YearDays], version: str) -> None:
        self.version = version
        self._holidays = frozenset[date]().union(*(y.holidays for y in years.values()))
        self._makeup = frozenset[date]().union(*(y.makeup for y in years.values()))
        firm = sorted(year for year, days in years.items() if not days.provisional)
        self.covered_from = date(firm[0], 1, 1) if firm else date.max
        self.covered_until = _last_contiguous(firm)

    def is_workday(self, day: date) -> bool:
        """Say whether people work on that day; past the loaded years only weekends and known statutory days rest."""
        if day in self._makeup:
            return True
        return day.weekday() < 5 and day not in self._holidays

    def roll(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add(self, day: date, spec: str) -> date:
        """Return the unrolled last day of a limit in days, working days or months that starts after `day`."""
        count, unit = parse(spec)
        if unit == "d":
            return day + timedelta(days=count)
        if unit == "m":
            return _months_later(day, count)
        if unit == "h":
            raise ValueError("hours do not count in days")
        return self._work(day, count)

    def back(self, day: date, workdays: int) -> date:
        """Return the working day that leaves so many working days until the end of `day`."""
        while workdays > 0:
            if self.is_workday(day):
                workdays -= 1
            day -= _DAY
        while not self.is_workday(day):
            day -= _DAY
        return day

    def workdays_between(self, first: date, until: date) -> int:
        """Count the working days from `first` (included) to `until` (not included)."""
        return sum(self.is_workday(first + timedelta(days=i)) for i in range((until - first).days))

    def limit(self, start: datetime, spec: str) -> Limit:
        """Return where a limit that starts at an aware moment ends."""
        count, unit = parse(spec)
        if unit == "h":
            return Limit(due=start.astimezone(UTC) + timedelta(hours=count), base=None, provisional=False)
        return self.ending(self.add(day_of(start), spec))

    def ending(self, base: date) -> Limit:
        """Return the limit whose unrolled last day is `base`."""
        last = self.roll(base)
        return Limit(due=end_of(last), base=base, provisional=last > self.covered_until)

    def extend(self, base: date, spec: str) -> Limit:
        """Return the limit prolonged from its unrolled last day."""
        return self.ending(self.add(base, spec))

    def _work(self, day: date, count: int) -> date:
        while count > 0:
            day += _DAY
            count -= self.is_workday(day)
        return day


def _last_contiguous(years: list[int]) -> date:
    if not years:
        return date.min
    last = years[0]
    for year in years[1:]:
        if year != last + 1:
            break
        last = year
    return date(last, 12, 31)


def _months_later(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
