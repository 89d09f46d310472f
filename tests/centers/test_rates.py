from datetime import date

import pytest

from yiwang.centers import operations, rates
from yiwang.regions.operations import SHIPPED, load_divisions

DAY = date(2026, 11, 1)


def test_what_is_left_out_is_named_and_a_center_there_counts_for_nothing(centers):
    centers("3705", "370502", "370571")
    found = {row.level: row for row in rates.rates(region="3705", on=DAY)}
    assert [(found[level].listed, found[level].due, found[level].built) for level in (1, 2, 3, 4, 5)] == [
        (0, 0, 0),
        (1, 1, 1),
        (3, 2, 1),
        (2, 2, 0),
        (1, 1, 0),
    ]
    assert (found[3].rate, found[1].rate) == (0.5, None)
    [zone] = found[3].excluded
    assert (zone.key, zone.count, zone.with_center) == ("functional_zone", 1, 1)
    assert rates.excluded_names(region="3705", on=DAY, level=3) == {"functional_zone": [("370571", "东营经济技术开发区")]}


def test_a_closed_or_sub_center_is_not_a_built_one(centers, at):
    operations.open_center(region="370502", at=at, built_on=DAY, name="分中心", main=False)
    operations.abolish_unit(unit_id=centers("370503", "3705")["370503"], at=at)
    assert rates.rates(region="3705", on=DAY)[2].built == 0


@pytest.mark.parametrize(("root", "due"), [("44", [1, 21, 122, 1610, 26599])])
def test_guangdong_in_the_database(root, due):
    load_divisions(file=SHIPPED, on=date(2023, 6, 30), under=root)
    found = rates.rates(region=root, on=DAY)
    assert [row.due for row in found] == due
    assert {kind.key: kind.count for row in found for kind in row.excluded} == {
        "city_as_county": 2,
        "township_like": 147,
        "village_like": 243,
    }
