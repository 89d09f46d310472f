"""One rule, two shapes: what SQL finds is what the yes-or-no answers, over random nets, matters and actors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import bring, build_town, do, walk
from yiwang.centers import operations as centers
from yiwang.centers import queries as organisation
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import UnitFacts
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.kernel.chain import canonical
from yiwang.kernel.refusals import Refused
from yiwang.matters.access import may_see, rule, sight, visible_to
from yiwang.matters.domain.blocks import barred
from yiwang.matters.domain.case import Card, Case, Order, Request, Review, Whistle
from yiwang.matters.domain.words import Channel, Nature, OrderState, Procedure, State
from yiwang.matters.operations import projection, writing
from yiwang.matters.queries import DUTIES, matter_page, queue, queue_counts
from yiwang.matters.queries.policy import policy_at

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
REGIONS = ("37", "3705", "3706", "370502", "370503", "370502001", "370502002", "370502001001")


class RandomNet:
    """Centers of all regions (ids 1…), and other units in random lines below and beside them."""

    def __init__(self, parents: list[int], kinds: list[UnitKind], regions: list[str], ended: set[int]) -> None:
        self.facts: dict[int, UnitFacts] = {}
        for index, region in enumerate(REGIONS, 1):
            self.facts[index] = UnitFacts(id=index, kind=UnitKind.CENTER, region=region, main_center=True)
        for offset, (parent, kind, region) in enumerate(zip(parents, kinds, regions, strict=True)):
            unit = 101 + offset
            above = 101 + parent % offset if offset and parent % 3 else None
            line = (above, *self.facts[above].line) if above else ()
            self.facts[unit] = UnitFacts(id=unit, kind=kind, region=region, line=line)
        self.heirs = {unit: 101 for unit in ended if unit != 101}

    def unit(self, unit: int, /) -> UnitFacts | None:
        return self.facts.get(self.heirs.get(unit, unit))

    def center_of(self, region: str, /) -> int | None:
        return REGIONS.index(region) + 1 if region in REGIONS else None

    def stood_for(self, units: frozenset[int], /) -> dict[int, tuple[int, ...]]:
        return {101: tuple(self.heirs)} if 101 in units else {}

    def parent_center(self, center: int, /) -> int | None:
        region = self.facts[center].region
        above = [code for code in REGIONS if region.startswith(code) and code != region]
        return self.center_of(max(above, key=len)) if above else None

    def discipline_body(self, unit: int, /) -> int | None:
        return next((f.id for f in self.facts.values() if f.kind == UnitKind.DISCIPLINE_BODY and f.id != unit), None)


UNITS = st.integers(101, 108)
CENTERS = st.integers(1, len(REGIONS))
ANY_UNIT = st.one_of(UNITS, CENTERS)
nets = st.builds(
    RandomNet,
    parents=st.lists(st.integers(0, 50), min_size=8, max_size=8),
    kinds=st.lists(st.sampled_from([kind for kind in UnitKind if kind != UnitKind.CENTER]), min_size=8, max_size=8),
    regions=st.lists(st.sampled_from(REGIONS), min_size=8, max_size=8),
    ended=st.sets(UNITS, max_size=2),
)
cases = st.builds(
    Case,
    number=st.just(""),
    state=st.sampled_from(State),
    nature=st.sampled_from([Nature.COMPLAINT, Nature.ACCUSATION]),
    procedure=st.just(Procedure.SERVICE),
    category=st.just("10"),
    channel=st.just(Channel.WINDOW),
    place=st.sampled_from(REGIONS),
    trail=st.lists(CENTERS, min_size=1, max_size=3).map(tuple),
    registrar=ANY_UNIT,
    registered_by=st.sampled_from([None, 1, 2, 3]),
    registered=st.just(AT),
    orders=st.dictionaries(st.sampled_from(["o1", "o2"]), st.builds(Order, unit=ANY_UNIT, state=st.sampled_from(OrderState)), max_size=2),
    whistles=st.dictionaries(st.just("w3"), st.builds(Whistle, caller=CENTERS, units=st.tuples(UNITS)), max_size=1),
    cards=st.dictionaries(st.just("c4"), st.builds(Card, level=st.just("red"), unit=ANY_UNIT, by_unit=CENTERS), max_size=1),
    reviews=st.dictionaries(st.just("v5"), st.builds(Review, kind=st.just("fucha"), organ=ANY_UNIT), max_size=1),
    requests=st.dictionaries(st.just("q6"), st.builds(Request, kind=st.just("contest"), ruler=ANY_UNIT), max_size=1),
    accused=st.lists(ANY_UNIT, max_size=2, unique=True).map(tuple),
    accused_users=st.lists(st.integers(1, 3), max_size=1).map(tuple),
    recused=st.lists(st.integers(1, 3), max_size=1).map(tuple),
)
actors = st.builds(
    Actor,
    role=st.sampled_from(Role),
    user=st.sampled_from([None, 1, 2, 3]),
    unit=st.one_of(st.none(), ANY_UNIT),
    seconded_from=st.lists(UNITS, max_size=1).map(tuple),
)


def store(case: Case, net: RandomNet) -> UUID:
    """Write a case as the operations write it: row and projection by the same functions."""
    matter_id, seen = uuid7(AT), sight(case, net)  # type: ignore[arg-type]
    target = writing.Target("370502", matter_id)
    values = projection.columns(case, seen) | {
        "county": "370502",
        "id": matter_id,
        "number": str(matter_id)[-24:],
        "query_code_hash": b"",
        "version": 1,
        "seq": 1,
        "head": b"",
        "case_doc": canonical(msgspec.to_builtins(case)).decode(),
        "platform": "service",
        "channel": str(case.channel),
        "registrar": case.registrar,
        "registered_by": case.registered_by,
        "address": "",
        "title": "",
        "registered": AT,
        "updated": AT,
        "last_act": "register",
        "sensitive": False,
        "anonymous": False,
        "parties": 0,
    }
    rows = projection.project(case, seen, "service", policy_at(AT))
    assert writing.run(writing.insert_matter(values), writing.changes(target, projection.NOTHING, rows, at=AT))
    return matter_id


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(net=nets, brought=st.lists(cases, min_size=1, max_size=5), who=st.lists(actors, min_size=1, max_size=12))
def test_the_condition_and_the_answer_agree(packs, net, brought, who) -> None:
    ids = {store(case, net): case for case in brought}
    for actor in who:
        condition, values = visible_to(actor, net)
        found = sql.rows(
            f"SELECT m.id FROM matter m WHERE m.county = '370502' AND m.id = ANY(%s::uuid[]) AND {condition}", [list(ids), *values]
        )
        assert {row["id"] for row in found} == {key for key, case in ids.items() if may_see(actor, case, net)}, actor
        marks = rule(actor, net).marks()
        for case in brought:
            if marks is not None and may_see(actor, case, net):
                assert marks & sight(case, net).marks(), "search would leave out what the actor may see"
            if actor.role not in {Role.PERSON, Role.SYSTEM} and barred(case, actor, net):
                assert not may_see(actor, case, net), "whoever the rules bar does not see it either"


@pytest.fixture
def packs(db):
    from yiwang.policy import operations, queries

    operations.load_shipped(at=AT)
    queries.forget()


def test_outside_ones_tree_a_matter_does_not_exist() -> None:
    town = build_town()
    number = bring(town, "township_clerk").number
    at = town.start + timedelta(days=31)
    for who in (
        "neighbour_township",
        "other_county",
        "village_two",
        "housing_handler",
        "labour_head",
        "auditor",
        "security",
        "system_admin",
    ):
        with pytest.raises(Refused, match="no_such_matter"):
            matter_page(number=number, actor=town.actor(who), at=at)
        with pytest.raises(Refused, match="no_such_matter"):
            do(town, number, "note", who, at=at, text="看看")
    for who in ("township_clerk", "township", "township_head", "county", "city", "province"):
        assert matter_page(number=number, actor=town.actor(who), at=at).number == number


def test_an_accusation_is_hidden_from_those_it_concerns_and_their_line_below() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(
        town, "township_clerk", nature="accusation", accused_units=(town.units["housing"],), narrative="区住建局收了人家的东西不办事。"
    )
    for who in ("housing_handler", "housing_head", "housing_station_handler", "village", "grid_worker", "neighbour_township"):
        with pytest.raises(Refused, match="no_such_matter"):
            matter_page(number=done.number, actor=town.actor(who), at=at)
    holder = sql.scalar("SELECT holder FROM matter WHERE county = %s AND number = %s", [done.county, done.number])
    assert holder in {town.center("3705"), town.units["discipline_city"], town.units["discipline"]}
    assert sql.scalar("SELECT count(*) FROM fact WHERE county = %s", [done.county]) == 0, "sealed: it counts nowhere"


def test_what_one_may_not_see_is_not_counted() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, at=at - timedelta(hours=1))
    county, second = town.actor("county"), town.actor("county_second")
    assert queue_counts(actor=county, at=at)["to_accept"].total == 1
    do(town, done.number, "recuse", "county_second", at=at, user=town.users["county"], reason="当事人是我亲戚")
    assert "to_accept" not in queue_counts(actor=county, at=at)
    assert queue(actor=county, duty="to_accept", at=at).rows == []
    assert queue_counts(actor=second, at=at)["to_accept"].total == 1
    with pytest.raises(Refused, match="no_such_matter"):
        matter_page(number=done.number, actor=county, at=at)


@pytest.mark.parametrize("who", ["auditor", "security", "system_admin"])
def test_officers_who_read_no_content_get_no_totals_of_it(who) -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    bring(town, at=at - timedelta(hours=1))
    assert queue_counts(actor=town.actor("county"), at=at)["to_accept"].total == 1
    assert queue_counts(actor=town.actor(who), at=at) == {}
    assert [duty for duty in DUTIES if queue(actor=town.actor(who), duty=duty, at=at).rows] == []


def test_the_line_below_goes_on_through_the_centers() -> None:
    """A team under a township's center stands below the county's center too, though their own line ends at the township."""
    town = build_town()
    at = town.start + timedelta(days=31)
    team = centers.found_unit(
        kind=UnitKind.DEPARTMENT, branch="enforcement", name="执法队", region="370502001", parent=town.center("370502001"), at=town.start
    )
    net = organisation.net(at)
    worker = Actor(role=Role.HANDLER, user=9999, unit=team.id)
    lent = Actor(role=Role.COORDINATOR, user=9999, unit=town.center("3705"), seconded_from=(team.id,))
    done = bring(town, "person", channel="web", nature="accusation", accused_units=(town.center("370502"),), narrative="收了东西。")
    case = msgspec.json.decode(
        sql.scalar("SELECT case_doc::text FROM matter WHERE county = %s AND number = %s", [done.county, done.number]), type=Case
    )
    stake = msgspec.structs.replace(case, trail=(*case.trail, town.center("3705")), registrar=team.id)
    for actor in (worker, lent):
        assert barred(stake, actor, net), actor
        assert not may_see(actor, stake, net), actor


def test_what_an_abolished_unit_had_is_seen_and_done_by_its_successor_at_once() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at).number
    walk(town, number, "handling", at=at + timedelta(hours=1))
    heir, after = town.actor("labour_handler"), at + timedelta(days=2)
    with pytest.raises(Refused, match="no_such_matter"):
        matter_page(number=number, actor=heir, at=after)
    centers.abolish_unit(unit_id=town.units["housing"], at=at + timedelta(days=1), successor_id=town.units["labour"])
    assert queue_counts(actor=heir, at=after)["to_receive"].total == 1
    for duty in ("to_receive", "orders"):
        assert [row.number for row in queue(actor=heir, duty=duty, at=after).rows] == [number]
    order = next(iter(matter_page(number=number, actor=heir, at=after).case.orders))
    do(town, number, "receive", "labour_handler", at=after, subject=order)
    assert matter_page(number=number, actor=town.actor("labour_head"), at=after).number == number


def test_what_an_abolished_unit_was_accused_of_is_hidden_from_its_successor_at_once() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    done = bring(town, "person", at=at, channel="web", nature="accusation", accused_units=(town.units["housing"],), narrative="收了东西。")
    stake = "UPDATE matter SET stakes = stakes || %s::bigint WHERE county = %s AND id = %s"
    sql.execute(stake, [town.units["labour"], done.county, done.matter_id])
    after = at + timedelta(days=2)
    assert matter_page(number=done.number, actor=town.actor("labour_handler"), at=after).number == done.number
    centers.abolish_unit(unit_id=town.units["housing"], at=at + timedelta(days=1), successor_id=town.units["labour"])
    for who in ("labour_handler", "labour_head"):
        with pytest.raises(Refused, match="no_such_matter"):
            matter_page(number=done.number, actor=town.actor(who), at=after)
