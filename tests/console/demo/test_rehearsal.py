"""The month played before the real rules, without a database: lawful, complete, and the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.console.demo.rehearsal import Rehearsal, city, policy
from yiwang.console.demo.arrivals import HERE
from yiwang.console.demo.assumptions import load
from yiwang.console.demo.dice import Dice
from yiwang.console.demo.life import Life, Plan
from yiwang.console.demo.names import People
from yiwang.console.demo.phases import sealed_by
from yiwang.console.demo.scenes import SCENES
from yiwang.console.demo.simulate import Simulation
from yiwang.console.demo.stories import deal, lives
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.words import State

UNTIL = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CALENDAR_ACTS = {Act.RECOMPUTE}
"""Acts that a rehearsal cannot bring about: they need another calendar to be put in force."""


def stories(matters: int, seed: int = 7, until: datetime = UNTIL) -> list[Life]:
    plan = Plan(seed=seed, matters=matters, until=until, days=31, build="test")
    _, crew = city()
    counties = [place.code for place in crew.places.values() if place.level == 3]
    dealt = deal(plan, counties=counties, assumed=load())
    told = []
    for number, county in enumerate(counties):
        people = People(dice=Dice(seed, "people", county), share=(number, len(counties)))
        told += lives(
            plan, county=county, brought=dealt[county], crew=crew, people=people, assumed=load(), showcases=county == "370502"
        )  # fmt: skip
    return told


@pytest.fixture(scope="module", name="lived")
def _lived() -> tuple[Rehearsal, Simulation, list[Life]]:
    told, stage = stories(400), Rehearsal()
    simulation = Simulation(
        world=stage,  # type: ignore[arg-type]
        lives=told,
        start=UNTIL - timedelta(days=31),
        watch=stage.watch,
        attach=lambda life, actor, at: ["0190d6a0-0000-7000-8000-000000000000"],
        workday=policy().calendar.is_workday,
    )
    simulation.run(UNTIL)
    return stage, simulation, told


def test_every_act_and_every_state_is_reached(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    stage, _, _ = lived
    assert {act for act in Act if act.value not in stage.acts} <= CALENDAR_ACTS
    assert {state for _, _, state, _ in stage.trace} == {state.value for state in State}


def test_hardly_a_step_is_refused(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    stage, simulation, _ = lived
    assert sum(simulation.refusals.values()) < 0.01 * sum(stage.acts.values()), simulation.refusals


def test_what_waits_for_the_cast_waits_where_it_should(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    stage, _, told = lived
    waiting = {life.name: life for life in told if life.fate.hold}
    assert len(waiting) == len(SCENES)
    done = {(number, act) for number, act, _, _ in stage.trace}
    assert not [name for name, life in waiting.items() if (life.number, life.fate.hold) in done and life.fate.hold != "receive"]
    states = {life.fate.hold: str(life.case.state) for life in waiting.values()}
    assert states["dispatch"] == "accepted"
    assert states["confirm"] == "verifying"
    assert states["serve"] == "closed"
    ladder = next(life for life in waiting.values() if life.fate.ladder)
    assert life_level(ladder) == 1
    assert any(life.number in stage.lates for life in waiting.values()), "something is late"


@pytest.mark.parametrize("until", [datetime(2026, 11, 23, 0, 40, tzinfo=UTC), datetime(2026, 11, 21, 14, 30, tzinfo=UTC)])
def test_it_waits_there_too_on_a_monday_morning_and_on_a_saturday_night(until: datetime) -> None:
    told = [life for life in stories(70, until=until) if life.fate.hold]
    stage = Rehearsal()
    simulation = Simulation(
        world=stage,  # type: ignore[arg-type]
        lives=told,
        start=until - timedelta(days=31),
        watch=stage.watch,
        attach=lambda life, actor, at: ["0190d6a0-0000-7000-8000-000000000000"],
        workday=policy().calendar.is_workday,
    )
    simulation.run(until)
    stands = {"accept": "registered", "dispatch": "accepted", "receive": "handling", "confirm": "verifying", "rule_contest": "handling"}
    wrong = {
        life.telling.title: str(life.case.state) for life in told if str(life.case.state) != stands.get(life.fate.hold, life.case.state)
    }
    assert wrong == {}


def life_level(life: Life) -> int:
    return life.crew.level(life.holder)


def test_everything_that_came_was_registered(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    _, simulation, told = lived
    assert simulation.registered == len(told) == 400 + len(SCENES)


def test_matters_do_not_lie_about_unless_somebody_is_fated_to_be_late(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    stage, _, told = lived
    punctual = {
        life.number
        for life in told
        if not life.fate.late and not life.fate.hold and not life.fate.whistle and life.fate.contest != "silence"
    }
    late = [number for number in stage.lates if number in punctual]
    assert len(late) <= 0.02 * len(told), late


def test_the_same_seed_tells_the_same_stories() -> None:
    first, second = stories(150), stories(150)
    assert [life.telling.narrative for life in first] == [life.telling.narrative for life in second]
    assert [life.fate for life in first] == [life.fate for life in second]
    assert [life.telling.narrative for life in stories(150, seed=8)] != [life.telling.narrative for life in first]


def test_shares_come_out_as_assumed() -> None:
    told = stories(3200)
    channels = Counter(life.arrival.channel for life in told)
    for name, share in load().share("channels").items():
        assert abs(100 * channels[name] / len(told) - share) < 2, (name, channels)
    assert abs(100 * sum(life.telling.anonymous for life in told) / len(told) - 7) < 1.5
    titles = Counter(life.telling.title for life in told)
    assert titles.most_common(1)[0][1] <= 0.012 * len(told), titles.most_common(10)


def test_windows_are_shut_in_the_evening_and_at_weekends() -> None:
    for life in stories(1500):
        here = life.arrival.at.astimezone(HERE)
        open_now = here.weekday() < 5 and 8 <= here.hour < 18
        assert open_now or life.arrival.channel not in {"window", "transfer"} or life.door or life.twin, here
        assert 7 <= here.hour < 21 or life.arrival.channel in {"hotline", "web"} or life.door or life.twin, here


def test_offices_sleep_at_night(lived: tuple[Rehearsal, Simulation, list[Life]]) -> None:
    stage, _, told = lived
    urgent = {life.number for life in told if life.telling.urgent}
    awake = {"register", "rate", "withdraw", "answer", "supplement", "chase", "request_review"}
    system = {"raise_clock", "urge_by_rule", "recompute", "default_ruling", "end_suspension", "follow_master"}
    nightly = [
        (number, act, at)
        for number, act, _, at in stage.trace
        if number not in urgent and act not in awake | system and not 6 <= at.astimezone(HERE).hour < 22
    ]
    assert len(nightly) <= 0.002 * len(stage.trace), nightly[:10]


def test_every_season_tells_of_itself() -> None:
    summer = Counter(life.telling.theme for life in stories(1200, until=datetime(2026, 6, 20, 8, tzinfo=UTC)))
    autumn = Counter(life.telling.theme for life in stories(1200, until=datetime(2026, 11, 30, 8, tzinfo=UTC)))
    winter = Counter(life.telling.theme for life in stories(1200, until=datetime(2027, 1, 20, 8, tzinfo=UTC)))
    assert summer["heating"] <= 3 < 20 < autumn["heating"]
    assert winter["labour_wages"] > summer["labour_wages"]
    cold = [life.telling.narrative for life in stories(1200, until=datetime(2026, 6, 20, 8, tzinfo=UTC))]
    assert not [text for text in cold if "天冷" in text or "棉袄" in text]


def test_the_day_that_is_going_on_is_not_sealed_late_in_the_evening() -> None:
    """A sample built at ten to midnight is worked in at once."""
    until = datetime(2026, 11, 25, 23, 50, tzinfo=HERE)
    assert sealed_by(until, until) == until
    assert sealed_by(until - timedelta(hours=23, minutes=50), until) == datetime(2026, 11, 25, 0, 30, tzinfo=HERE)
