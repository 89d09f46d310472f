"""The person of a merged matter: sees how far the common handling is, is heard by who handles it, may leave, is answered, rates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories import Town, bring, build_town, do, walk
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import Registered, act
from yiwang.matters.queries import FollowPage, follow, matter_page

pytestmark = pytest.mark.django_db


def _merged(town: Town, at: datetime, nature: str = "complaint") -> tuple[Registered, Registered]:
    """Return master and member, both at work, the member's order moved along."""
    master, member = bring(town, at=at, nature=nature), bring(town, at=at, nature=nature)
    walk(town, master.number, "received", at=at)
    do(town, member.number, "accept", "county", at=at)
    do(town, member.number, "dispatch", "county", at=at, unit=town.units["labour"])
    do(town, member.number, "merge", "county", at=at + timedelta(hours=6), master=master.number, reason="同一件事")
    return master, member


def _person(brought: Registered, what: str, at: datetime, **data: object) -> None:
    act(number=brought.number, act=what, actor=Actor(role=Role.PERSON), at=at, data=data, query_code=brought.query_code)


def _seen(brought: Registered, at: datetime) -> FollowPage:
    return follow(number=brought.number, query_code=brought.query_code, at=at)


def test_the_person_sees_how_far_the_common_handling_is() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    master, member = _merged(town, at)
    later = at + timedelta(hours=7)
    page, of_master = _seen(member, later), _seen(master, later)
    assert (page.state, page.together) == ("merged", "handling")
    assert (page.due, page.lead_name) == (of_master.due, of_master.lead_name)
    assert page.due is not None
    assert {str(offer.act) for offer in page.offers} == {"supplement", "chase", "correct", "withdraw"}
    assert master.number not in str(page)  # another person's number is not theirs to have


def test_what_they_add_reaches_who_handles_it_and_nobody_else() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    master, member = _merged(town, at)
    later = at + timedelta(hours=7)
    _person(member, "supplement", later, text="今天又漏了。")
    _person(member, "chase", later)
    desk = matter_page(number=master.number, actor=town.actor("county"), at=later)
    assert [(entry.act, entry.data, entry.texts) for entry in desk.timeline[-2:]] == [
        ("supplement", {"of": member.number}, ()),
        ("chase", {"of": member.number}, ()),
    ]
    own = matter_page(number=member.number, actor=town.actor("county"), at=later)
    assert own.timeline[-2].texts[0].text == "今天又漏了。"
    assert member.number not in str(_seen(master, later).timeline)
    assert {"supplement", "chase"}.isdisjoint(str(entry.act) for entry in _seen(master, later).timeline)
    assert verify().findings == []


def test_they_may_leave_and_their_orders_with_them_the_others_go_on() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    master, member = _merged(town, at)
    later = at + timedelta(hours=7)
    due = matter_page(number=master.number, actor=town.actor("county"), at=later).due
    _person(member, "withdraw", later, reason="已经谈好")
    left = matter_page(number=member.number, actor=town.actor("county"), at=later).case
    assert (left.state, left.master) == ("withdrawn", "")
    assert [key for key, clock in left.clocks.items() if clock.state in {"running", "frozen"}] == []
    kept = matter_page(number=master.number, actor=town.actor("county"), at=later)
    assert (kept.case.state, kept.case.members, kept.due) == ("handling", (), due)
    assert [order.state.value for order in kept.case.orders.values() if order.from_matter] == ["cancelled"]
    assert sql.scalar("SELECT count(*) FROM matter_link WHERE county = %s", [master.number[:6]]) == 0
    assert verify().findings == []


def test_a_hazard_stays_in_the_merge_without_them() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    master, member = _merged(town, at, nature="hazard")
    later = at + timedelta(hours=7)
    _person(member, "withdraw", later)
    stays = matter_page(number=member.number, actor=town.actor("county"), at=later).case
    assert (stays.state, stays.master, stays.person_gone) == ("merged", master.number, True)
    assert matter_page(number=master.number, actor=town.actor("county"), at=later).case.members == (member.number,)


def test_each_is_answered_and_rates_for_themselves() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    master, member = _merged(town, at)
    later = at + timedelta(hours=7)
    lead = next(iter(matter_page(number=master.number, actor=town.actor("county"), at=later).case.orders))
    moved = [
        key
        for key, order in matter_page(number=master.number, actor=town.actor("county"), at=later).case.orders.items()
        if order.from_matter
    ]
    do(town, master.number, "report_result", "housing_handler", at=later, subject=lead, outcome="solved", result="修好了。")
    do(town, master.number, "confirm", "county_second", at=later, subject=lead)
    for key in moved:
        do(town, master.number, "cancel_order", "county", at=later, subject=key, reason="不再需要")
    do(town, master.number, "close", "county_second", at=later, result_class="solved", answer="您反映的漏水已经修好。")
    page = _seen(member, later)
    assert (page.state, page.together) == ("merged", None)
    assert "已经修好" in page.timeline[-1].texts[0].text
    with pytest.raises(Refused, match="answered_already"):
        _person(member, "withdraw", later)
    _person(member, "rate", later, stars=2)
    _person(master, "rate", later, stars=5, solved=True)
    stars = sql.rows("SELECT number, rated FROM matter WHERE county = %s ORDER BY number", [master.number[:6]])
    assert {row["number"]: row["rated"] for row in stars} == {master.number: 5, member.number: 2}
    counted = "SELECT sum(delta) FROM fact WHERE measure = %s"
    assert [sql.scalar(counted, [measure]) for measure in ("rated", "rated_content")] == [2, 1]
