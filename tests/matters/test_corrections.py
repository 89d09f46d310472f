"""A corrected place: the clear address, the region of the lists and the sealed room follow; what was promised stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import PartyIn, reveal
from yiwang.matters.queries import Filters, matter_page, queue

pytestmark = pytest.mark.django_db
MOVED = "文汇街道安泰小区5号楼1单元501室"


def in_clear(number: str) -> str:
    named = "SELECT concat_ws(' ', place, address, title) FROM matter WHERE county = %s AND number = %s"
    return str(sql.scalar(named, [number[:6], number]))


def test_a_corrected_place_is_where_lists_and_pages_say_and_the_limit_stays() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    later = at + timedelta(days=2)
    before = matter_page(number=number, actor=town.actor("county"), at=later)
    data = {"part": "place", "text": MOVED, "place": "370502001", "reason": "登记时楼号写错"}
    do(town, number, "correct", "clerk", at=later, **data)
    after = matter_page(number=number, actor=town.actor("county"), at=later)
    assert after.address == "文汇街道安泰小区5号楼"
    assert (after.case.place, in_clear(number)) == ("370502001", f"370502001 {after.address} {after.title}")
    assert (after.due, after.case.clocks, after.case.orders, after.case.trail) == (
        before.due,
        before.case.clocks,
        before.case.orders,
        before.case.trail,
    )
    listed = queue(actor=town.actor("county"), duty="held", filters=Filters(place="370502001"), at=later)
    assert [(row.number, row.place) for row in listed.rows] == [(number, "370502001")]
    entry = after.timeline[-1]
    assert entry.data == {"part": "place", "place": "370502001"}
    assert "501" not in in_clear(number)
    full = reveal(number=number, actor=town.actor("county"), reason="call_back", at=later)
    assert "1单元501室" in full.parties[0].address
    assert verify().findings == []


def test_a_region_goes_with_the_place_and_has_to_exist() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    with pytest.raises(Refused, match="not_for_part"):
        do(town, number, "correct", "clerk", at=at, part="title", text="漏水", place="370502001", reason="写错")
    with pytest.raises(Refused, match="unknown_place"):
        do(town, number, "correct", "clerk", at=at, part="place", text=MOVED, place="370502999", reason="写错")
    with pytest.raises(BadInput) as told:
        do(town, number, "correct", "clerk", at=at, part="place", text=MOVED, place="3705029", reason="写错")
    assert [(error.field, error.code) for error in told.value.errors] == [("place", "bad_region_code")]


def test_a_name_in_a_corrected_place_does_not_stand_in_clear() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at, parties=(PartyIn(name="李秀英", phone="13905461111"),)).number
    do(town, number, "correct", "clerk", at=at, part="place", text="安泰小区李秀英家", reason="写错")
    assert "李秀英" not in in_clear(number)
