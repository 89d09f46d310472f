"""When something may ring: quiet hours, digests, and how long to wait after a failure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from yiwang.kernel.labels import Labelled

CHINA = ZoneInfo("Asia/Shanghai")
TRIES = 8
"""After so many definite failures it is given up and shown to the administrator."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)
_DAILY = time(9)


class Digest(Labelled):
    """How what does not press is gathered."""

    NONE = "none", "逐条发送", "One by one"
    HOURLY = "hourly", "每小时汇总", "Gathered by the hour"
    DAILY = "daily", "每天 9 点汇总", "Gathered daily at 9"


class Quiet(NamedTuple):
    """Hours in which nothing rings; over midnight when it ends before it begins, none at all when both are the same."""

    begins: time
    ends: time

    def over(self, at: datetime) -> datetime:
        """Return `at`, or when the quiet hours it lies in are over."""
        local = at.astimezone(CHINA)
        now = local.time()
        if self.begins == self.ends:
            return at
        inside = self.begins <= now < self.ends if self.begins < self.ends else now >= self.begins or now < self.ends
        if not inside:
            return at
        end = datetime.combine(local.date(), self.ends, CHINA)
        return end if end > local else end + timedelta(days=1)


def read_quiet(text: str) -> Quiet:
    """Return the hours written as 22:00-07:00; "" are none. Raises ValueError."""
    if not text.strip():
        return Quiet(time(0), time(0))
    begins, _, ends = text.partition("-")
    return Quiet(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))


def due(at: datetime, *, quiet: tuple[Quiet, ...], digest: str, urgent: bool) -> datetime:
    """Return when a message may go out: at once when urgent, else gathered with others and after all quiet hours."""
    if urgent:
        return at
    moment = _gathered(at, digest)
    for _ in range(2 * len(quiet)):  # one's end may lie in another
        for hours in quiet:
            moment = hours.over(moment)
    return moment


def _gathered(at: datetime, digest: str) -> datetime:
    local = at.astimezone(CHINA)
    if digest == Digest.HOURLY:
        return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if digest == Digest.DAILY:
        morning = datetime.combine(local.date(), _DAILY, CHINA)
        return morning if morning > local else morning + timedelta(days=1)
    return at


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after the given number of failures."""
    doublings: int = min(max(tries - 1, 0), 16)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
