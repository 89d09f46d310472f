"""Contests of competence: who rules, what a ruling binds, referral and its default."""

from __future__ import annotations

from yiwang.matters.domain.clocks import running
from yiwang.matters.domain.words import ClockKind, OrderState, State

from .canon import BUILD, CITY, COUNTY, WATER, WATER_POST, Story, handling, registered


def _contested() -> Story:
    story = Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=WATER)
    return story.act("water", "contest", "o1", duty_item="water", proposed_unit=BUILD)


def test_an_unfounded_contest_binds_the_unit() -> None:
    story = _contested().act("county", "rule_contest", "q2")
    order = story.case.orders["o1"]
    assert (story.case.state, order.state) == (State.HANDLING, OrderState.RECEIVED)
    assert story.refused("water", "contest", "o1", duty_item="water", proposed_unit=BUILD) == "bound"
    assert story.refused("county", "reassign", "o1", unit=BUILD) == "ruled_binding"
    assert story.refused("county", "cancel_order", "o1") == "ruled_binding"
    story.act("county", "supplement", new_facts=True)
    story.act("county", "reassign", "o1", unit=BUILD)


def test_an_upheld_contest_frees_the_unit_until_there_are_new_facts() -> None:
    story = _contested().act("county", "rule_contest", "q2", uphold=True)
    assert story.case.state == State.ACCEPTED
    assert story.refused("county", "dispatch", unit=WATER) == "freed_unit"
    story.act("county", "supplement", new_facts=True).act("county", "dispatch", unit=WATER)
    assert story.case.state == State.HANDLING


def test_the_person_cannot_lift_a_ruling_by_calling_facts_new() -> None:
    story = _contested().act("county", "rule_contest", "q2")
    assert story.refused("person", "supplement", new_facts=True) == "not_for_person"
    story.act("person", "supplement")
    assert story.case.bound == (WATER,)


def test_a_referred_contest_is_ruled_by_the_common_superior() -> None:
    story = _contested().act("county", "refer_ruling", "q2")
    assert story.case.requests["q2"].ruler == CITY
    assert running(story.case, ClockKind.CONTEST, "q2") is None
    assert running(story.case, ClockKind.REFERRAL, "q2") is not None
    assert story.refused("county", "rule_contest", "q2", uphold=True) == "not_yours"
    story.act("city", "rule_contest", "q2", uphold=True)
    assert story.case.orders["o1"].state == OrderState.UPHELD


def test_a_silent_superior_leaves_it_to_the_default() -> None:
    story = _contested().act("county", "refer_ruling", "q2")
    assert story.refused("system", "default_ruling", "q2") == "referral_runs"
    story.later(days=30).act("system", "default_ruling", "q2")
    assert story.case.bound == (WATER,)


def test_the_contester_may_refer_when_the_ruling_is_late() -> None:
    story = _contested()
    assert story.refused("water", "refer_ruling", "q2") == "not_yours"
    story.later(days=10).act("water", "refer_ruling", "q2")
    assert story.case.requests["q2"].ruler == CITY


def test_contesting_is_over_after_the_window_or_after_passing_down() -> None:
    story = handling()
    assert Story(story.case).later(days=30).refused("water", "contest", "o1", duty_item="water", proposed_unit=BUILD) == "contest_late"
    story.act("water", "pass_down", "o1", units=(WATER_POST,))
    assert story.refused("water", "contest", "o1", duty_item="water", proposed_unit=BUILD) == "passed_down_already"


def test_a_contest_says_whose_it_is_instead() -> None:
    story = handling()
    assert story.refused("water", "contest", "o1", duty_item="water", proposed_unit=WATER) == "proposed_self"
    assert story.refused("water", "contest", "o1", duty_item="nothing", proposed_unit=BUILD) == "unknown_category"
    assert story.refused("water", "contest", "o1", duty_item="water", proposed_unit=9999) == "no_such_unit"


def test_a_child_is_ruled_by_the_unit_that_passed_it_down() -> None:
    story = handling().act("water", "pass_down", "o1", units=(WATER_POST,))
    story.act("water_post", "contest", "o2", duty_item="water", proposed_unit=BUILD)
    assert story.refused("county", "rule_contest", "q3", uphold=True) == "not_yours"
    story.act("water", "rule_contest", "q3", uphold=True)
    assert story.case.state == State.HANDLING
    assert story.case.orders["o2"].state == OrderState.UPHELD


def test_nobody_contests_what_they_gave_themselves() -> None:
    story = Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=COUNTY)
    assert story.refused("county", "contest", "o1", duty_item="water", proposed_unit=BUILD) == "own_order"
