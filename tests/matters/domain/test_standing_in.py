"""Nothing waits for nobody: vacancies, abolished units, recusals; first contact; who may register."""

from __future__ import annotations

import pytest

from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.words import State

from .canon import ABOLISHED, BUILD, EMPTY, TOWNSHIP, VILLAGE, WATER, SmallNet, Story, handling, registered


def test_an_empty_post_is_answered_for_by_the_superior() -> None:
    story = Story(registered(at="township")).act("township", "accept").act("township", "dispatch", unit=EMPTY)
    story.act("water", "receive", "o1")
    assert story.case.orders["o1"].unit == EMPTY


def test_an_order_to_an_abolished_unit_goes_to_its_successor() -> None:
    story = Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=ABOLISHED)
    assert story.case.orders["o1"].unit == BUILD


def test_a_village_without_a_secretary_is_led_from_the_township() -> None:
    net = SmallNet(gone=frozenset({"secretary"}))
    story = Story(registered(at="grid_worker"), net=net)
    assert story.case.holder == VILLAGE
    story.act("township", "accept")


def test_a_post_that_is_filled_is_not_acted_for_from_above() -> None:
    story = Story(registered(at="secretary"))
    assert story.refused("township", "accept") == "not_yours"
    assert story.refused("county", "accept") == "not_yours"


def test_who_recuses_is_out_and_the_superior_steps_in() -> None:
    story = handling()
    story.act("water", "recuse")
    assert story.case.orders["o1"].received_by is None
    assert story.refused("water", "report_result", "o1", outcome="solved") == "not_yours"
    story.act("water_head", "recuse")
    story.act("city_water", "report_result", "o1", outcome="solved")


def test_the_holder_may_order_somebody_to_withdraw() -> None:
    story = handling()
    story.act("county", "recuse", user=115)
    assert 115 in story.case.recused
    assert story.refused("county", "recuse", user=115) == "recused_already"
    assert story.refused("neighbour", "recuse", user=117) == "not_yours"


def test_own_work_of_a_small_center_is_verified_by_a_second_person_or_from_above() -> None:
    story = Story(registered(at="secretary")).act("secretary", "accept").act("secretary", "dispatch", unit=VILLAGE)
    story.act("secretary", "receive", "o1").act("secretary", "report_result", "o1", outcome="solved")
    assert story.refused("secretary", "confirm", "o1") == "not_yours"
    story.act("township", "confirm", "o1").act("township", "close", result_class="solved")
    assert story.case.state == State.CLOSED


def test_the_registrar_stays_answerable() -> None:
    story = Story(registered(at="township")).act("township", "escalate")
    story.act("township_clerk", "chase").act("township_clerk", "supplement")
    assert story.case.registrar == TOWNSHIP


def test_auditors_and_administrators_register_nothing_and_do_nothing() -> None:
    with pytest.raises(Refused, match="not_yours"):
        registered(at="auditor")
    story = handling()
    assert {story.refused("auditor", act) for act in ("note", "reveal", "instruct", "chase")} == {"not_yours"}


def test_a_department_that_registers_hands_the_procedure_to_its_center() -> None:
    assert registered(at="water").holder == 3
    assert registered(at="water_post").holder == TOWNSHIP


def test_a_group_sends_at_most_five_people() -> None:
    registered(claimants=30, visiting=5)
    with pytest.raises(Refused, match="too_many_visitors"):
        registered(claimants=30, visiting=6)


def test_a_category_must_go_with_the_nature() -> None:
    with pytest.raises(Refused, match="nature_not_allowed"):
        registered("complaint", "fire")
    with pytest.raises(Refused, match="unknown_category"):
        registered("complaint", "nonsense")


def test_a_unit_whose_order_was_taken_back_takes_no_part() -> None:
    story = handling().act("county", "reassign", "o1", unit=BUILD)
    assert story.refused("water", "note") == "not_yours"
    assert story.refused("water", "reveal", reason_code="visit") == "not_yours"
    assert WATER not in {o.unit for o in story.case.orders.values() if o.state == "sent"}
