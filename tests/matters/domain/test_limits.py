"""Extensions and suspensions: who rules, how far, what stands still and what never does."""

from __future__ import annotations

from datetime import timedelta

from yiwang.kernel.calendar import day_of, last_day
from yiwang.matters.domain.case import ClockState
from yiwang.matters.domain.clocks import due_of
from yiwang.matters.domain.scene import ruler_of

from .canon import POLICY, TOWNSHIP, WATER, WATER_POST, Story, day, handling, registered


def test_a_petition_is_prolonged_once_by_the_head_of_the_handling_unit() -> None:
    story = handling("complaint", "other")
    base = story.case.clocks["m.handling"].base
    story.act("water", "request_extension", "o1", days=30)
    assert ruler_of(story.case, story.case.requests["q2"], POLICY) == WATER
    assert story.refused("county", "rule_extension", "q2", grant=True) == "not_yours"
    assert story.refused("water", "rule_extension", "q2", grant=True) == "not_yours"
    story.act("water_head", "rule_extension", "q2", grant=True)
    assert story.case.clocks["m.handling"].base == base + timedelta(days=30)
    assert story.refused("water", "request_extension", "o1", days=5) == "no_extension"


def test_a_service_matter_is_prolonged_by_the_holder_in_working_days() -> None:
    story = handling()
    assert last_day(due_of(story.case)) == day("2026-03-09")
    story.act("water", "request_extension", "o1", days=3)
    assert ruler_of(story.case, story.case.requests["q2"], POLICY) == story.case.holder
    assert story.refused("water_head", "rule_extension", "q2", grant=True) == "not_yours"
    story.act("county", "rule_extension", "q2", grant=True)
    assert last_day(due_of(story.case)) == day("2026-03-12")
    assert last_day(story.case.clocks["o1.order"].due) <= day("2026-03-12")


def test_who_asks_does_not_rule_even_as_head() -> None:
    story = handling("complaint", "other").act("water_head", "request_extension", "o1", days=10)
    assert story.refused("water_head", "rule_extension", "q2", grant=True) == "not_yours"
    story.act("city_water", "rule_extension", "q2", grant=True)  # the next head in the line


def test_too_many_days_and_too_late() -> None:
    story = handling("complaint", "other")
    assert story.refused("water", "request_extension", "o1", days=31) == "too_many_days"
    assert story.later(days=100).refused("water", "request_extension", "o1", days=5) == "asked_late"


def test_a_refused_extension_moves_nothing() -> None:
    story = handling()
    due = due_of(story.case)
    story.act("water", "request_extension", "o1", days=3).act("county", "rule_extension", "q2")
    assert due_of(story.case) == due
    assert story.case.requests["q2"].state == "refused"


def test_a_petition_stops_for_nothing() -> None:
    story = handling("complaint", "other")
    assert story.refused("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-20")) == "no_suspension"


def _suspended() -> Story:
    story = handling().act("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-12"))
    return story.act("county", "rule_suspension", "q2", grant=True)


def test_a_suspension_freezes_matter_and_orders_and_ends_by_itself() -> None:
    story = _suspended()
    assert {c.state for c in story.case.clocks.values() if c.kind in {"handling", "order"}} == {ClockState.FROZEN}
    assert story.refused("water", "report_result", "o1", outcome="solved") == "suspended"
    assert story.refused("system", "end_suspension") == "suspension_runs"
    story.later(days=13).act("system", "end_suspension")
    handling_clock = story.case.clocks["m.handling"]
    assert handling_clock.paused == 9  # working days from 2 to 12 March
    assert last_day(handling_clock.due) == day("2026-03-20")
    assert story.case.suspension is None


def test_a_late_watcher_gives_no_days_away() -> None:
    on_time, late = _suspended().later(days=11), _suspended().later(days=30)
    on_time.act("system", "end_suspension")
    late.act("system", "end_suspension")
    assert due_of(on_time.case) == due_of(late.case)


def test_the_holder_may_resume_earlier() -> None:
    story = _suspended().later(days=2).act("county", "resume")
    assert last_day(due_of(story.case)) == day("2026-03-11")


def test_grounds_come_from_the_procedures_own_list() -> None:
    story = handling()
    assert story.refused("water", "request_suspension", "o1", reason_code="court", until=day("2026-03-12")) == "not_on_list"
    assert story.refused("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-02")) == "until_out_of_range"
    assert story.refused("water", "request_suspension", "o1", reason_code="appraisal", until=day("2027-03-12")) == "until_out_of_range"


def test_an_end_takes_everything_that_pends() -> None:
    story = handling().act("water", "request_extension", "o1", days=3).act("county", "transfer_out")
    assert story.case.requests["q2"].state == "lapsed"
    assert not [c for c in story.case.clocks.values() if c.state == ClockState.RUNNING]
    assert story.case.answered


def test_a_child_ends_with_its_parent_and_within_its_limit() -> None:
    story = handling()
    assert story.refused("water", "pass_down", "o1", units=(WATER_POST,), due=day("2026-03-09")) == "due_beyond_parent"
    story.act("water", "pass_down", "o1", units=(WATER_POST,), due=day("2026-03-04"))
    assert last_day(story.case.clocks["o2.order"].due) == day("2026-03-04")
    story.act("county", "cancel_order", "o1")
    assert story.case.orders["o2"].state == "cancelled"


def test_an_order_leaves_a_day_for_verifying_and_a_reassigned_one_keeps_its_limit() -> None:
    story = handling()
    assert last_day(story.case.clocks["o1.order"].due) == day("2026-03-06")
    story.later(days=2).act("county", "reassign", "o1", unit=TOWNSHIP)
    assert last_day(story.case.clocks["o2.order"].due) == day("2026-03-06")


def test_work_sent_back_restarts_nothing() -> None:
    story = handling()
    due = story.case.clocks["o1.order"].due
    story.act("water", "report_result", "o1", outcome="solved").later(days=1).act("county", "rework", "o1")
    again = story.case.clocks["o1.order"]
    assert (again.state, again.due) == (ClockState.RUNNING, due)


def test_the_limit_of_a_new_order_on_a_late_matter_is_its_own() -> None:
    story = Story(registered(at="county")).act("county", "accept").later(days=40).act("county", "dispatch", unit=WATER)
    assert day_of(story.case.clocks["o1.order"].due) > day_of(story.at)
