"""Every condition and destination of the table is told by some story; those that no other file tells are told here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from yiwang.matters.domain.regulation import RULES

from .canon import (
    ABOLISHED,
    BUILD,
    CITY,
    COMMITTEE,
    COUNTY,
    DISCIPLINE,
    DUTIES,
    EMPTY,
    NOW,
    OTHER_COUNTY,
    TOWNSHIP,
    VILLAGE,
    WATER,
    WATER_POST,
    SmallNet,
    Story,
    closed,
    day,
    handling,
    registered,
    verifying,
)

MASTER = "460108-20260302-0002-Y"


def _accepted(**more: object) -> Story:
    return Story(registered(at="county", **more)).act("county", "accept")


def _with(story: Story, other: Story) -> Story:
    story.other = replace(other.case, number=MASTER)
    return story


def _merged() -> Story:
    return _with(Story(registered(at="county")), handling()).act("county", "merge", master=MASTER)


def _contested() -> Story:
    return _accepted().act("county", "dispatch", unit=WATER).act("water", "contest", "o1", duty_item="water", proposed_unit=BUILD)


def _often_contested() -> Story:
    story = handling("help", "water")
    return Story(replace(story.case, requests={f"q{n}": _contested().case.requests["q2"] for n in (5, 6, 7)}), net=story.net)


def _escalated_twice() -> str:
    story = Story(registered("help", "water", at="township")).act("township", "escalate")
    story.act("county", "hand_down", center=TOWNSHIP)
    return story.refused("township", "escalate")


def _handed_down_twice() -> str:
    story = Story(registered("help", "water", at="county")).act("county", "hand_down", center=TOWNSHIP).act("township", "escalate")
    once = story.refused("county", "hand_down", center=TOWNSHIP)
    story.act("county", "supplement", new_facts=True).act("county", "hand_down", center=TOWNSHIP)  # new facts open the way again
    return once


def _reopened() -> Story:
    return closed().act("county", "reopen", reason_code="unsatisfied")


def _late_suspension() -> str:
    story = handling().act("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-12"))
    return story.later(days=12).refused("county", "rule_suspension", "q2", grant=True)


def _mediating() -> Story:
    story = Story(registered("dispute", "other", at="secretary")).act("secretary", "accept")
    return story.act("secretary", "to_mediation", unit=COMMITTEE).act("mediator", "receive", "o1")


def _served() -> Story:
    return closed("complaint", "other").act("county", "serve", on=NOW.date(), way="phone")


def _assisted() -> Story:
    return handling().act("county", "dispatch", assisting=(BUILD,)).act("build", "receive", "o2")


def _whistled() -> Story:
    story = Story(registered(at="township")).act("township", "accept").act("township", "dispatch", unit=TOWNSHIP)
    return story.act("township", "whistle", units=(WATER,))


def _over() -> Story:
    """A whistle that ended before who was called came."""
    story = _whistled()
    ended = {"w3": replace(story.case.whistles[story.last_key("whistles")], open=False)}
    return Story(replace(story.case, whistles=ended))


NOBODY_BELOW = SmallNet(gone=frozenset({"township", "township_head", "township_clerk"}))


def _conferring() -> Story:
    return handling().act("county", "confer", units=(BUILD,))


TOLD: tuple[tuple[str, Callable[[], str]], ...] = (
    (
        "accepted_already",
        lambda: Story(replace(registered(at="county"), accepted_once=True)).refused("county", "decline", reason_code="court"),
    ),
    (
        "children_open",
        lambda: handling().act("water", "pass_down", "o1", units=(WATER_POST,)).refused("water", "report_result", "o1", outcome="solved"),
    ),
    ("contest_cap", lambda: _often_contested().refused("water", "contest", "o1", duty_item="water", proposed_unit=BUILD)),
    ("due_beyond_governing", lambda: _accepted().refused("county", "dispatch", unit=WATER, due=day("2026-12-01"))),
    ("due_past", lambda: _accepted().refused("county", "dispatch", unit=WATER, due=NOW.date())),
    ("escalated_already", _escalated_twice),
    ("handed_down_already", _handed_down_twice),
    ("master_open", lambda: _with(_merged(), handling()).refused("system", "follow_master")),
    ("master_closed", lambda: _with(_merged(), closed()).refused("county", "unmerge")),
    ("master_unfit", lambda: _with(handling(), Story(registered(at="county"))).refused("county", "merge", master=MASTER)),
    ("mediation_stays", lambda: _mediating().refused("mediator", "pass_down", "o1", units=(VILLAGE,))),
    ("no_such_clock", lambda: handling().refused("system", "raise_clock", clock="m.nothing", level="late")),
    ("needs_lead", lambda: _accepted().refused("county", "dispatch", assisting=(BUILD,))),
    ("no_handler_kind", lambda: _accepted().refused("county", "dispatch", unit=DISCIPLINE)),
    ("no_mediation", lambda: _accepted(nature="hazard").refused("county", "to_mediation", unit=COMMITTEE)),
    (
        "no_rating",
        lambda: Story(replace(closed().case, procedure=registered("accusation", "other", at="county", accused=(WATER,)).procedure)).refused(
            "person", "rate", stars=5
        ),
    ),
    ("no_review", lambda: closed().refused("person", "request_review")),
    (
        "no_superior",
        lambda: Story(_contested().act("county", "escalate").act("city", "escalate").case).refused("province", "refer_ruling", "q2"),
    ),
    ("nobody_there", lambda: Story(registered(at="county"), net=NOBODY_BELOW).refused("county", "hand_down", center=TOWNSHIP)),
    ("not_below", lambda: handling().refused("water", "pass_down", "o1", units=(BUILD,))),
    ("not_on_spot", lambda: Story(registered("complaint", "other", at="county")).refused("county", "settle_on_spot")),
    ("not_served", lambda: closed("complaint", "other").later(days=90).refused("county_clerk", "archive")),
    ("not_suspended", lambda: handling().refused("county", "resume")),
    ("only_lead", lambda: _assisted().refused("build", "request_suspension", "o2", reason_code="appraisal", until=day("2026-03-12"))),
    (
        "orders_open",
        lambda: Story(
            replace(_contested().act("county", "dispatch", assisting=(BUILD,)).act("county", "rule_contest", "q2", uphold=True).case)
        ).refused("county", "hand_down", center=TOWNSHIP),
    ),
    ("conference_open", lambda: _conferring().refused("county", "confer", units=(BUILD,))),
    ("conference_over", lambda: _conferring().act("county", "conclude", "n2").refused("county", "conclude", "n2")),
    ("not_invitable", lambda: handling().refused("county", "confer", units=(OTHER_COUNTY,))),
    ("listed_already", lambda: handling().act("county", "propose_listing").refused("city", "propose_listing")),
    ("not_proposed", lambda: handling().refused("county_leader", "rule_listing", grant=True, until=day("2026-04-02"))),
    ("listing_day", lambda: handling().act("county", "propose_listing").refused("county_leader", "rule_listing", grant=True)),
    ("not_listed", lambda: handling().act("county", "propose_listing").refused("county_leader", "lift_listing")),
    ("no_card_due", lambda: handling().refused("system", "urge_by_rule", clock="m.handling")),
    (
        "pending_already",
        lambda: handling().act("water", "request_extension", "o1", days=3).refused("water", "request_extension", "o1", days=3),
    ),
    ("referred_already", lambda: _contested().act("county", "refer_ruling", "q2").refused("city", "refer_ruling", "q2")),
    ("review_may_come", lambda: _served().act("person", "rate", stars=5).later(days=10).refused("county_clerk", "archive")),
    ("same_class", lambda: handling().refused("county", "reclassify", category="water", nature="help")),
    ("served_already", lambda: _served().refused("county", "serve", on=NOW.date(), way="phone")),
    ("unit_blocked", lambda: Story(replace(_accepted().case, accused=(WATER,))).refused("county", "dispatch", unit=WATER)),
    ("unit_has_order", lambda: handling().refused("county", "dispatch", assisting=(WATER,))),
    ("until_past", _late_suspension),
    ("whistle_open_already", lambda: _whistled().refused("township", "whistle", units=(BUILD,))),
    ("whistle_over", lambda: _over().refused("water", "arrive", "w3")),
    ("within_sender_reach", lambda: handling().refused("county", "reassign", "o1", unit=OTHER_COUNTY)),
)
"""What one is told, and the shortest story of it."""


@pytest.mark.parametrize(("code", "told"), TOLD, ids=[code for code, _ in TOLD])
def test_what_does_not_hold_is_told(code: str, told: Callable[[], str]) -> None:
    assert told() == code


def test_every_condition_and_destination_is_told_somewhere() -> None:
    codes = {condition.code for row in RULES.values() for condition in row.conditions}
    codes |= {test.code for row in RULES.values() if row.where for test in row.where.tests}
    stories = "".join(file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py"))
    assert sorted(code for code in codes if f'"{code}"' not in stories) == []


def test_whoever_registered_is_answerable_until_somebody_receives() -> None:
    """The village registered, the county leads now: it may be urged until the water bureau has the order in hand."""
    story = Story(registered("help", "water", at="secretary")).act("secretary", "escalate").act("township", "escalate")
    story.act("county", "urge", level="reminder", unit=VILLAGE)
    story.act("secretary", "answer_urge", story.last_key("cards"))
    story.act("county", "accept").act("county", "dispatch", unit=WATER).act("county", "urge", level="yellow", unit=VILLAGE)
    story.act("water", "receive", story.last_key("orders"))
    assert story.refused("county", "urge", level="red", unit=VILLAGE) == "not_concerned"


def test_the_window_that_took_it_in_dispatches_by_the_list_and_no_further() -> None:
    net = SmallNet(DUTIES | {(WATER, "water"): "main"})
    story = Story(registered(at="county"), net=net).act("county_clerk", "accept")
    assert story.refused("county_clerk", "dispatch", unit=BUILD) == "window_off_list"
    assert story.refused("county_clerk", "dispatch", unit=WATER, assisting=(BUILD,)) == "window_off_list"
    story.act("county_clerk", "dispatch", unit=WATER)
    assert story.refused("county_clerk", "dispatch", assisting=(BUILD,)) == "window_off_list"
    elsewhere = Story(registered(at="township"), net=net).act("township", "escalate").act("county", "accept")
    assert elsewhere.refused("county_clerk", "dispatch", unit=WATER) == "not_yours"


def test_a_visit_is_counted_once_a_day_for_whoever_works_on_it() -> None:
    story = handling().later(days=1).act("county", "visit")
    trips = story.case.trips
    for who in ("county", "water"):
        assert story.refused(who, "visit") == "trip_counted"
    assert story.later(days=1).act("water", "visit").case.trips == trips + 1
    assert story.refused("build", "visit") == "not_yours"


def test_the_sender_of_a_root_order_is_the_holder_whoever_that_is_now() -> None:
    story = handling().act("county", "escalate").act("water", "report_result", "o1", outcome="solved")
    assert story.refused("county", "confirm", "o1") == "not_yours"
    story.act("city", "confirm", "o1").act("city", "close", result_class="solved")


def test_the_common_superior_of_who_passed_down_and_who_contests_is_the_holder() -> None:
    story = handling().act("water", "pass_down", "o1", units=(WATER_POST,))
    story.act("water_post", "contest", "o2", duty_item="water", proposed_unit=BUILD).act("water", "refer_ruling", "q3")
    assert story.case.requests["q3"].ruler == COUNTY
    story.act("county", "rule_contest", "q3")
    assert story.case.bound == (WATER_POST,)
    assert story.refused("water", "reassign", "o2", unit=EMPTY) == "ruled_binding"  # a child is bound like a lead
    assert _contested().act("county", "refer_ruling", "q2").case.requests["q2"].ruler == CITY


def test_a_suspension_has_a_reason_an_end_and_an_approver() -> None:
    story = handling().act("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-12"))
    held = story.act("county", "rule_suspension", "q2", grant=True).case.suspension
    assert held is not None
    assert (held.reason, held.until, held.approver) == ("appraisal", day("2026-03-12"), 107)


def test_a_clock_keeps_the_version_of_the_pack_it_came_from() -> None:
    assert {clock.pack for clock in verifying().case.clocks.values()} == {"statutory-2026"}


def test_a_reopened_matter_has_a_new_lead_and_whoever_led_may_be_asked_again() -> None:
    story = _reopened()
    assert (story.case.state, story.case.answered) == ("accepted", False)
    story.act("county", "dispatch", unit=ABOLISHED)
    assert [order.unit for order in story.case.orders.values()] == [WATER, BUILD]
