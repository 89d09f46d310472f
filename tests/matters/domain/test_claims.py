"""Claim sheets of group matters: every claimant has a line, pays nobody's for another, agrees for themselves."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from yiwang.kernel.refusals import BadInput
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.reading import read_input

from .canon import Story, handling, registered, verifying

SHEET = {"claimants": 2, "parties": 2, "reporter": 1}


def _group(**more: object) -> Story:
    return handling("complaint", "wages", **(SHEET | more))


def _listed() -> Story:
    story = _group()
    story.act("county_clerk", "list_claim", party=1, days=30, owed=9_000_00)
    return story.act("county_clerk", "list_claim", party=2, days=10, owed=3_000_00)


def _settled(story: Story, key: str) -> Story:
    story.act("water", "pay_claim", key, paid=story.case.claims[key].owed)
    return story.act("county_clerk", "agree_claim", key, texts=("proof",), agrees=True)


def test_a_sheet_is_settled_only_when_every_line_is() -> None:
    story = _listed()
    first, second = story.case.claims
    _settled(story, first).act("water", "report_result", "o1", outcome="partly").act("county", "confirm", "o1")
    assert story.case.claims_settled == 1
    assert story.refused("county", "close", result_class="solved") == "claims_open"
    story.act("water", "pay_claim", second, paid=2_999_99).act("county_clerk", "agree_claim", second, agrees=True)
    assert story.refused("county", "close", result_class="solved") == "claims_open"  # agreed, but a cent is missing
    story.act("water", "pay_claim", second, paid=3_000_00).act("county", "close", result_class="solved")


def test_who_has_no_line_is_not_settled_but_it_may_be_said_that_it_failed() -> None:
    story = verifying("complaint", "wages", **SHEET).act("county", "confirm", "o1")
    _settled(story.act("county_clerk", "list_claim", party=1), "l2")
    assert story.refused("county", "close", result_class="solved") == "claims_open"
    story.act("county", "close", result_class="unsettled")
    assert story.case.answered


def test_paid_and_not_agreed_is_not_settled() -> None:
    story = _listed()
    for key, line in story.case.claims.items():
        story.act("water", "pay_claim", key, paid=line.owed)
    assert story.case.claims_settled == 0


def test_each_agrees_for_themselves_the_one_with_the_code_for_one_line_only() -> None:
    story = _listed()
    own, other = story.case.claims
    assert story.refused("person", "agree_claim", other, agrees=True) == "not_yours"
    assert story.refused("water", "agree_claim", own, agrees=True) == "not_yours"  # nor does who owes it an answer
    story.act("person", "agree_claim", own, agrees=True)
    assert story.case.claims[own].agreed
    story.act("person", "agree_claim", own)  # and may think again
    assert not story.case.claims[own].agreed
    nobody = Story(replace(story.case, reporter=0))
    assert nobody.refused("person", "agree_claim", own, agrees=True) == "not_yours"


def test_what_is_written_down_for_a_claimant_is_signed() -> None:
    story = _listed()
    assert _bare(story, "county_clerk", "l2") == "proof_needed"
    assert _bare(story, "person", "l2") == ""


def _bare(story: Story, who: str, key: str) -> str:
    """Try to agree without naming any proof."""
    from yiwang.kernel.refusals import Refused
    from yiwang.matters.domain.case import Move
    from yiwang.matters.domain.workflow import decide

    from .canon import CAST

    try:
        decide(
            story.case, Move(act="agree_claim", actor=CAST[who], at=story.at, subject=key, data={"agrees": True}), story.net, story.policy
        )
    except Refused as refused:
        return refused.code
    return ""


def test_what_changes_has_to_be_agreed_to_anew() -> None:
    story = _settled(_listed(), "l2")
    story.act("water", "pay_claim", "l2", paid=9_500_00)
    assert story.case.claims["l2"].agreed
    story.act("water", "pay_claim", "l2", paid=9_000_00)
    assert not story.case.claims["l2"].agreed
    _settled(story, "l2").act("county_clerk", "list_claim", "l2", owed=9_100_00)
    line = story.case.claims["l2"]
    assert (line.days, line.owed, line.paid, line.agreed) == (30, 9_100_00, 9_000_00, False)


def test_one_claimant_has_one_line() -> None:
    story = _listed()
    assert story.refused("county", "list_claim", party=2) == "claimant_listed"
    assert story.refused("county", "list_claim", "l2", party=2) == "claimant_listed"
    assert story.refused("county", "list_claim", party=7) == "no_such_party"
    assert handling("complaint", "wages").refused("county", "list_claim", party=1) == "no_group"


def test_a_further_claimant_is_a_further_party_and_nobody_is_written_over() -> None:
    story = _listed().act("county", "list_claim", owed=100, texts=("name", "phone"))
    assert (story.case.claims["l4"].party, story.case.parties, story.case.claimants) == (3, 3, 3)
    move = {"party": 1, "texts": ("name",)}
    assert story.refused("county", "list_claim", "l2", **move) == "named_already"
    assert story.refused("county", "list_claim", "l2", texts=("name",)) == "named_already"


def test_the_number_of_claimants_can_be_put_right_but_nobody_drops_out() -> None:
    story = _listed()
    story.act("county", "correct", part="party", claimants=5)
    assert story.case.claimants == 5
    assert story.refused("county", "correct", part="party", claimants=1) == "fewer_than_listed"
    assert story.refused("county", "correct", part="title", claimants=5) == "not_for_part"


def test_a_group_is_not_settled_in_passing() -> None:
    story = Story(registered("help", "water", at="county", claimants=2))
    assert story.refused("county", "settle_on_spot") == "claims_open"
    assert story.refused("county", "merge", master="X") == "group_apart"


@pytest.mark.parametrize(
    ("written", "fen"), [("1234.5", 1_234_50), ("1,234.05", 1_234_05), (7, 7_00), ("0", 0), ("0.01", 1), ("9999999999.99", 999_999_999_999)]
)
def test_amounts_are_whole_fen(written: object, fen: int) -> None:
    data, _ = read_input(SPECS[Act.PAY_CLAIM], {"paid": written, "proof": "回单"})
    assert data == {"paid": fen}


@pytest.mark.parametrize("written", ["1.234", "-5", "1e3", "abc", "１２", True, 1.5, "99999999999"])
def test_what_is_no_amount_is_named(written: object) -> None:
    with pytest.raises(BadInput) as told:
        read_input(SPECS[Act.PAY_CLAIM], {"paid": written, "proof": "回单"})
    assert [(error.field, error.code) for error in told.value.errors] == [("paid", "not_an_amount")]
