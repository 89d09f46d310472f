"""When matters come in, and what they are: hours of the day, days of the week, holidays and the season, by the assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from .assumptions import Assumptions
from .dice import Dice
from .grammar import themes

HERE = ZoneInfo("Asia/Shanghai")
HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5), (10, 6), (10, 7)})
"""Days of the year on which hardly anybody comes; the working calendar proper is a policy pack."""
_QUARTERS_OF_14 = 0.35
"""Share of the 14 o'clock hour that falls before half past two, when the afternoon peak begins."""


@dataclass(frozen=True)
class Arrival:
    """Somebody brings something at a moment: which theme, by which door."""

    at: datetime
    theme: str
    channel: str


def day_weight(day: date, assumed: Assumptions) -> float:
    """Return how busy a day is, an ordinary one being 1."""
    if (day.month, day.day) in HOLIDAYS:
        return assumed.percent("holiday", "hours")
    return assumed.list("hours", "weekday")[day.weekday()] / 100


def heating_factor(day: date, assumed: Assumptions) -> float:
    """Return how much likelier a heating complaint is: nothing to heat before the season, a surge that halves every ten days."""
    month, first = assumed.day("season", "heating_from")
    start = date(day.year if day.month >= 7 else day.year - 1, month, first)
    gone = (day - start).days
    if gone < -3:
        return 0.05
    surge = assumed.percent("heating_surge", "season")
    if gone < 0:
        return 1 + surge / 4
    return 1 + surge * 0.5 ** (gone / 10) if gone < 120 else 0.05


def wages_factor(day: date, assumed: Assumptions) -> float:
    """Return how much likelier a wage matter is: climbing every week to the year's end (the lunar one, late in January)."""
    month, first = assumed.day("season", "wages_from")
    start = date(day.year if day.month >= 7 else day.year - 1, month, first)
    weeks = max(0, (day - start).days) / 7
    return 1 + assumed.percent("wages_climb", "season") * weeks if weeks < 18 else 1


_SEASONS = {"heating": heating_factor, "wages": wages_factor}


def moments(*, until: datetime, days: int, count: int, assumed: Assumptions, dice: Dice) -> list[datetime]:
    """Return `count` moments in the `days` before `until`, in order, spread as people come in.

    The last day is thinned by how much of it has passed.
    """
    today = until.astimezone(HERE).date()
    profile = assumed.list("hours", "profile")
    slots: dict[tuple[date, int], float] = {}
    for back in range(days, -1, -1):
        day = today - timedelta(days=back)
        for hour in range(24):
            start = datetime.combine(day, time(hour), HERE)
            if start + timedelta(hours=1) <= until and start >= until - timedelta(days=days):
                slots[day, hour] = day_weight(day, assumed) * profile[hour]
    found = []
    for _ in range(count):
        day, hour = dice.weighted(slots)
        minute = dice.random.random()
        if hour == 14 and dice.chance(0.7) and minute < _QUARTERS_OF_14:
            minute = 0.5 + minute / 2
        found.append(datetime.combine(day, time(hour), HERE) + timedelta(seconds=int(minute * 3599)))
    return sorted(found)


@cache
def _by_nature() -> Mapping[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, theme in themes().items():
        found.setdefault(theme["nature"], {})[name] = theme
    return found


def theme_at(day: date, *, assumed: Assumptions, dice: Dice, middle: float = 1.0) -> str:
    """Return what is brought on a day: first its nature, then (for disputes) the kind, then the theme, by season.

    `middle` is how strong the wage season is in the middle of the time told of, so that the assumed share holds on average.
    """
    among = _by_nature()[dice.weighted(assumed.share("natures"))]
    if any("kind" in theme for theme in among.values()):
        kinds = assumed.share("disputes") | {}
        kinds["labour"] *= wages_factor(day, assumed) / middle
        kind = dice.weighted(kinds)
        among = {name: theme for name, theme in among.items() if theme["kind"] == kind}
    weights = {
        name: theme["weight"] * (_SEASONS[theme["season"]](day, assumed) if "season" in theme else 1.0) for name, theme in among.items()
    }
    return dice.weighted(weights)


def arrivals(*, until: datetime, days: int, count: int, assumed: Assumptions, dice: Dice) -> list[Arrival]:
    """Return everything that is brought in the days before `until`, in order of time."""
    channels = assumed.share("channels")
    times = moments(until=until, days=days, count=count, assumed=assumed, dice=dice.child("moments"))
    what = dice.child("themes")
    middle = wages_factor((until - timedelta(days=days / 2)).astimezone(HERE).date(), assumed)
    door = dice.child("doors")
    brought = [theme_at(at.astimezone(HERE).date(), assumed=assumed, dice=what, middle=middle) for at in times]
    occasions = [(str(themes()[theme]["nature"]), _hours(at.astimezone(HERE))) for at, theme in zip(times, brought, strict=True)]
    counted = Counter(occasions)
    likely = _doors(counted, channels)
    dealt = {occasion: _dealt(likely[occasion], counted[occasion], door.child(*occasion)) for occasion in sorted(counted)}
    return [
        Arrival(at=at, theme=theme, channel=dealt[occasion].pop()) for at, theme, occasion in zip(times, brought, occasions, strict=True)
    ]


Occasion = tuple[str, str]
"""What is brought, and in which hours: nature, and "office", "day" (evenings and weekends) or "night"."""
_BY_NATURE: Mapping[str, Mapping[str, float]] = {
    "accusation": {"window": 3.0, "web": 3.0, "grid": 0.0, "village": 0.0, "transfer": 0.0},
    "hazard": {"grid": 1.8, "window": 0.3, "transfer": 0.0},
    "report": {"grid": 0.2, "village": 0.2},
    "inquiry": {"grid": 0.4, "transfer": 0.0},
    "help": {"transfer": 0.3},
    "dispute": {"transfer": 2.5, "grid": 0.8},
}
"""Nobody brings an accusation to a grid worker, and inspectors walk past hazards more than others do."""
_BY_HOURS: Mapping[str, Mapping[str, float]] = {
    "office": {},
    "day": {"window": 0.0, "transfer": 0.0},
    "night": {"window": 0.0, "transfer": 0.0, "grid": 0.0, "village": 0.0},
}
"""Windows and offices are shut in the evening and at weekends; at night there is the hotline and the page."""


def _hours(at: datetime) -> str:
    if not 7 <= at.hour < 21:
        return "night"
    return "office" if at.weekday() < 5 and 8 <= at.hour < 18 and (at.month, at.day) not in HOLIDAYS else "day"


def _dealt(likely: Mapping[str, float], times: int, dice: Dice) -> list[str]:
    """Return doors for so many occasions, mixed, each as often as it is likely: chance decides over the last few only."""
    whole = sum(likely.values())
    expected = {name: times * weight / whole for name, weight in likely.items()}
    doors = [name for name, share in expected.items() for _ in range(int(share))]
    rest = {name: share - int(share) for name, share in expected.items()}
    while len(doors) < times:
        doors.append(dice.weighted(rest))
    return dice.shuffled(doors)


def _doors(occasions: Counter[Occasion], channels: Mapping[str, float]) -> dict[Occasion, dict[str, float]]:
    """Return how likely each door is on each occasion, so that over all of them the assumed shares come out."""
    fits = {
        (nature, hours): {name: _BY_NATURE.get(nature, {}).get(name, 1.0) * _BY_HOURS[hours].get(name, 1.0) for name in channels}
        for nature, hours in occasions
    }
    lift = dict(channels)
    for _ in range(60):
        came = dict.fromkeys(channels, 0.0)
        for occasion, times in occasions.items():
            likely = {name: lift[name] * fit for name, fit in fits[occasion].items()}
            whole = sum(likely.values())
            for name, weight in likely.items():
                came[name] += times * weight / whole
        lift = {name: lift[name] * share / came[name] if came[name] else 0.0 for name, share in channels.items()}
    return {occasion: {name: lift[name] * fit for name, fit in fit_by_name.items()} for occasion, fit_by_name in fits.items()}
