"""Cards, whistles, mediation, questions: the acts around the main path."""

from __future__ import annotations

from yiwang.matters.domain.clocks import soon_at
from yiwang.matters.domain.words import State

from .canon import (
    BUILD,
    COMMITTEE,
    COUNTY,
    OTHER_COUNTY,
    POLICY,
    TOWNSHIP,
    WATER,
    Story,
    handling,
    registered,
    verifying,
)


def _township() -> Story:
    return Story(registered(at="township")).act("township", "accept").act("township", "dispatch", unit=TOWNSHIP)


def test_a_township_calls_departments_and_it_shows_who_did_not_come() -> None:
    story = _township().act("township", "whistle", units=(WATER, BUILD))
    key = story.last_key("whistles")
    story.act("water", "arrive", key)
    assert story.refused("water", "arrive", key) == "not_yours"
    story.later(days=3).act("system", "raise_clock", clock=f"{key}.arrival", level="late")
    assert story.case.whistles[key].missed == (BUILD,)
    story.act("build", "arrive", key)
    whistle = story.case.whistles[key]
    assert (whistle.open, whistle.arrived, whistle.missed) == (False, (WATER, BUILD), (BUILD,))


def test_only_a_township_with_the_matter_whistles_and_only_for_its_county() -> None:
    assert handling().refused("county", "whistle", units=(WATER,)) == "not_yours"
    story = _township()
    assert story.refused("neighbour", "whistle", units=(WATER,)) == "not_yours"
    assert story.refused("township", "whistle", units=(COUNTY,)) == "not_callable"
    assert story.refused("township", "whistle", units=(OTHER_COUNTY,)) == "not_callable"
    with_order = Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=TOWNSHIP)
    with_order.act("township", "receive", "o1").act("township", "whistle", units=(WATER,))


def test_a_whistle_ends_before_verifying() -> None:
    story = _township().act("township", "whistle", units=(WATER,))
    story.act("township", "receive", "o1").act("township", "report_result", "o1", outcome="solved")
    assert story.case.state == State.VERIFYING
    assert not any(w.open for w in story.case.whistles.values())


def test_cards_rise_step_by_step_and_are_answered() -> None:
    story = handling()
    assert story.refused("city", "urge", level="red", unit=WATER) == "card_order"
    assert story.refused("city", "urge", level="yellow", unit=WATER) == "card_order"
    story.act("city", "urge", level="reminder", unit=WATER)
    key = story.last_key("cards")
    assert story.refused("city", "urge", level="reminder", unit=WATER) == "card_open"
    story.act("city", "urge", level="yellow", unit=WATER).act("city", "urge", level="red", unit=WATER)
    story.later(days=10).act("system", "raise_clock", clock=f"{key}.card", level="late")
    assert story.case.cards[key].state == "lapsed"
    story.act("water_head", "answer_urge", key)
    assert story.refused("water_head", "answer_urge", key) == "card_answered"


def test_one_urges_from_above_and_not_oneself() -> None:
    story = handling()
    assert story.refused("water", "urge", level="reminder", unit=WATER) == "not_yours"
    assert story.refused("township", "urge", level="reminder", unit=WATER) == "not_yours"
    assert story.refused("county", "urge", level="reminder", unit=COUNTY) == "not_concerned"
    story.act("city", "urge", level="reminder", unit=COUNTY)
    story.act("county_leader", "instruct").act("county_leader", "take_charge")
    assert story.refused("county_leader", "take_charge") == "taken_already"


def test_cards_outlive_a_withdrawal_but_their_clock_does_not() -> None:
    story = handling().act("city", "urge", level="reminder", unit=WATER).act("person", "withdraw")
    key = story.last_key("cards")
    assert story.case.cards[key].state == "open"
    assert story.case.clocks[f"{key}.card"].state == "void"
    story.act("water", "answer_urge", key)


def test_the_committee_leads_the_mediation_and_somebody_else_verifies() -> None:
    story = (
        Story(registered("dispute", "other", at="secretary")).act("secretary", "accept").act("secretary", "to_mediation", unit=COMMITTEE)
    )
    assert story.case.orders["o1"].mediation
    assert story.case.clocks["m.handling"].state == "running"
    story.act("mediator", "receive", "o1").act("mediator", "report_result", "o1", outcome="agreed")
    assert story.refused("mediator", "confirm", "o1") == "not_yours"
    story.act("secretary", "confirm", "o1").act("secretary", "close", result_class="agreed")


def test_a_lead_at_work_hands_over_to_mediation() -> None:
    story = Story(registered("dispute", "other", at="secretary")).act("secretary", "accept").act("secretary", "dispatch", unit=1)
    assert story.refused("secretary", "to_mediation", unit=1) == "not_a_committee"
    story.act("secretary", "to_mediation", unit=COMMITTEE)
    assert [o.state.value for o in story.case.orders.values()] == ["cancelled", "sent"]
    assert story.refused("secretary", "to_mediation", unit=COMMITTEE) == "already_mediating"


def test_laggards_show_until_done_or_taken_back() -> None:
    story = handling().act("county", "dispatch", assisting=(BUILD,))
    story.act("water", "report_result", "o1", outcome="solved").act("county", "confirm", "o1")
    assert story.refused("county", "close", result_class="solved") == "assisting_open"
    story.act("county", "cancel_order", "o2").act("county", "close", result_class="solved")


def test_closing_follows_verifying() -> None:
    assert verifying().refused("county", "close", result_class="solved") == "lead_not_confirmed"
    story = verifying()
    for _ in range(3):
        story.act("county", "rework", "o1").act("water", "report_result", "o1", outcome="not_solved")
    assert story.refused("county", "rework", "o1") == "rework_cap"


def test_a_question_is_asked_once_and_answered_by_the_person_or_the_window() -> None:
    story = Story(registered(at="county")).act("county", "request_correction")
    assert story.refused("county", "request_correction") == "asked_already"
    story.act("person", "supplement")
    assert story.case.requests["q1"].state == "answered"
    story.act("county", "ask").act("county_clerk", "answer", "q2")
    assert story.refused("person", "answer", "q2") == "request_closed"
    assert Story(registered(at="county", own_contact=False)).refused("county", "ask") == "nobody_to_ask"


def test_a_clock_is_raised_soon_and_late_once() -> None:
    story = handling()
    clock = story.case.clocks["m.handling"]
    assert story.refused("system", "raise_clock", clock="m.handling", level="soon") == "clock_not_there_yet"
    story.at = soon_at(clock, POLICY)
    story.act("system", "raise_clock", clock="m.handling", level="soon")
    assert story.refused("system", "raise_clock", clock="m.handling", level="soon") == "clock_not_there_yet"
    story.at = clock.due
    story.act("system", "raise_clock", clock="m.handling", level="late")
    assert story.refused("county", "raise_clock", clock="m.handling", level="late") == "not_yours"


def test_chasing_is_a_nudge_not_a_drum() -> None:
    story = handling().act("person", "chase")
    assert story.refused("person", "chase") == "chased_lately"
    story.later(hours=25).act("person", "chase")


def test_links_are_made_once() -> None:
    story = handling().act("county", "link", other="Z")
    assert story.refused("county", "link", other="Z") == "linked_already"
    assert story.refused("county", "link", other=story.case.number) == "same_matter"
