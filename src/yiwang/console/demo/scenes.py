"""What waits for the cast: a few matters of the last days that stop just before the act somebody may want to try.

Some have waited too long on purpose, so that limits, cards and late marks can be seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from .arrivals import Arrival
from .cast import COUNTY, TOWN, VILLAGE
from .crew import Crew
from .dice import Dice
from .fate import Fate
from .hours import earlier
from .life import Life, Plan
from .names import People
from .telling import tell

WORKING_DAY = 7.0
"""Office hours in a day."""


class Scene(NamedTuple):
    """One matter made to wait."""

    theme: str
    channel: str
    hours_ago: float
    """By the clock; longer where offices were shut meanwhile, so that it has got as far at night and on a Sunday."""
    door: tuple[str, str]
    turns: dict[str, object]


_VILLAGE, _TOWN, _COUNTY, _CITY = (f"{code}/center" for code in (VILLAGE, TOWN, COUNTY, "3705"))
SCENES = (
    # the village
    Scene("neighbour_noise", "grid", 3, (_VILLAGE, "grid"), {"hold": "accept"}),
    Scene("neighbour_leak", "village", 20, (_VILLAGE, "secretary"), {"hold": "dispatch"}),
    Scene("marriage_elder", "village", 50, (_VILLAGE, "secretary"), {"hold": "report_result"}),
    Scene("damage_dog", "grid", 75, (_VILLAGE, "grid"), {"hold": "confirm"}),
    # the street and its stations
    Scene("sewage", "window", 2, (_TOWN, "clerk"), {"hold": "accept"}),
    Scene("construction_noise", "window", 6, (_TOWN, "clerk"), {"hold": "dispatch"}),
    Scene("street_light", "window", 9, (_TOWN, "clerk"), {"hold": "receive"}),
    Scene("garbage", "window", 120, (_TOWN, "clerk"), {"hold": "report_result", "urge": "yellow"}),
    Scene("manhole", "window", 60, (_TOWN, "clerk"), {"hold": "rule_contest", "contest": "refuse"}),
    Scene("tree_wall", "window", 30, (_TOWN, "clerk"), {"hold": "arrive", "whistle": "all"}),
    Scene("damage_fight", "window", 26, (_TOWN, "clerk"), {"hold": "receive"}),
    Scene("contract_loan", "window", 28, (_TOWN, "clerk"), {"hold": "receive", "mediation": True}),
    Scene("neighbour_wall", "window", 54, (_TOWN, "clerk"), {"hold": "report_result", "mediation": True}),
    # the district and its bureaus
    Scene("labour_wages", "window", 2, (_COUNTY, "clerk"), {"hold": "accept"}),
    Scene("labour_wages", "window", 8, (_COUNTY, "clerk"), {"hold": "receive"}),
    Scene("labour_injury", "hotline", 30, (_COUNTY, "hotline"), {"hold": "rule_extension", "extension": "grant"}),
    Scene("labour_wages", "hotline", 80, (_COUNTY, "hotline"), {"hold": "rule_suspension", "suspension": "run_out"}),
    Scene("pension", "hotline", 30, (_COUNTY, "hotline"), {"hold": "rule_extension", "extension": "grant"}),
    Scene("labour_wages", "hotline", 60, (_COUNTY, "hotline"), {"hold": "answer_urge", "urge": "yellow"}),
    Scene("heating", "hotline", 5, (_COUNTY, "hotline"), {"hold": "receive"}),
    Scene("heating", "hotline", 200, (_COUNTY, "hotline"), {"hold": "report_result", "urge": "red", "silent_urge": True}),
    Scene("housing", "hotline", 300, (_COUNTY, "hotline"), {"hold": "serve", "pace": 0.25}),
    Scene("contract_loan", "transfer", 27, (_COUNTY, "clerk2"), {"hold": "receive", "lead": f"{COUNTY}/court"}),
    # the city, the province, the discipline body
    Scene("bus", "hotline", 4, (_CITY, "hotline"), {"hold": "hand_down"}),
    Scene("water_supply", "hotline", 55, (_COUNTY, "hotline"), {"hold": "rule_contest", "contest": "refer"}),
    Scene("land_contract", "grid", 70, (_VILLAGE, "grid"), {"hold": "accept", "ladder": True, "pace": 0.4}),
    Scene("accuse_center", "web", 30, ("37/center", "clerk"), {"hold": "accept"}),
)
"""Theme, door, how long ago, and where it stops."""


def _when(plan: Plan, hours_ago: float) -> datetime:
    """Return when it was brought: so long ago, and early enough that offices had their time for it since."""
    worked = hours_ago if hours_ago <= WORKING_DAY else WORKING_DAY + (hours_ago - WORKING_DAY) / 4
    return min(plan.until - timedelta(hours=hours_ago), earlier(plan.until, worked, "office"))


def scenes(plan: Plan, *, crew: Crew, people: People) -> list[Life]:
    """Return the matters that wait for the cast."""
    village, town, county = (crew.places[code] for code in (VILLAGE, TOWN, COUNTY))
    made = []
    for number, scene in enumerate(SCENES):
        dice = Dice(plan.seed, "scene", number)
        arrival = Arrival(at=_when(plan, scene.hours_ago), theme=scene.theme, channel=scene.channel)
        telling = tell(arrival, village=village, town=town, county=county, people=people, anonymous=False, dice=dice.child("telling"))
        fate = replace(Fate(pace=0.6), **scene.turns)  # type: ignore[arg-type]
        made.append(
            Life(
                name=f"scene:{number}",
                arrival=arrival,
                telling=telling,
                fate=fate,
                village=village,
                dice=dice,
                crew=crew,
                door=scene.door,
            )
        )
    return made
