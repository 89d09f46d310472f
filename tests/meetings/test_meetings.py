"""A conference and a meeting from calling to the end of what they decided; rights hold for every point."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.infra import outbox, sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries import matter_page
from yiwang.meetings import operations, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def at(town):
    return town.start + timedelta(days=30)


def conference(town, at, number, *, units=("labour",)):
    return operations.call(
        kind="conference",
        title="拖欠工资如何处置",
        starts=at + timedelta(days=1),
        units=[town.units[key] for key in units],
        matter=number,
        actor=town.actor("county"),
        at=at,
    )


def regular(town, at, **more):
    given = {"kind": "regular", "title": "十一月第四周工作例会", "starts": at + timedelta(days=1), "units": [town.units["housing"]], **more}
    return operations.call(**given, actor=town.actor("county"), at=at)


def test_a_conference_gives_the_invited_the_matter_and_is_concluded_by_its_minutes(town, at) -> None:
    number = bring(town, at=at).number
    order = walk(town, number, "received", at=at)
    later = at + timedelta(days=2)
    with pytest.raises(Refused):
        matter_page(number=number, actor=town.actor("labour_handler"), at=later)
    made = conference(town, later, number)
    assert matter_page(number=number, actor=town.actor("labour_handler"), at=later).case.conferences
    page = queries.meeting_page(county=made.county, meeting=made.id, actor=town.actor("labour_handler"), at=later)
    assert [point.matter.number for point in page.points if point.matter] == [number]
    assert not page.keeps
    # a decision becomes an order, in one transaction, and is followed to its end
    point = page.points[0].no
    county = town.actor("county")
    decided = operations.decide(
        county=made.county,
        meeting=made.id,
        kind="assist",
        item=point,
        unit=town.units["labour"],
        text="人社局协助核实",
        actor=county,
        at=later,
    )
    assert decided.act == "dispatch"
    later += timedelta(hours=1)
    operations.save_minutes(
        county=made.county, meeting=made.id, actor=county, at=later, general="形成一致意见，电话13905461111", points={point: "由住建局牵头"}
    )
    operations.sign(county=made.county, meeting=made.id, actor=county, at=later)
    page = queries.meeting_page(county=made.county, meeting=made.id, actor=county, at=later)
    assert page.state == "signed"
    assert "13905461111" not in page.general
    assert page.points[0].minutes == "由住建局牵头"
    assert matter_page(number=number, actor=county, at=later).case.conferences["n2"].state == "concluded"
    with pytest.raises(Refused, match="minutes_signed"):
        operations.save_minutes(county=made.county, meeting=made.id, actor=county, at=later, general="改一改")
    assert [one.state for one in queries.decisions(actor=county, at=later).rows] == ["open"]
    key = decided.subject
    for hours, act, who, data in (
        (1, "receive", "labour_handler", {}),
        (2, "report_result", "labour_handler", {"outcome": "solved", "result": "已核实"}),
        (3, "confirm", "county_second", {}),
    ):
        do(town, number, act, who, at=later + timedelta(hours=hours), subject=key, **data)
    while outbox.dispatch(at=later + timedelta(hours=4)):
        pass
    assert queries.decisions(actor=county, at=later).rows == []
    assert order


def test_a_standing_agenda_is_drawn_from_what_stands_and_each_reads_only_what_is_theirs(town, at) -> None:
    mine = bring(town, at=at).number
    walk(town, mine, "received", at=at)
    other = bring(town, at=at).number
    accusation = bring(town, at=at, nature="accusation", accused_units=(town.units["police"],)).number
    late = at + timedelta(days=90)
    made = regular(town, late, standing_agenda=True)
    points = queries.meeting_page(county=made.county, meeting=made.id, actor=town.actor("county"), at=late).points
    numbers = [point.matter.number for point in points if point.matter]
    assert mine in numbers
    assert other in numbers
    assert accusation not in numbers
    assert {point.reason for point in points} == {"overdue"}
    theirs = queries.meeting_page(county=made.county, meeting=made.id, actor=town.actor("housing_head"), at=late).points
    assert [point.matter.number for point in theirs if point.matter] == [mine]
    assert queries.meetings(actor=town.actor("housing_head"), at=late).rows[0].items == 1
    for stranger in ("labour_head", "neighbour_township", "auditor"):
        with pytest.raises(Refused, match="no_such_meeting"):
            queries.meeting_page(county=made.county, meeting=made.id, actor=town.actor(stranger), at=late)
        assert queries.meetings(actor=town.actor(stranger), at=late).rows == []


def test_a_task_is_reported_with_proof_sent_back_and_confirmed(town, at) -> None:
    made = regular(town, at)
    keeper, head = town.actor("county"), town.actor("housing_head")
    given = {"county": made.county, "meeting": made.id}
    day = (at + timedelta(days=7)).date()
    operations.decide(**given, kind="task", text="排查老旧小区外墙", unit=town.units["housing"], due=day, actor=keeper, at=at)
    with pytest.raises(Refused, match="no_such_decision"):
        operations.report_done(**given, no=1, proof="好了", actor=town.actor("labour_head"), at=at)
    with pytest.raises(Refused, match="wrong_decision_state"):
        operations.confirm(**given, no=1, actor=keeper, at=at)
    operations.report_done(**given, no=1, proof="已排查 12 个小区", actor=head, at=at)
    operations.send_back(**given, no=1, actor=keeper, at=at)
    operations.report_done(**given, no=1, proof="附整改清单", actor=head, at=at)
    assert queries.decisions(actor=keeper, at=at).rows[0].proof == "附整改清单"
    with pytest.raises(Refused, match="not_your_right"):
        operations.confirm(**given, no=1, actor=head, at=at)
    operations.confirm(**given, no=1, actor=keeper, at=at)
    assert queries.decisions(actor=head, at=at).rows == []


def test_a_decision_that_is_not_lawful_is_refused_and_leaves_nothing(town, at) -> None:
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    later = at + timedelta(days=1)
    made = regular(town, later)
    given = {"county": made.county, "meeting": made.id, "actor": town.actor("county"), "at": later}
    operations.add_items(**given, numbers=[number])
    with pytest.raises(Refused, match="not_yours"):
        operations.decide(**given, kind="instruct", item=1, text="抓紧办理")
    with pytest.raises(BadInput):
        operations.decide(**given, kind="task", item=1, text="办", unit=town.units["labour"], due=(later + timedelta(days=3)).date())
    assert sql.scalar("SELECT count(*) FROM meeting_decision") == 0


def test_a_listing_is_decided_by_the_joint_meeting(town, at) -> None:
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    later = at + timedelta(days=1)
    do(town, number, "propose_listing", "county", at=later, reason="久拖未决")
    leader = town.actor("county_leader")
    made = operations.call(kind="joint", title="联席会议", starts=later + timedelta(hours=1), standing_agenda=True, actor=leader, at=later)
    page = queries.meeting_page(county=made.county, meeting=made.id, actor=leader, at=later)
    assert [point.reason for point in page.points] == ["proposed"]
    day = (later + timedelta(days=30)).date()
    operations.decide(county=made.county, meeting=made.id, kind="list", item=1, due=day, text="挂牌督办", actor=leader, at=later)
    listing = matter_page(number=number, actor=leader, at=later).case.listing
    assert listing is not None
    assert (listing.state, listing.until) == ("listed", day)


def test_what_cannot_be_called_says_why(town, at) -> None:
    with pytest.raises(Refused, match="not_your_right"):
        operations.call(kind="regular", title="例会", starts=at + timedelta(days=1), actor=town.actor("housing_head"), at=at)
    with pytest.raises(BadInput) as refused:
        operations.call(kind="party", title="例会", starts=at, units=[10**9], actor=town.actor("county"), at=at)
    assert {error.field for error in refused.value.errors} == {"kind", "starts", "units"}
    made = regular(town, at)
    operations.call_off(county=made.county, meeting=made.id, reason="改期", actor=town.actor("county"), at=at)
    with pytest.raises(Refused, match="wrong_meeting_state"):
        operations.save_minutes(county=made.county, meeting=made.id, actor=town.actor("county"), at=at, general="开过")


def test_a_conference_called_by_the_centre_above_stands_beside_its_matter(town, at) -> None:
    number = bring(town, at=at).number
    walk(town, number, "received", at=at)
    later = at + timedelta(days=1)
    given = {"kind": "conference", "title": "市级会商", "starts": later + timedelta(days=1), "units": [town.units["labour"]]}
    made = operations.call(**given, matter=number, actor=town.actor("city"), at=later)
    assert made.county != number[:6]
    assert [row.number for row in queries.meetings_of(matter=number, actor=town.actor("city"), at=later)] == [made.number]
    assert [row.number for row in queries.meetings_of(matter=number, actor=town.actor("labour_head"), at=later)] == [made.number]
    assert queries.meetings_of(matter=number, actor=town.actor("police_head"), at=later) == []
