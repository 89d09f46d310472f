"""Faults planted in the regulation are found by the walk: each test breaks one cell of the table and sees the walk fail."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from yiwang.matters.domain import effects as e
from yiwang.matters.domain import rights as r
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.regulation import RULES
from yiwang.matters.domain.regulation import states as s
from yiwang.matters.domain.rows import Row, Who
from yiwang.matters.domain.scene import COORDINATING, HANDLING
from yiwang.matters.domain.words import State

from .canon import OTHER_COUNTY, TOWNSHIP, Story, day, handling, registered, verifying
from .walk import Slice, Walk

_PATH = frozenset({"accept", "dispatch", "receive", "report_result", "confirm", "close", "contest", "rule_contest"})
_STARTS = [registered(at="county"), handling().case, verifying().case]  # walked there before any fault is planted
SMALL = Slice("small", lambda: _STARTS, _PATH)


def _own_work() -> list:
    """A township that handles its own matter: who handled could be the one who closes."""
    story = Story(registered(at="township")).act("township", "accept").act("township", "dispatch", unit=TOWNSHIP)
    story.act("township", "receive", "o1").act("township", "report_result", "o1", outcome="solved")
    return [story.act("township_head", "confirm", "o1").case]


OWN_WORK = Slice("own work", _own_work, frozenset({"close"}))


def _found(slice_: Slice) -> str:
    return "\n".join(Walk(slice_, stop_at_first=True).run().broken)


def _plant(monkeypatch: pytest.MonkeyPatch, act: Act, **cells: object) -> Row:
    monkeypatch.setitem(RULES, act, replace(RULES[act], **cells))
    return RULES[act]


def test_the_table_as_it_is_holds() -> None:
    assert Walk(SMALL).run().broken == []
    assert Walk(OWN_WORK).run().broken == []


def test_a_handler_may_close_own_work(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, Act.CLOSE, who=(r.holder_coordinates,))
    assert "closed by who handled" in _found(OWN_WORK)


def test_a_stray_destination_moves_the_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, Act.ACCEPT, deed=lambda scene, case: replace(case, trail=(*case.trail, OTHER_COUNTY), accepted_once=True))
    assert "accept moved the holder" in _found(SMALL)


def test_closed_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, Act.CLOSE, states=frozenset({State.REGISTERED}))
    assert "no end can be reached" in "\n".join(Walk(SMALL).run().broken)


def test_a_contest_is_ruled_by_the_contester(monkeypatch: pytest.MonkeyPatch) -> None:
    def contester(scene) -> bool:
        return scene.acts_for(scene.case.orders[scene.request.subject].unit, HANDLING | COORDINATING)

    anybody = Who(name="contester", zh="异议单位", en="the contester", holds=contester)
    _plant(monkeypatch, Act.RULE_CONTEST, who=(r.contest_ruler, anybody))
    assert "a contest was ruled by the contester" in _found(SMALL)


def test_acceptance_starts_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, Act.ACCEPT, clocks=(e.MEETS_ACCEPTANCE,))
    assert "no governing clock" in _found(SMALL)


def test_reclassifying_restarts_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, Act.RECLASSIFY, clocks=(e.STARTS_HANDLING,))
    slice_ = Slice("class", lambda: [handling("complaint", "water").case], frozenset({"reclassify"}), late=True)
    assert "restarted" in _found(slice_) or "longer than promised" in _found(slice_)


def test_a_representative_agrees_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    story = handling("complaint", "wages", claimants=2, parties=2, reporter=1)
    story.act("county", "list_claim", party=1).act("county", "list_claim", party=2)
    _plant(monkeypatch, Act.AGREE_CLAIM, who=(r.person, r.recorder))
    assert "agreed for another" in _found(Slice("sheet", lambda: [story.case], frozenset({"agree_claim"})))


def test_a_group_closes_with_a_claimant_left(monkeypatch: pytest.MonkeyPatch) -> None:
    story = verifying("complaint", "wages", claimants=2, parties=2, reporter=1).act("county", "confirm", "o1")
    _plant(monkeypatch, Act.CLOSE, conditions=tuple(x for x in RULES[Act.CLOSE].conditions if x.code != "claims_open"))
    assert "with a claimant left" in _found(Slice("left", lambda: [story.case], frozenset({"close"})))


def test_a_vacant_post_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the unit itself receives: where nobody is left, no end can be reached."""
    own = Who(name="own", zh="本单位", en="the unit itself", holds=lambda scene: scene.actor.unit == scene.order.unit)
    for act in (Act.RECEIVE, Act.REPORT_RESULT):
        _plant(monkeypatch, act, who=(own,))
    for act in (Act.REASSIGN, Act.CANCEL_ORDER, Act.TRANSFER_OUT):
        _plant(monkeypatch, act, states=frozenset())
    start = [Story(registered(at="county")).act("county", "accept").act("county", "dispatch", unit=TOWNSHIP).case]
    gone = frozenset({"township", "township_head", "township_clerk"})
    said = "\n".join(Walk(Slice("vacant", lambda: start, _PATH - {"contest"}, gone=gone)).run().broken)
    assert "no end can be reached" in said


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.CLOSE, Act.RECEIVE, Act.CONFIRM])
def test_anybody_may_do_it(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    _plant(monkeypatch, act, who=(Who(name="anybody", zh="任何人", en="anybody", holds=lambda scene: True),))
    assert "somebody acted without right" in "\n".join(Walk(SMALL).run().broken)


@pytest.mark.parametrize("act", [Act.RECEIVE, Act.REPORT_RESULT, Act.CONFIRM, Act.CONTEST, Act.CLOSE])
def test_a_deed_leaves_the_clocks_alone(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    _plant(monkeypatch, act, clocks=())
    assert _found(SMALL) != ""


def test_work_goes_on_while_the_clocks_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    story = handling().act("water", "request_suspension", "o1", reason_code="appraisal", until=day("2026-03-20"))
    held = story.act("county", "rule_suspension", "q2", grant=True).case
    _plant(monkeypatch, Act.REPORT_RESULT, while_suspended=True)
    assert "while the clocks stand still" in _found(Slice("held", lambda: [held], frozenset()))


def test_a_second_lead_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    row = RULES[Act.DISPATCH]
    _plant(monkeypatch, Act.DISPATCH, conditions=tuple(x for x in row.conditions if x.code != "lead_exists"), to=s.FIRST_LEAD)
    slice_ = Slice("lead", lambda: [handling(unit=TOWNSHIP).case], frozenset({"dispatch"}))
    assert "with leads" in _found(slice_)
