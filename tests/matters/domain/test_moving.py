"""Escalating, handing down, merging, reclassifying, leaving the net: nothing restarts, nothing is shortened."""

from __future__ import annotations

from msgspec.structs import replace

from yiwang.kernel.calendar import last_day
from yiwang.matters.domain.clocks import due_of, governing
from yiwang.matters.domain.words import OrderState, Procedure, State

from .canon import BUILD, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE, WATER, SmallNet, Story, closed, day, handling, registered

MASTER = "460108-20260302-0002-Y"


def test_the_acceptance_clock_survives_escalation() -> None:
    story = Story(registered("complaint", "other", at="township"))
    before = governing(story.case)
    story.later(days=3).act("township", "escalate")
    assert governing(story.case) == before
    assert story.refused("township", "accept") == "not_yours"
    story.act("county", "accept")


def test_declining_is_over_once_anybody_accepted() -> None:
    story = Story(registered(at="township")).act("township", "accept")
    assert story.refused("township", "decline", reason_code="court") == "wrong_state"


def test_hand_down_follows_the_duty_list_and_the_line() -> None:
    net = SmallNet({(TOWNSHIP, "other"): "main"})
    story = Story(registered("help", "water", at="county"), net=net)
    assert story.refused("county", "hand_down", center=TOWNSHIP) == "off_duty_list"
    assert story.refused("county", "hand_down", center=VILLAGE) == "not_next_below"
    assert story.refused("county", "hand_down", center=OTHER_COUNTY) == "not_next_below"
    withdrawn = Story(registered(at="county"), net=SmallNet({(TOWNSHIP, "water"): "withdrawn"}))
    assert withdrawn.refused("county", "hand_down", center=TOWNSHIP) == "off_duty_list"


def test_dispatch_stays_in_the_region_and_on_the_list() -> None:
    story = Story(registered(at="township")).act("township", "accept")
    assert story.refused("township", "dispatch", unit=WATER) == "out_of_reach"
    net = SmallNet({(WATER, "water"): "assist", (BUILD, "other"): "main"})
    county = Story(registered(at="county"), net=net).act("county", "accept")
    assert county.refused("county", "dispatch", unit=WATER) == "off_duty_list"
    assert county.refused("county", "dispatch", unit=BUILD) == "off_duty_list"
    county.act("county", "dispatch", unit=TOWNSHIP, assisting=(WATER,))


def test_merging_moves_orders_along_and_the_earliest_limit_governs() -> None:
    member = handling("help", "water", unit=BUILD)
    late = handling("complaint", "other")
    member.other = replace(late.case, number=MASTER)
    early = due_of(member.case)
    member.act("county", "merge", master=MASTER)
    master = member.other
    assert member.case.state == State.MERGED
    assert master.members == (member.case.number,)
    assert due_of(master) == early
    moved = [o for o in master.orders.values() if o.from_matter]
    assert [(o.unit, o.lead) for o in moved] == [(BUILD, False)]
    assert governing(member.case) is None
    assert all(c.due <= early for c in master.clocks.values() if c.state == "running")


def test_parted_matters_come_back_with_their_old_limits() -> None:
    story = handling("help", "water", unit=BUILD)
    story.other = replace(handling("help", "water").case, number=MASTER)
    due = due_of(story.case)
    story.act("county", "merge", master=MASTER).later(days=2).act("county", "unmerge")
    assert story.case.state == State.ACCEPTED
    assert due_of(story.case) == due
    assert story.other.members == ()
    assert all(o.state == OrderState.CANCELLED for o in story.other.orders.values() if o.from_matter)


def test_members_come_back_when_the_master_is_withdrawn_and_are_answered_when_it_closes() -> None:
    story = handling()
    story.case = replace(story.case, members=("A", "B"))
    story.act("person", "withdraw")
    assert [(t.number, t.act.value) for t in story.last.then] == [("A", "unmerge"), ("B", "unmerge")]
    done = closed()
    done.case = replace(done.case, state=State.VERIFYING, members=("A",), closings=0, closed=None, answered=False)
    done.act("county_head", "close", result_class="solved")
    assert [t.act.value for t in done.last.then] == ["follow_master"]


def test_every_person_of_a_merge_is_answered_and_rates() -> None:
    story = Story(registered(at="county"))
    story.other = replace(handling().case, number=MASTER)
    story.act("county", "merge", master=MASTER)
    assert story.refused("person", "rate", stars=3) == "not_answered"
    story.other = replace(closed().case, number=MASTER)
    story.act("system", "follow_master").act("person", "rate", stars=3)
    assert (story.case.state, story.case.rated) == (State.MERGED, 1)


def test_a_merge_needs_one_holder_and_no_nesting() -> None:
    story = Story(registered(at="township"))
    story.other = replace(handling().case, number=MASTER)
    assert story.refused("township", "merge", master=MASTER) == "not_one_holder"
    nested = handling()
    nested.case = replace(nested.case, members=("A",))
    nested.other = story.other
    assert nested.refused("county", "merge", master=MASTER) == "has_members"
    assert handling().refused("county", "merge", master=MASTER) == "master_needed"


def test_reclassifying_never_gives_more_time_and_never_restarts() -> None:
    story = handling("help", "water")
    started, due = story.case.clocks["m.handling"].started, due_of(story.case)
    story.later(days=1).act("county", "reclassify", category="other", nature="complaint")
    assert story.case.procedure == Procedure.PETITION
    assert (story.case.clocks["m.handling"].started, due_of(story.case)) == (started, due)


def test_reclassifying_to_a_stricter_procedure_brings_its_limit_forward() -> None:
    story = handling("complaint", "other")
    story.later(days=1).act("county", "reclassify", category="water", nature="help")
    assert last_day(due_of(story.case)) == day("2026-03-09")
    late = handling("complaint", "other").later(days=20)
    before = due_of(late.case)
    late.act("county", "reclassify", category="water", nature="help")
    assert due_of(late.case) == before  # five working days are long over: nobody is made late by a label


def test_reclassified_to_an_accusation_it_leaves_for_the_level_above() -> None:
    story = Story(registered("complaint", "other", at="county"))
    assert story.refused("county", "reclassify", category="other", nature="accusation") == "accusation_apart"
    story.act("county", "reclassify", category="other", nature="accusation", accused=(WATER,))
    assert story.case.trail == (COUNTY, CITY)
    assert story.refused("water", "note") == "not_yours"
    assert story.refused("city", "reclassify", category="other", nature="complaint") == "accusation_apart"


def test_transferred_out_with_proof_it_has_an_answer() -> None:
    story = Story(registered(at="county")).act("county", "transfer_out")
    assert story.case.answered
    assert story.case.clocks["m.acceptance"].state == "met"
