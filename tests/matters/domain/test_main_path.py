"""The main job: one matter through the net and back to the person who brought it."""

from __future__ import annotations

from yiwang.matters.domain.case import Move
from yiwang.matters.domain.clocks import due_of, governing
from yiwang.matters.domain.words import OrderState, State
from yiwang.matters.domain.workflow import needed, offers

from .canon import BUILD, CAST, CITY, COUNTY, NET, POLICY, PROVINCE, TOWNSHIP, VILLAGE, WATER, Story, closed, handling, registered


def test_registered_to_archived() -> None:
    story = closed()
    assert story.case.state == State.CLOSED
    assert story.case.answered
    assert governing(story.case) is None
    story.act("county_clerk", "serve", on=story.at.date(), way="phone")
    story.act("person", "rate", stars=5, solved=True)
    story.act("county_clerk", "archive")
    assert story.case.state == State.ARCHIVED


def test_contested_ruled_and_reassigned() -> None:
    story = Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=BUILD)
    story.act("build", "contest", "o1", duty_item="water", proposed_unit=WATER)
    assert story.refused("build", "rule_contest", "q2", uphold=True) == "not_yours"
    story.act("county", "rule_contest", "q2", uphold=True)
    assert story.case.state == State.ACCEPTED
    assert story.case.orders["o1"].state == OrderState.UPHELD
    assert story.refused("county", "dispatch", unit=BUILD) == "freed_unit"
    story.act("county", "dispatch", unit=WATER)
    assert story.case.state == State.HANDLING


def test_escalated_from_village_to_province_and_handed_down_again() -> None:
    story = Story(registered(at="secretary"))
    due = due_of(story.case)
    for who in ("secretary", "township", "county", "city"):
        story.act(who, "escalate")
    assert story.case.trail == (VILLAGE, TOWNSHIP, COUNTY, CITY, PROVINCE)
    assert due_of(story.case) == due
    assert story.refused("province", "escalate") == "no_parent_center"
    for who, center in (("province", CITY), ("city", COUNTY), ("county", TOWNSHIP), ("township", VILLAGE)):
        story.act(who, "hand_down", center=center)
    assert story.case.holder == VILLAGE
    assert story.refused("secretary", "escalate") == "escalated_already"


def test_offers_are_what_decide_accepts() -> None:
    story = handling()
    possible = {(o.act.value, o.subject) for o in offers(story.case, CAST["water"], NET, POLICY, story.at) if o.refused is None}
    assert ("report_result", "o1") in possible
    assert ("close", "m") not in possible
    nothing = [o for o in offers(story.case, CAST["other_county"], NET, POLICY, story.at) if o.refused is None]
    assert nothing == []


def test_what_this_matter_asks_for_besides() -> None:
    story = Story(registered(at="county")).act("county", "accept")

    def asked(act: str, subject: str = "m") -> frozenset[str]:
        return needed(story.case, Move(act=act, actor=CAST["county"], at=story.at, subject=subject), NET, POLICY)

    assert asked("dispatch") == {"unit"}
    assert asked("accept") == frozenset()
    assert asked("contest", "o99") == frozenset()
    story.act("county", "dispatch", unit=BUILD)
    assert asked("dispatch") == {"assisting"}
