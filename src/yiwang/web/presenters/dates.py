"""Dates and limits as people read them: Asia/Shanghai, short on the desk, in words for the public."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yiwang.web.presenters.marks import english

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"))
SOON = timedelta(days=1)


def local(at: datetime) -> datetime:
    """Return the moment as the wall clock in Shanghai shows it."""
    return at.astimezone(SHANGHAI)


def short(at: datetime) -> str:
    """Return month, day and time for the desk: 11-27 09:40."""
    return local(at).strftime("%m-%d %H:%M")


def long_day(day: date) -> str:
    """Return a day as the public reads it: 11月27日."""
    return f"{day.day} {MONTHS[day.month - 1]}" if english() else f"{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """Return a day as documents write it: 2026年11月27日."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if english() else f"{day.year}年{day.month}月{day.day}日"


def moment(at: datetime, now: datetime) -> str:
    """Return a moment as the public reads it; today is called today."""
    then = local(at)
    clock = then.strftime("%H:%M")
    if then.date() == local(now).date():
        return _("今天 %(clock)s") % {"clock": clock}
    day = long_day(then.date()) if then.year == local(now).year else full_day(then.date())
    return f"{day} {clock}"


def weekday(day: date) -> str:
    """Return the name of the weekday."""
    return WEEKDAYS[day.weekday()][1 if english() else 0]


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: 3 天, 5 小时, 20 分钟."""
    if length >= timedelta(days=1):
        return _("%(n)d 天") % {"n": length.days}
    hours = length.seconds // 3600
    if hours:
        return _("%(n)d 小时") % {"n": hours}
    return _("%(n)d 分钟") % {"n": max(1, length.seconds // 60)}


def last_day(due: datetime) -> date:
    """Return the last day that is in time: a day limit ends at 24:00, which is the first moment of the next day."""
    return local(due - timedelta(microseconds=1)).date()


def limit(due: datetime) -> str:
    """Return a limit for the desk: the day with its weekday, and the hour unless it is the end of the day."""
    day = last_day(due)
    words = f"{day:%m-%d} {weekday(day)}"
    then = local(due)
    return words if (then.hour, then.minute) == (0, 0) else f"{words} {then:%H:%M}"


def due_words(due: datetime, now: datetime) -> tuple[str, str]:
    """Return what to say of a limit and its level ("", "soon", "late")."""
    if due <= now:
        return _("逾期 %(span)s") % {"span": span(now - due)}, "late"
    left = due - now
    return _("剩 %(span)s") % {"span": span(left)}, "soon" if left <= SOON else ""


def spent(started: datetime, due: datetime, now: datetime) -> int:
    """Return how much of a limit is used up, in percent."""
    whole = (due - started).total_seconds()
    return 100 if whole <= 0 else max(0, min(100, round(100 * (now - started).total_seconds() / whole)))
