"""Accusations: whom they never reach, who leads them, how they end."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.blocks import barred, unit_blocked
from yiwang.matters.domain.case import Actor
from yiwang.matters.domain.words import Role, State
from yiwang.matters.domain.workflow import offers

from .canon import CAST, CITY, CITY_DISCIPLINE, COUNTY, NET, POLICY, PROVINCE, TOWNSHIP, VILLAGE, WATER, WATER_POST, Story, registered


def _against(*accused: int, at: str = "county") -> Story:
    return Story(registered("accusation", "other", at=at, accused=accused))


def test_it_is_led_by_the_level_above_whom_it_accuses() -> None:
    assert _against(WATER).case.holder == CITY
    assert _against(WATER_POST, at="township").case.holder == COUNTY
    assert _against(TOWNSHIP, at="secretary").case.holder == COUNTY
    assert _against(COUNTY, at="township").case.holder == CITY


def test_against_the_top_there_must_be_a_discipline_body() -> None:
    assert _against(CITY).case.holder == PROVINCE
    with pytest.raises(Refused, match="no_holder"):
        _against(PROVINCE)


def test_the_accused_their_line_below_and_who_is_seconded_from_it_are_blocked() -> None:
    story = _against(WATER)
    seconded = Actor(role=Role.COORDINATOR, user=900, post=1, unit=CITY, seconded_from=(WATER_POST,))
    for actor in (CAST["water"], CAST["water_head"], CAST["water_post"], seconded):
        assert barred(story.case, actor, NET)
        assert {o.refused for o in offers(story.case, actor, NET, POLICY, story.at)} == {"not_yours"}
    assert not barred(story.case, CAST["city"], NET)
    assert unit_blocked((COUNTY,), VILLAGE, NET)
    assert not unit_blocked((COUNTY,), CITY, NET)


def test_an_accused_official_is_blocked_wherever_they_sit() -> None:
    case = replace(_against(WATER).case, accused_users=(CAST["city"].user,))
    assert barred(case, CAST["city"], NET)
    assert Story(case).refused("city", "accept") == "not_yours"
    Story(case).act("city_second", "accept")


def test_it_is_never_dispatched_handed_down_merged_or_settled_on_the_spot() -> None:
    story = _against(WATER)
    assert story.refused("city", "settle_on_spot") == "accusation_apart"
    story.act("city", "accept")
    assert story.refused("city", "dispatch", unit=WATER) == "accusation_apart"
    assert story.refused("city", "hand_down", center=COUNTY) == "accusation_apart"
    assert story.refused("city", "merge", master="X") == "accusation_apart"


def test_its_clock_is_the_hand_over_from_registration_and_ends_with_proof() -> None:
    story = _against(WATER).later(days=3).act("city", "accept")
    clock = story.case.clocks["m.handover"]
    assert clock.started == story.case.registered
    story.act("city", "transfer_out")
    assert (story.case.state, story.case.clocks["m.handover"].state) == (State.TRANSFERRED, "met")
    assert story.refused("person", "rate", stars=1) == "wrong_state"


def test_the_discipline_body_may_lead_it_and_does_not_escalate() -> None:
    story = _against(WATER)
    story.case = replace(story.case, trail=(CITY_DISCIPLINE,))
    story.act("city_discipline", "accept")
    assert story.refused("city_discipline", "escalate") == "no_parent_center"
    story.act("city_discipline", "transfer_out")


def test_it_goes_on_without_the_person() -> None:
    story = _against(WATER).act("person", "withdraw")
    assert (story.case.state, story.case.person_gone) == (State.REGISTERED, True)
    assert story.refused("person", "supplement") == "not_yours"


def test_only_an_accusation_names_accused_units() -> None:
    with pytest.raises(Refused, match="accused_without_accusation"):
        registered("help", "water", accused=(WATER,))
