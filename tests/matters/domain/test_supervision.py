"""Cards, whistles, mediation, questions: the acts around the main path."""

from __future__ import annotations

from datetime import timedelta

from yiwang.matters.access import may_see
from yiwang.matters.domain.clocks import soon_at
from yiwang.matters.domain.ladder import lies_with, next_rung
from yiwang.matters.domain.words import State

from .canon import (
    BUILD,
    CAST,
    CITY,
    CITY_WATER,
    COMMITTEE,
    COUNTY,
    NET,
    OTHER_COUNTY,
    POLICY,
    TOWNSHIP,
    WATER,
    WATER_POST,
    Story,
    day,
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


def _rule(story: Story) -> Story:
    rung = next_rung(story.case, POLICY)
    assert rung is not None
    story.at = max(story.at, rung.at)
    return story.act("system", "urge_by_rule", clock=rung.clock)


def test_by_rule_a_reminder_comes_before_the_limit_a_yellow_card_with_it_and_a_red_one_after() -> None:
    story = handling()
    due = story.case.clocks["m.handling"].due
    _rule(story)
    assert due - timedelta(days=5) < story.at < due
    reminder = story.case.cards["c2"]
    assert (reminder.level, reminder.unit, reminder.by_unit, reminder.state, reminder.by_rule) == ("reminder", WATER, COUNTY, "told", True)
    assert "c2.card" not in story.case.clocks, "a reminder by rule asks for no answer"
    assert story.refused("system", "urge_by_rule", clock="m.handling") == "no_card_due"
    _rule(story)
    assert (story.at, story.case.cards["c3"].level, story.case.cards["c3"].state) == (due, "yellow", "open")
    _rule(story)
    assert story.case.cards["c4"].level == "red"
    assert story.at >= due + timedelta(days=5)
    assert next_rung(story.case, POLICY) is None


def test_a_card_by_hand_is_not_sent_again_by_rule_and_a_new_limit_begins_a_new_ladder() -> None:
    story = handling().act("city", "urge", level="reminder", unit=WATER).act("city", "urge", level="yellow", unit=WATER)
    rung = next_rung(story.case, POLICY)
    assert rung is not None
    assert rung.level == "red"
    story.act("water", "request_extension", "o1", days=5).act("county", "rule_extension", "q4", grant=True)
    again = next_rung(story.case, POLICY)
    assert again is not None
    assert (again.reached, again.level) == ("yellow", "red"), "the reminder is still open, and a second yellow card is a red one"


def test_cards_by_rule_go_to_whom_the_matter_lies_with() -> None:
    waiting = Story(registered(at="county"))
    waiting.later(days=30)
    _rule(waiting)
    card = waiting.case.cards["c1"]
    assert (card.unit, card.by_unit) == (COUNTY, CITY), "the center itself, in the name of the one above"
    down = handling().act("water", "pass_down", "o1", units=(WATER_POST,))
    assert lies_with(down.case) == WATER_POST
    assert lies_with(verifying().case) == COUNTY
    accusation = Story(registered("accusation", "other", at="county", accused=(WATER,)))
    assert next_rung(accusation.case, POLICY) is None


def test_red_by_rule_is_yellow_for_a_unit_that_has_just_been_given_the_matter() -> None:
    story = handling().later(days=30)
    _rule(_rule(story))
    story.act("county", "reassign", "o1", unit=BUILD)
    _rule(story)
    card = story.case.cards[story.last_key("cards")]
    assert (card.unit, card.level) == (BUILD, "yellow")


def test_a_card_nobody_answers_rises_one_level_once() -> None:
    story = handling().act("county", "urge", level="reminder", unit=WATER)
    story.later(days=10).act("system", "raise_clock", clock="c2.card", level="late")
    card, clock = story.case.cards["c2"], story.case.clocks["c2.card"]
    assert (card.state, card.above, clock.state, clock.raised) == ("lapsed", CITY_WATER, "running", "")
    assert clock.due > story.at
    story.later(days=10).act("system", "raise_clock", clock="c2.card", level="late")
    assert story.case.cards["c2"] == card
    story.act("city_water", "answer_urge", "c2")
    assert (story.case.cards["c2"].state, story.case.clocks["c2.card"].state) == ("answered", "met")


def test_a_listing_is_proposed_by_a_center_decided_with_the_minutes_and_lifted() -> None:
    story = handling()
    assert story.refused("water", "propose_listing") == "not_yours"
    story.act("county", "propose_listing")
    assert story.refused("county", "rule_listing", grant=True, until=day("2026-04-02")) == "not_yours"
    assert story.refused("county_leader", "rule_listing", grant=True, until=day("2026-12-02")) == "listing_day"
    assert story.refused("county_leader", "rule_listing", grant=True, until=day("2026-04-02"), unit=OTHER_COUNTY) == "out_of_reach"
    story.act("county_leader", "rule_listing", grant=True, until=day("2026-04-02"))
    assert (story.case.listing.state, story.case.listing.unit, story.case.listing.until) == ("listed", WATER, day("2026-04-02"))
    assert story.case.clocks["g.listing"].state == "running"
    story.later(days=40).act("system", "raise_clock", clock="g.listing", level="late").act("county_leader", "lift_listing")
    assert (story.case.listing.state, story.case.clocks["g.listing"].state) == ("lifted", "met")
    story.act("city", "propose_listing").act("county_leader", "rule_listing")
    assert story.case.listing.state == "refused"


def test_who_is_invited_to_a_conference_has_a_part_and_whoever_called_it_concludes() -> None:
    story = handling().act("county", "confer", units=(BUILD,))
    assert may_see(CAST["build"], story.case, NET)
    assert not may_see(CAST["build"], handling().case, NET)
    story.act("build", "note")
    assert story.refused("build", "conclude", "n2") == "not_yours"
    story.act("county_leader", "conclude", "n2")
    assert story.case.conferences["n2"].state == "concluded"


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
