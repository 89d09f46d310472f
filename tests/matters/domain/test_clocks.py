"""Clocks of a case: what must hold for any moment and any limit; recomputing when the calendar arrives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.kernel.calendar import last_day
from yiwang.matters.domain import clocks
from yiwang.matters.domain.policy import MatterPolicy
from yiwang.matters.domain.words import ClockKind, State
from yiwang.policy.domain.calendar import CalendarBody, YearEntry

from .canon import CALENDAR_BODY, CATEGORIES, POLICY, Story, handling, registered

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001
NATURES = st.sampled_from(
    [("help", "water"), ("complaint", "other"), ("hazard", "other"), ("dispute", "other"), ("hazard", "fire"), ("inquiry", "other")]
)


def _with_2027() -> MatterPolicy:
    years = {**CALENDAR_BODY.years, "2027": YearEntry(holidays=(date(2027, 1, 1), date(2027, 1, 4)), makeup=(date(2027, 1, 9),))}
    calendar = CalendarBody(years=years).working_calendar(version="cn-2027")
    return MatterPolicy(
        calendar=calendar, clocks=POLICY.clocks, clocks_version=POLICY.clocks_version, procedures=POLICY.body, categories=CATEGORIES
    )


def test_past_the_calendar_a_limit_is_provisional_and_counted_again_when_it_is_loaded() -> None:
    story = Story(_registered(datetime(2026, 12, 28, 2, tzinfo=UTC)))
    story.at = datetime(2026, 12, 28, 2, tzinfo=UTC)
    story.act("county", "accept")
    clock = story.case.clocks["m.handling"]
    assert clock.provisional
    assert last_day(clock.due) == date(2027, 1, 5)
    assert story.refused("system", "recompute") == "nothing_to_recompute"
    story.policy = _with_2027()
    story.act("system", "recompute")
    settled = story.case.clocks["m.handling"]
    assert (settled.provisional, last_day(settled.due), settled.started) == (False, date(2027, 1, 6), clock.started)


def _registered(moment: datetime):
    from yiwang.matters.domain.words import Channel, Nature  # local: only this helper builds a case by hand
    from yiwang.matters.domain.workflow import open_case

    from .canon import CAST, COUNTY, NET, V

    return open_case(
        number="N", actor=CAST["county"], at=moment, channel=Channel.WINDOW, nature=Nature.HELP, category="water", place=V,
        registrar=COUNTY, net=NET, policy=POLICY,
    )  # fmt: skip


@given(MOMENTS, NATURES)
def test_on_any_day_every_clock_of_the_main_path_ends_ahead_and_inside(moment: datetime, nature: tuple[str, str]) -> None:
    story = Story(replace(registered(*nature, at="county"), registered=moment))
    story.case = clocks.start(replace(story.case, clocks={}), ClockKind.ACCEPTANCE, at=moment, policy=POLICY)
    story.at = moment
    story.act("county", "accept").act("county", "dispatch", unit=11)
    governing = clocks.governing(story.case)[1]
    assert governing.due > moment
    for clock in story.case.clocks.values():
        assert clock.due > moment or clock.state == "met"
        if clock.subject != "m":
            assert clock.due <= governing.due


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_pause_gives_back_the_time_it_took_and_no_more(before: int, pause: int) -> None:
    story = handling("dispute", "other")
    due = clocks.due_of(story.case)
    frozen = clocks.freeze(story.case, at=story.at + timedelta(days=before))
    thawed = clocks.thaw(frozen, at=story.at + timedelta(days=before + pause), policy=POLICY)
    moved = thawed.clocks["m.handling"]
    assert moved.base - story.case.clocks["m.handling"].base == timedelta(days=pause)
    assert clocks.due_of(thawed) > due
    assert POLICY.calendar.is_workday(last_day(moved.due))


@given(st.integers(1, 30), st.integers(1, 30))
def test_extensions_add_up_from_the_unrolled_day(one: int, more: int) -> None:
    case = handling("complaint", "other").case
    twice = clocks.extend(clocks.extend(case, "m.handling", one, policy=POLICY), "m.handling", more, policy=POLICY)
    once = clocks.extend(case, "m.handling", one + more, policy=POLICY)
    assert twice.clocks["m.handling"].due == once.clocks["m.handling"].due
    assert twice.clocks["m.handling"].extensions == 2


def test_recomputing_keeps_extensions_and_pauses() -> None:
    case = handling("help", "water").case
    case = clocks.extend(case, "m.handling", 3, policy=POLICY)
    same = clocks.recompute(replace(case, clocks={k: replace(c, provisional=True) for k, c in case.clocks.items()}), POLICY)
    assert {k: c.due for k, c in same.clocks.items()} == {k: c.due for k, c in case.clocks.items()}


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED, State.MERGED, State.WITHDRAWN])
def test_nothing_governs_at_an_end(state: State) -> None:
    assert clocks.governing(replace(handling().case, state=state)) is None


def test_special_laws_have_their_own_limit() -> None:
    rule = POLICY.clock_rule(ClockKind.HANDLING, handling("complaint", "wages").case.procedure, "15-03-05")
    assert (rule.limit, rule.statutory) == ("60w", True)
