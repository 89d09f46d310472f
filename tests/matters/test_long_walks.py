"""Long ways through the net: five levels up and down, contest and ruling, whistle, merging, service, review, a new calendar."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from django.db import connection

from tests.factories import bring, build_town, do, walk
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import PartyIn, act, correct_party, recompute, reveal, watch
from yiwang.matters.queries import follow, matter_page, person, queue
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.policy.domain.pack import Pack

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def state_of(number: str) -> str:
    return sql.scalar("SELECT state FROM matter WHERE county = %s AND number = %s", [number[:6], number])


def test_a_matter_rises_from_the_village_to_the_province_and_is_handed_down_again() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, "village", at=at, nature="help").number
    do(town, number, "accept", "village", at=at)
    for who in ("village", "township", "county", "city"):
        at += HOUR
        do(town, number, "escalate", who, at=at, reason="超出本级能力")
    page = matter_page(number=number, actor=town.actor("province"), at=at)
    assert page.case.trail == tuple(town.center(code) for code in ("370502001001", "370502001", "370502", "3705", "37"))
    with pytest.raises(Refused, match="no_parent_center"):
        do(town, number, "escalate", "province", at=at, reason="再往上")
    do(town, number, "hand_down", "province", at=at + HOUR, center=town.center("3705"), reason="由市里办")
    with pytest.raises(Refused):
        do(town, number, "escalate", "city", at=at + 2 * HOUR, reason="不想办")
    for who in ("village", "township", "county", "city", "province"):
        assert matter_page(number=number, actor=town.actor(who), at=at).number == number
    with pytest.raises(Refused, match="no_such_matter"):
        matter_page(number=number, actor=town.actor("other_county"), at=at)


def test_a_contest_is_upheld_dispatched_anew_and_the_other_reports() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at, nature="help")
    order = walk(town, done.number, "received", at=at)
    category = matter_page(number=done.number, actor=town.actor("county"), at=at).case.category
    contest = do(
        town,
        done.number,
        "contest",
        "housing_head",
        at=at + 4 * HOUR,
        subject=order,
        duty_item=category,
        proposed_unit=town.units["labour"],
        reason="不属于我局职责",
    )
    waiting = queue(actor=town.actor("county"), duty="to_rule", at=at).rows
    assert [(row.number, row.subject) for row in waiting] == [(done.number, contest.subject)]
    do(town, done.number, "rule_contest", "county", at=at + 5 * HOUR, subject=contest.subject, uphold=True, reason="成立")
    assert state_of(done.number) == "accepted"
    do(town, done.number, "dispatch", "county", at=at + 6 * HOUR, unit=town.units["labour"])
    upheld = sql.rows("SELECT delta, dims->>'unit' AS unit FROM fact WHERE measure = 'upheld'")
    assert upheld == [{"delta": 1, "unit": str(town.units["370502"])}]  # against who dispatched it


def test_closed_served_rated_and_reviewed() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at, category=petition(), nature="complaint")
    walk(town, done.number, "closed", at=at)
    later = at + timedelta(days=1)
    do(town, done.number, "serve", "county", at=later, on=later.date().isoformat(), way="in_person", proof="本人签收")
    me = person(number=done.number, query_code=done.query_code, at=later)
    act(number=done.number, act="rate", actor=me, at=later, data={"stars": "2", "text": "没有彻底修好"})
    page = follow(number=done.number, query_code=done.query_code, at=later)
    assert page.rated == 2
    offered = {offer.act for offer in page.offers}
    if "request_review" in offered:
        act(number=done.number, act="request_review", actor=me, at=later, data={"text": "不服"})
        organ = matter_page(number=done.number, actor=town.actor("county"), at=later).case.reviews
        assert organ


def petition() -> str:
    tree = packs.pack("categories", date(2026, 10, 1)).body
    return next(
        node.code
        for node in tree.leaves
        if "complaint" in node.natures and tree.procedure(node.code, "complaint") == "petition" and not node.sensitive
    )


def test_a_merged_matter_is_answered_with_its_master_and_may_be_parted() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    one, two, three = (bring(town, at=at, nature="help") for _ in range(3))
    for done in (one, two, three):
        do(town, done.number, "accept", "county", at=at)
    do(town, two.number, "merge", "county", at=at + HOUR, master=one.number, reason="同一件事")
    do(town, three.number, "merge", "county", at=at + HOUR, master=one.number, reason="同一件事")
    assert state_of(two.number) == "merged"
    do(town, three.number, "unmerge", "county", at=at + 2 * HOUR, reason="不是同一件事")
    assert state_of(three.number) == "accepted"
    links = {(row["other"], row["kind"]) for row in sql.rows("SELECT other, kind FROM matter_link")}
    assert links == {(one.number, "master"), (two.number, "member")}
    order = do(town, one.number, "dispatch", "county", at=at + 3 * HOUR, unit=town.units["housing"]).subject
    do(town, one.number, "receive", "housing_handler", at=at + 4 * HOUR, subject=order)
    do(town, one.number, "report_result", "housing_handler", at=at + 5 * HOUR, subject=order, outcome="solved", result="好了")
    do(town, one.number, "confirm", "county_second", at=at + 6 * HOUR, subject=order)
    do(town, one.number, "close", "county_second", at=at + 7 * HOUR, result_class="solved", answer="已经修好，李秀英当面确认")
    followed = follow(number=two.number, query_code=two.query_code, at=at + 8 * HOUR)
    assert followed.timeline[-1].act == "follow_master"
    assert [text.text for text in followed.timeline[-1].texts] == ["已经修好，有关人员当面确认"], "every person is answered"
    assert sql.scalar("SELECT sum(delta) FROM fact WHERE measure = 'open'") == 1, "the one that was parted is still open"


def test_when_the_master_is_withdrawn_the_others_come_back() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    one, two = (bring(town, at=at, nature="help") for _ in range(2))
    for done in (one, two):
        do(town, done.number, "accept", "county", at=at)
    do(town, two.number, "merge", "county", at=at + HOUR, master=one.number, reason="同一件事")
    me = person(number=one.number, query_code=one.query_code, at=at)
    act(number=one.number, act="withdraw", actor=me, at=at + 2 * HOUR)
    assert (state_of(one.number), state_of(two.number)) == ("withdrawn", "accepted")


def test_a_date_past_the_calendar_is_provisional_and_counted_anew_when_the_calendar_comes() -> None:
    town = build_town()
    at = town.start.replace(month=12, day=28)
    done = bring(town, at=at, category=petition(), nature="complaint")
    assert sql.scalar("SELECT count(*) FROM matter_clock WHERE provisional") == 1
    before = done.due
    assert recompute(at) == 0, "nothing new is loaded"
    policy.put_in_force(pack=next_calendar(), at=at)
    assert recompute(at) == 1
    row = sql.one("SELECT due, version FROM matter WHERE county = %s AND number = %s", [done.county, done.number])
    assert sql.scalar("SELECT count(*) FROM matter_clock WHERE provisional") == 0
    assert row is not None and row["version"] == 2 and before is not None and row["due"] >= before
    assert recompute(at) == 0


def next_calendar() -> Pack:
    """The calendar with a year more, whose first week of working days is free."""
    newest = packs.packs("calendar")[-1]
    body = msgspec.to_builtins(newest.body)
    body["years"]["2027"] = {"holidays": [f"2027-01-0{day}" for day in range(1, 9)], "makeup": []}
    return Pack(kind="calendar", version="test-2027", valid_from=date(2026, 12, 1), source="测试", body=body)


def test_what_was_written_of_a_person_is_put_right() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at)
    walk(town, done.number, "accepted", at=at)
    correct_party(
        number=done.number,
        no=1,
        party=PartyIn(name="李秀云", phone="13900001111"),
        actor=town.actor("county"),
        at=at + HOUR,
        reason="登记有误",
    )
    shown = reveal(number=done.number, actor=town.actor("county"), at=at + HOUR, reason="call_back")
    assert (shown.parties[0].name, shown.parties[0].phone) == ("李秀云", "13900001111")
    assert "302" in shown.parties[0].address
    with pytest.raises(Refused, match="no_such_party"):
        correct_party(number=done.number, no=9, party=PartyIn(name="某"), actor=town.actor("county"), at=at + HOUR, reason="x")
    assert matter_page(number=done.number, actor=town.actor("county"), at=at).version == 4


def test_what_those_on_duty_saw_themselves_needs_nobody_behind_it() -> None:
    town = build_town()
    done = bring(town, "grid_worker", channel="grid", nature="hazard", parties=(), room="")
    assert matter_page(number=done.number, actor=town.actor("village"), at=town.start).parties == ()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_held_too_long_is_refused_as_busy() -> None:
    from threading import Event, Thread

    from django.db import transaction

    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    held, over = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            sql.execute("SELECT 1 FROM matter WHERE county = %s AND number = %s FOR UPDATE", [number[:6], number])
            held.set()
            over.wait(10)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    held.wait(5)
    sql.execute("SET lock_timeout = '200ms'")
    try:
        with pytest.raises(Refused, match="busy"):
            do(town, number, "accept", "county", at=at)
    finally:
        sql.execute("RESET lock_timeout")
        over.set()
        holder.join()
    assert do(town, number, "accept", "county", at=at).version == 2


def test_the_stock_by_facts_is_the_stock_of_matters() -> None:
    from tests.matters.test_projection import wander

    town = build_town()
    wander(town, 11, 150)
    watch(town.start + timedelta(days=400))
    counted = sql.one(
        "SELECT count(*) AS registered, count(*) FILTER (WHERE state IN ('registered', 'accepted', 'handling', 'verifying')) AS open"
        " FROM matter WHERE nature <> 'accusation'"
    )
    sums = {row["measure"]: row["n"] for row in sql.rows("SELECT measure, sum(delta)::int AS n FROM fact GROUP BY 1")}
    assert counted == {"registered": sums["registered"], "open": sums.get("open", 0)}
    assert 0 <= sums.get("late", 0) <= sums.get("open", 0)
