"""Who works when: the time that passes before a person does the next thing, in the hours of office, village, home or duty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from .arrivals import HERE, HOLIDAYS

Spans = tuple[tuple[time, time], ...]
OFFICE: Spans = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
VILLAGE: Spans = ((time(8, 0), time(19, 0)),)
HOME: Spans = ((time(7, 30), time(12, 30)), (time(12, 50), time(21, 40)))
DUTY: Spans = ((time(6, 40), time(21, 50)),)
ALWAYS: Spans = ((time(0, 0), time(23, 59, 59)),)
WEEKDAYS_ONLY = frozenset({"office"})
_SPANS = {"office": OFFICE, "village": VILLAGE, "home": HOME, "duty": DUTY, "always": ALWAYS}


def default_workday(day: date) -> bool:
    """Say whether offices are open, by the plain week; the real calendar is given where there is one."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def later(at: datetime, hours: float, regime: str, *, workday: Callable[[date], bool] = default_workday) -> datetime:
    """Return the moment when `hours` of this regime's time have passed since `at`."""
    left = timedelta(hours=hours)
    now = at.astimezone(HERE)
    for _ in range(400):
        if regime not in WEEKDAYS_ONLY or workday(now.date()):
            for begin, end in _SPANS[regime]:
                start = max(now, datetime.combine(now.date(), begin, HERE))
                stop = datetime.combine(now.date(), end, HERE)
                if start >= stop:
                    continue
                if start + left <= stop:
                    return (start + left).astimezone(at.tzinfo)
                left -= stop - start
        now = datetime.combine(now.date() + timedelta(days=1), time(0), HERE)
    raise ValueError(f"no {regime} time for {hours} hours after {at}")


def earlier(at: datetime, hours: float, regime: str, *, workday: Callable[[date], bool] = default_workday) -> datetime:
    """Return the moment from which `hours` of this regime's time have passed until `at`."""
    left = timedelta(hours=hours)
    now = at.astimezone(HERE)
    for back in range(400):
        day = now.date() - timedelta(days=back)
        if regime in WEEKDAYS_ONLY and not workday(day):
            continue
        for begin, end in reversed(_SPANS[regime]):
            start, stop = datetime.combine(day, begin, HERE), min(now, datetime.combine(day, end, HERE))
            if start >= stop:
                continue
            if stop - left >= start:
                return (stop - left).astimezone(at.tzinfo)
            left -= stop - start
    raise ValueError(f"no {regime} time for {hours} hours before {at}")


def awake(at: datetime, *, since: datetime) -> datetime:
    """Return the moment, or the evening before where it falls into the night and the evening is still ahead of `since`."""
    here = at.astimezone(HERE)
    if DUTY[0][0] <= here.time() <= DUTY[0][1]:
        return at
    day = here.date() if here.time() > DUTY[0][1] else here.date() - timedelta(days=1)
    evening = datetime.combine(day, time(20, 10), HERE) + timedelta(minutes=here.minute, seconds=here.second)
    return evening.astimezone(at.tzinfo) if evening > since else at
