"""A load is quick whatever the planner believes of the tree."""

from __future__ import annotations

from datetime import date

import pytest

from yiwang.infra import sql
from yiwang.regions.operations import SHIPPED, load_divisions

pytestmark = pytest.mark.django_db


def test_a_tree_the_planner_takes_for_ended_is_compared_by_index() -> None:
    city = load_divisions(file=SHIPPED, on=date(2023, 6, 30), under="3705")
    sql.execute("UPDATE regions_region SET valid_to = '2023-07-01'")
    sql.execute("ANALYZE regions_region")  # as it may be analysed in the middle of anything: no row in force
    province = load_divisions(file=SHIPPED, on=date(2023, 8, 1), under="37")
    assert (province.revived, province.ended) == (city.read, 0)
    assert province.added == province.read - city.read
