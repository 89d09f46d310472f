from datetime import date

import pytest

from yiwang.regions import queries
from yiwang.regions.operations import load_divisions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(write, rows):
    load_divisions(file=write(rows), on=date(2023, 6, 30))


def codes(text, **more):
    return [row.code for row in queries.search(text, **more)]


def test_by_name_higher_levels_and_exact_ones_first():
    assert codes("东营") == ["3705", "370502"]
    assert codes("东营区") == ["370502"]
    assert codes("胜利") == ["370502002", "370502001002"]


def test_by_first_letters_and_by_sound():
    assert codes("dyq") == ["370502"]
    assert codes("DY") == ["3705", "370502"]
    assert codes("shengli") == ["370502002", "370502001002"]
    assert codes("cacwh") == ["370502002001"]


def test_by_code():
    assert codes("3705020") == ["370502001", "370502002", "370502001001", "370502001002", "370502002001"]
    assert codes("370502", limit=2) == ["370502", "370502001"]
    assert codes("3705", within="3706") == []


def test_inside_a_subtree_also_parts_of_a_name():
    assert codes("安", within="3705") == ["370502001001", "370502002001"]
    assert codes("胜利", within="370502001") == ["370502001002"]


def test_words_narrow_down():
    assert codes("东营区 胜利") == ["370502002", "370502001002"]
    assert codes("文汇 胜利") == ["370502001002"]
    assert codes("烟台 胜利") == []


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "不存在的地方", "\\"])
def test_nothing_is_found_for_nothing(text):
    assert codes(text) == []


def test_a_region_that_ended_is_not_found(write, rows):
    load_divisions(file=write(rows[:-2]), on=date(2026, 1, 1))
    assert codes("河口") == []
    assert queries.region("370503").name == "河口区"


def test_full_names_leave_grouping_rows_out(write, rows):
    load_divisions(
        file=write(
            [("11", "北京市"), ("1101", "市辖区"), ("110105", "朝阳区"), ("46", "海南省"), ("4604", "儋州市"), ("460400", "儋州市")]
        ),
        on=date(2024, 1, 1),
    )
    assert queries.full_name("110105") == "北京市朝阳区"
    assert queries.full_name("460400") == "海南省儋州市"
    assert queries.full_name("370502001", start=3) == "东营区文汇街道"
    assert queries.full_name("99") == ""
