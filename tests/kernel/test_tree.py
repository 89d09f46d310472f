import pytest

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused


def test_level_is_the_length():
    assert [tree.level_of(code) for code in ("37", "3705", "370502", "370502001", "370502001001")] == [1, 2, 3, 4, 5]
    for text in ("", "3", "370", "37050", "３７", "37a5", "3705020010011"):
        with pytest.raises(Refused, match="bad_region_code"):
            tree.level_of(text)


def test_the_way_up_and_the_county():
    assert tree.lineage("370502001001") == ("37", "3705", "370502", "370502001", "370502001001")
    assert tree.parent_of("3705") == "37"
    assert tree.parent_of("37") == ""
    assert [tree.county_of(code) for code in ("37", "3705", "370502", "370502001001")] == ["370000", "370500", "370502", "370502"]
    assert tree.own_segment("370502001") == "001"
    assert tree.own_segment("37") == "37"


def test_a_range_holds_the_subtree_and_nothing_else():
    low, high = tree.code_range("3705")
    assert all(low <= code < high for code in ("3705", "370502", "370599999999"))
    assert not any(low <= code < high for code in ("37", "3704", "370499999999", "3706", "38"))
    low, high = tree.code_range("")
    assert all(low <= code < high for code in ("11", "659012999999"))


def test_lowest_common_region():
    assert tree.common("370502001", "370502002001") == "370502"
    assert tree.common("370502", "370502002001") == "370502"
    assert tree.common("3705", "3706") == "37"
    assert tree.common("37", "44") == ""
    assert tree.common("441900", "4419") == "4419"
