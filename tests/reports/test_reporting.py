"""A report from the deed that makes it to its end: who is told, who signs, what happens when nobody does, who never hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do
from yiwang.audit.domain.grounds import Ground
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import outbox, sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.operations import erase
from yiwang.notices import queries as notices
from yiwang.reports import queries
from yiwang.reports.operations import by_rule, end_report, follow_up, raise_report, sign, watch_reports, watching

pytestmark = pytest.mark.django_db
GAS = {"category": "31-04-03", "nature": "hazard"}


@pytest.fixture
def town(db):
    return build_town()


def hear(at) -> None:
    while outbox.dispatch(at=at + timedelta(days=1)):
        pass


@pytest.fixture
def gas(town):
    """A gas leak registered at the county's window, reported by rule."""
    at = town.start + timedelta(days=30)
    number = bring(town, at=at, **GAS).number
    hear(at)
    found = queries.under_way(number=number)
    assert found is not None
    return number, *found, at


def told(town, who: str) -> list[str]:
    rows = notices.inbox(user=town.actor(who).user, group="reports", limit=200).rows
    return [row.event for row in reversed(rows)]


def page(town, gas, who: str):
    _, county, report, at = gas
    return queries.report_page(county=county, report=report, actor=town.actor(who), at=at)


def test_by_rule_the_leaders_are_told_at_once_and_each_level_has_its_clock(town, gas) -> None:
    number, _, _, at = gas
    one = page(town, gas, "county_leader")
    assert (one.row.sort, one.row.grade, one.row.by_rule, one.row.number) == ("gas", "general", True, number)
    assert [(receipt.level, receipt.due - at) for receipt in one.chain] == [(3, timedelta(minutes=30))]
    assert told(town, "county_leader") == ["report_up"]
    assert told(town, "county_head") == told(town, "city_head") == told(town, "housing_head") == []
    assert [row.number for row in queries.waiting_for(actor=town.actor("county_leader"), at=at)] == [number]
    assert queries.waiting_for(actor=town.actor("county"), at=at) == []
    row = notices.inbox(user=town.actor("county_leader").user).rows[0]
    assert "燃气泄漏" in row.sentence("zh")
    assert row.urgent


def test_heard_twice_it_is_one_report(town, gas) -> None:
    number, *_ = gas
    event = outbox.Event(county=number[:6], topic="matter.changed", key=number, at=gas[3], body={"act": "register", "sealed": False})
    by_rule([event])
    assert sql.scalar("SELECT count(*) FROM report") == 1
    assert told(town, "county_leader") == ["report_up"]


def test_filing_anew_reports_too(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at, category="01-02-12", nature="complaint").number
    hear(at)
    assert queries.under_way(number=number) is None
    do(town, number, "reclassify", "county", at=at + timedelta(minutes=5), category="31-04-03", nature="hazard", reason="现场是管道破裂")
    hear(at)
    assert queries.under_way(number=number) is not None


def test_signed_for_once_by_the_level_that_was_told_and_by_nobody_else(town, gas) -> None:
    _, county, report, at = gas
    later = at + timedelta(minutes=5)
    for who in ("housing_head", "city_head", "township_head", "auditor"):
        with pytest.raises(Refused) as refused:
            sign(county=county, report=report, actor=town.actor(who), at=later)
        assert refused.value.code in {"no_such_report", "not_your_right"}
    for _ in range(2):
        sign(county=county, report=report, actor=town.actor("county_leader"), at=later, text="请应急、住建到场，先疏散。")
    one = page(town, gas, "county_leader")
    assert [str(receipt.state) for receipt in one.chain] == ["signed"]
    assert [(str(entry.kind), entry.text) for entry in one.history] == [("raised", ""), ("signed", "请应急、住建到场，先疏散。")]
    assert queries.waiting_for(actor=town.actor("county_leader"), at=later) == []
    assert watch_reports(at=at + timedelta(hours=1)) == 0


def test_unsigned_it_rings_at_the_head_and_on_duty_and_one_level_up_until_somebody_signs(town, gas) -> None:
    _, county, report, at = gas
    assert watch_reports(at=at + timedelta(minutes=29)) == 0
    assert watch_reports(at=at + timedelta(minutes=31)) == 1
    for who in ("county_leader", "county_head", "county", "city_head"):
        assert told(town, who)[-1] == "report_late", who
    assert watch_reports(at=at + timedelta(minutes=40)) == 0
    assert watch_reports(at=at + timedelta(minutes=47)) == 1
    assert told(town, "county_head") == ["report_late", "report_late"]
    assert queries.waiting_for(actor=town.actor("county"), at=at)[0].late, "now those on duty are asked too"
    sign(county=county, report=report, actor=town.actor("county"), at=at + timedelta(minutes=50))
    assert watch_reports(at=at + timedelta(hours=3)) == 0
    assert [str(entry.kind) for entry in page(town, gas, "county").history] == ["raised", "late", "late", "signed"]


def test_who_signs_while_the_watcher_waits_is_not_called_late(town, gas, monkeypatch) -> None:
    _, county, report, at = gas
    really = watching.hold

    def signed_meanwhile(*key):
        sign(county=county, report=report, actor=town.actor("county_leader"), at=at + timedelta(minutes=31))
        return really(*key)

    monkeypatch.setattr(watching, "hold", signed_meanwhile)
    watch_reports(at=at + timedelta(minutes=31))
    assert [str(receipt.state) for receipt in page(town, gas, "county").chain] == ["signed"]
    assert told(town, "county_head") == []


def test_followed_up_it_may_grow_graver_and_reaches_further(town, gas) -> None:
    _, county, report, at = gas
    follow_up(
        county=county, report=report, actor=town.actor("county"), at=at + timedelta(minutes=20), text="三人送医不治。", counts={"deaths": 3}
    )
    one = page(town, gas, "county")
    assert one.row.grade == "large"
    assert [receipt.level for receipt in one.chain] == [3, 2]
    assert one.row.due == at + timedelta(minutes=20 + 120)
    assert told(town, "city_head") == ["report_up"]
    assert told(town, "county_leader") == ["report_up", "report_more"]
    with pytest.raises(BadInput) as refused:
        follow_up(county=county, report=report, actor=town.actor("county"), at=at, text=" ", counts={"deaths": -1})
    assert {error.field for error in refused.value.errors} == {"text", "deaths"}
    with pytest.raises(Refused):
        follow_up(county=county, report=report, actor=town.actor("city_head"), at=at, text="上级不代下级续报")


def test_a_follow_up_that_is_due_is_asked_for(town, gas) -> None:
    _, county, report, at = gas
    sign(county=county, report=report, actor=town.actor("county_leader"), at=at + timedelta(minutes=5))
    assert watch_reports(at=at + timedelta(minutes=239)) == 0
    assert watch_reports(at=at + timedelta(minutes=241)) == 1
    assert told(town, "county") == ["report_due"]
    assert str(page(town, gas, "county").history[-1].kind) == "overdue"


def test_the_final_report_ends_it_and_another_may_begin(town, gas) -> None:
    number, county, report, at = gas
    with pytest.raises(Refused):
        end_report(county=county, report=report, actor=town.actor("clerk"), at=at, text="终报")
    end_report(county=county, report=report, actor=town.actor("county"), at=at + timedelta(hours=1), text="已关阀，无人伤亡。")
    assert told(town, "county_leader") == ["report_up", "report_over"]
    assert queries.waiting_for(actor=town.actor("county_leader"), at=at) == []
    assert watch_reports(at=at + timedelta(days=2)) == 0
    with pytest.raises(Refused) as refused:
        follow_up(county=county, report=report, actor=town.actor("county"), at=at + timedelta(hours=2), text="再报")
    assert refused.value.code == "report_ended"
    again = raise_report(number=number, sort="fire", text="复燃", actor=town.actor("clerk"), at=at + timedelta(hours=3))
    assert again[1] != report
    with pytest.raises(Refused) as refused:
        raise_report(number=number, sort="fire", text="复燃", actor=town.actor("county"), at=at + timedelta(hours=3))
    assert refused.value.code == "reported_already"


def test_an_accusation_is_never_reported_up(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, "person", at=at, nature="accusation", accused_units=(town.units["housing"],), channel="web").number
    hear(at)
    assert sql.scalar("SELECT count(*) FROM report") == 0
    for who in town.users:
        with pytest.raises(Refused) as refused:
            raise_report(number=number, sort="other", text="x", actor=town.actor(who), at=at)
        assert refused.value.code in {"no_such_matter", "accusation_not_reported", "not_your_right"}


def test_a_blocked_leader_is_neither_told_nor_sees_it(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at, category="01-02-12", nature="complaint").number
    do(town, number, "recuse", "county", at=at, user=town.users["county_leader"], reason="亲属")
    hear(at)
    county, report = raise_report(number=number, sort="gas", text="泄漏", actor=town.actor("county"), at=at + timedelta(minutes=1))
    assert told(town, "county_leader") == []
    assert told(town, "county_head") == ["report_up"], "the head signs in their place"
    later = at + timedelta(hours=1)
    watch_reports(at=later)
    assert told(town, "county_leader") == []
    assert queries.waiting_for(actor=town.actor("county_leader"), at=later) == []
    assert queries.reports(actor=town.actor("county_leader"), at=later).rows == []
    for deed in (queries.report_page, sign):
        with pytest.raises(Refused) as refused:
            deed(county=county, report=report, actor=town.actor("county_leader"), at=later)
        assert refused.value.code == "no_such_report"


def test_where_somebody_needs_protection_only_the_number_is_told(town) -> None:
    at = town.start + timedelta(days=30)
    number = bring(town, at=at, category="51-01", nature="help").number
    hear(at)
    rows = notices.inbox(user=town.actor("county_leader").user, group="reports").rows
    assert [(row.sensitive, row.values) for row in rows] == [(True, {"number": number})]
    found = queries.under_way(number=number)
    assert found
    follow_up(county=found[0], report=found[1], actor=town.actor("county"), at=at, text="x", counts={"deaths": 30})
    assert told(town, "city_head") == [], "no further than the county, whatever the numbers"


def test_texts_are_sealed_and_a_list_costs_the_same_for_one_and_three(town, statements) -> None:
    at = town.start + timedelta(days=30)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            number = bring(town, at=at).number
            raise_report(number=number, sort="gas", text="王大明家泄漏", actor=town.actor("county"), at=at)
        with statements() as seen:
            found = queries.reports(actor=town.actor("county"), at=at).rows
        counts.append(len(seen))
    assert len(found) == 3
    assert counts == [1, 1]
    assert "王大明" not in str([bytes(row["text"]) for row in sql.rows("SELECT text FROM report_entry WHERE text IS NOT NULL")])


def test_what_is_erased_of_a_matter_is_erased_of_its_reports(town, gas) -> None:
    number, county, report, at = gas
    follow_up(county=county, report=report, actor=town.actor("county"), at=at, text="王大明家阀门松动", counts={"injured": 1})
    end_report(county=county, report=report, actor=town.actor("county"), at=at + timedelta(hours=1), text="已修好")
    do(town, number, "decline", "county", at=at + timedelta(hours=2), reason_code="in_progress", answer="已由燃气公司处置。")
    erase(number=number, parts=["party.1"], ground=Ground.ORDERED, actor=Actor(role=Role.SYSTEM), at=at + timedelta(hours=3))
    hear(at + timedelta(hours=3))
    history = page(town, gas, "county").history
    assert {entry.text for entry in history} == {""}
    assert [str(entry.kind) for entry in history] == ["raised", "more", "final"]
    assert history[1].counts == {"injured": 1}
