"""Hops and the hours at each: facts of the deeds, the same from the ledger, and the way of one matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do
from yiwang.infra import sql
from yiwang.matters.queries import matter_page
from yiwang.matters.queries.supervision import hops
from yiwang.picture import derivation, indicators
from yiwang.picture.queries import Numbers

pytestmark = pytest.mark.django_db


def test_each_passage_counts_with_the_hours_it_lay_there() -> None:
    town = build_town()
    at = town.start + timedelta(days=30)
    number = bring(town, at=at, who="township_clerk").number
    do(town, number, "escalate", "township", at=at + timedelta(hours=3), reason="需要县里协调")
    do(town, number, "accept", "county", at=at + timedelta(hours=5))
    order = do(town, number, "dispatch", "county", at=at + timedelta(hours=8), unit=town.units["housing"]).subject
    do(town, number, "receive", "housing_handler", at=at + timedelta(hours=10), subject=order)
    do(town, number, "report_result", "housing_handler", at=at + timedelta(hours=30), subject=order, outcome="solved", result="已修好")
    counted = {row["measure"]: int(row["n"]) for row in sql.rows("SELECT measure, sum(delta) AS n FROM fact GROUP BY 1")}
    assert (counted["passed"], counted["lain"], counted["begun"]) == (2, 3 + 5, 1), "coming back to be verified is no hop"
    numbers = Numbers(values=counted)
    assert indicators.HOPS.of(numbers).mean == "2.0"
    assert indicators.HOURS_PER_HOP.of(numbers).mean == "4.0"
    again: dict[str, int] = {}
    for fact in derivation.facts():
        again[fact.measure] = again.get(fact.measure, 0) + fact.delta
    assert {name: again[name] for name in ("passed", "lain", "begun")} == {"passed": 2, "lain": 8, "begun": 1}
    page = matter_page(number=number, actor=town.actor("county"), at=at + timedelta(hours=31))
    way = hops(county=page.county, matter_id=page.id)
    township, county, housing = town.center("370502001"), town.center("370502"), town.units["housing"]
    assert [hop.unit for hop in way] == [township, county, housing, county]
    assert [round(hop.hours(at + timedelta(hours=31))) for hop in way] == [3, 5, 22, 1]
    assert [hop.received for hop in way] == [False, False, True, False]
    assert way[1].posts == ("coordinator",)
