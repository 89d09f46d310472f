"""Counts are exactly what the lists show, for every post, blocks and accusations included; marks are one account's own."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from tests.factories.wander import PEOPLE, step
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries import Filters, queue, queue_counts
from yiwang.matters.queries.queues import DUTIES, LISTS, sorts
from yiwang.policy.queries import pack

pytestmark = pytest.mark.django_db


def all_of(actor, duty, at, **more) -> list:
    rows, after = [], ""
    while True:
        page = queue(actor=actor, duty=duty, at=at, after=after, limit=3, **more)
        rows += page.rows
        after = page.after
        if not after:
            return rows


@pytest.mark.parametrize("seed", [1, 2])
def test_every_count_is_what_its_list_shows(seed: int) -> None:
    town, dice = build_town(), random.Random(seed)
    at = town.start + timedelta(days=30)
    numbers = [bring(town, at=at, nature=nature).number for nature in ("complaint", "help", "dispute", "hazard")]
    bring(town, "township_clerk", at=at, nature="accusation", accused_units=(town.units["housing"],), narrative="区住建局收了东西不办事。")
    do(town, numbers[0], "recuse", "county_second", at=at, user=town.users["county"], reason="当事人是我亲戚")
    for _ in range(120):
        at += timedelta(hours=dice.choice([1, 5, 20]))
        step(town, dice.choice(numbers), dice, at, numbers)
    met = Counter()
    for who in (*PEOPLE, "township_clerk", "discipline", "discipline_city"):
        if who not in town.users:
            continue
        actor = town.actor(who)
        counts = queue_counts(actor=actor, at=at)
        for duty in DUTIES:
            if duty in LISTS:
                continue
            rows = all_of(actor, duty, at)
            met[duty] += len(rows)
            count = counts.get(duty)
            assert (count.total if count else 0) == len(rows), (who, duty)
            assert Counter(count.platforms if count else {}) == Counter(row.platform for row in rows), (who, duty)
    assert sum(met.values()) > 10, met
    assert met["overdue"] > 0


def test_each_order_of_a_queue_is_walked_without_gap_or_double() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    numbers = [bring(town, at=at + timedelta(minutes=turn)).number for turn in range(8)]
    for duty in ("to_accept", "held"):
        for sort in sorts(duty):
            shown = [row.number for row in all_of(town.actor("county"), duty, at, sort=sort)]
            assert sorted(shown) == sorted(numbers), (duty, sort)
        newest = [row.number for row in all_of(town.actor("county"), duty, at, sort="newest")]
        assert newest == numbers[::-1]


def test_what_a_unit_asked_for_waits_in_its_own_sight() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    number = bring(town, at=at, nature="help").number
    order = walk(town, number, "received", at=at)
    handler = town.actor("housing_handler")
    assert all_of(handler, "asked", at) == []
    do(town, number, "request_extension", "housing_handler", at=at + timedelta(hours=4), subject=order, days=2, reason="配件未到")
    assert [row.number for row in all_of(handler, "asked", at)] == [number]
    ruling = all_of(town.actor("county"), "to_rule", at)
    assert [row.number for row in ruling] == [number]
    do(town, number, "rule_extension", "county", at=at + timedelta(hours=5), subject=ruling[0].subject, grant=True, reason="情况属实")
    assert all_of(handler, "asked", at) == []


def test_what_only_a_head_may_rule_waits_for_the_head_and_is_ruled_by_nobody_else() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    category = next(node.code for node in pack("categories", at).body.leaves if node.procedures.get("complaint") == "petition")
    petition = bring(town, at=at, nature="complaint", category=category).number
    order = walk(town, petition, "received", at=at)
    do(town, petition, "request_extension", "housing_handler", at=at + timedelta(hours=4), subject=order, days=20, reason="需要鉴定")
    assert [row.number for row in all_of(town.actor("housing_head"), "to_rule", at)] == [petition]
    for who in ("county", "labour_head"):
        assert all_of(town.actor(who), "to_rule", at) == [], who
    ruling = all_of(town.actor("housing_head"), "to_rule", at)[0]
    assert queue_counts(actor=town.actor("housing_head"), at=at)["to_rule"].total == 1
    for who in ("housing_handler", "housing_second"):
        actor = town.actor(who)
        assert all_of(actor, "to_rule", at) == [], who
        assert "to_rule" not in queue_counts(actor=actor, at=at), who
        assert [row.number for row in all_of(actor, "asked", at)] == [petition], who  # what they asked for stays in their sight
        with pytest.raises(Refused, match="not_yours"):
            do(town, petition, "rule_extension", who, at=at + timedelta(hours=5), subject=ruling.subject, grant=True, reason="情况属实")
    do(town, petition, "rule_extension", "housing_head", at=at + timedelta(hours=5), subject=ruling.subject, grant=True, reason="情况属实")
    for who in ("housing_head", "housing_handler"):
        assert all_of(town.actor(who), "to_rule", at) == all_of(town.actor(who), "asked", at) == [], who


def test_filters_narrow_by_what_a_matter_is_and_never_by_whose() -> None:
    town = build_town()
    at = town.start + timedelta(days=31)
    group = bring(town, at=at, claimants=23).number
    plain = bring(town, at=at, nature="dispute").number
    actor = town.actor("county")

    def shown(**filters) -> list[str]:
        return sorted(row.number for row in queue(actor=actor, duty="held", at=at, filters=Filters(**filters)).rows)

    assert shown(group=True) == [group]
    assert shown(nature="dispute") == [plain]
    assert shown(channel="window") == sorted([group, plain])
    assert shown(channel="web") == shown(urged=True) == shown(suspended=True) == shown(overdue=True) == []
    due = queue(actor=actor, duty="held", at=at, filters=Filters(nature="dispute")).rows[0].due
    assert due is not None
    near = queue(actor=actor, duty="held", at=due - timedelta(hours=3), filters=Filters(soon=True, nature="dispute")).rows
    assert [row.number for row in near] == [plain]
    assert [row.claimants for row in queue(actor=actor, duty="held", at=at, filters=Filters(group=True)).rows] == [23]
    of_persons = {"name", "phone", "document", "party", "parties", "person", "user", "reporter", "query_code", "room"}
    assert of_persons.isdisjoint(Filters.__struct_fields__)
    for name in Filters.__struct_fields__:
        assert "party" not in Filters(**{name: _some(name)}).sql(at)[0]  # no condition looks at who is in a matter


def _some(name: str):
    plain = {"state": "open", "nature": "dispute", "platform": "service", "procedure": "petition", "channel": "web", "place": "3705"}
    if name in ("overdue", "soon", "group", "urged", "sensitive", "suspended"):
        return True
    if name in ("since", "until"):
        from datetime import date

        return date(2026, 10, 1)
    return 3 if name == "unit" else plain.get(name, "x")
