from datetime import date

import pytest

from yiwang.kernel.refusals import Refused
from yiwang.regions import queries
from yiwang.regions.changes import Change, apply, apply_changes
from yiwang.regions.models import Region, RegionChange
from yiwang.regions.operations import load_divisions

pytestmark = pytest.mark.django_db
ON = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _tree(write, rows):
    load_divisions(file=write(rows), on=date(2023, 6, 30))


def test_a_new_code_moves_the_subtree_and_history_stays_readable():
    assert apply(changes=[Change(kind="recode", on=ON, old_code="370502", new_code="370504", name="东城区")]) == {"recode": 1}
    assert [row.code for row in queries.children("3705")] == ["370503", "370504"]
    assert queries.count_by_level("370504") == {1: 0, 2: 0, 3: 1, 4: 2, 5: 3}
    old = queries.region("370502001001")
    assert (old.name, old.valid_to) == ("安泰社区居委会", ON)
    assert queries.now_called("370502001001") == ("370504001001",)
    assert queries.name("370504") == "东城区"
    assert queries.full_name("370502001") == "山东省东营市东营区文汇街道"
    assert queries.region("370504001").valid_from == ON


def test_codes_changed_twice_are_followed_to_today():
    apply(
        changes=[
            Change(kind="recode", on=date(2026, 1, 1), old_code="370504", new_code="370505"),
            Change(kind="recode", on=ON, old_code="370502", new_code="370504"),
        ]
    )
    assert queries.now_called("370502002001") == ("370505002001",)


def test_the_same_file_twice_changes_once(tmp_path):
    file = tmp_path / "changes.csv"
    file.write_text("old_code,new_code,date,kind,name\n370502,370504,2025-03-01,recode,\n3706,,2025-03-02,rename,芝罘市\n")
    assert apply_changes(file=file) == {"recode": 1, "rename": 1}
    before = list(Region.objects.order_by("code").values_list())
    assert apply_changes(file=file) == {}
    assert list(Region.objects.order_by("code").values_list()) == before
    assert queries.name("3706", at=date(2025, 3, 1)) == "烟台市"
    assert queries.name("3706", at=date(2025, 3, 2)) == "芝罘市"


def test_found_split_merge_and_abolish():
    apply(
        changes=[
            Change(kind="found", on=ON, new_code="370502003", name="黄河街道"),
            Change(kind="split", on=ON, old_code="370502002", new_code="370502004", name="胜采街道"),
            Change(kind="merge", on=ON, old_code="370502001001", new_code="370502001002"),
            Change(kind="abolish", on=ON, old_code="3706"),
        ]
    )
    assert queries.count_by_level("37") == {1: 1, 2: 1, 3: 2, 4: 4, 5: 2}
    assert queries.now_called("370502002") == ("370502002", "370502004")
    assert queries.now_called("370502001001") == ("370502001002",)
    assert queries.now_called("3706") == ()
    assert [row.kind for row in queries.history("370502002")] == ["split"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(kind="recode", on=ON, old_code="370599", new_code="370504"), "no_such_region"),
        (Change(kind="recode", on=ON, old_code="370502", new_code="370504001"), "other_level"),
        (Change(kind="recode", on=ON, old_code="370502", new_code="370502"), "region_exists"),
        (Change(kind="recode", on=ON, old_code="370502", new_code="990502"), "no_such_region"),
        (Change(kind="merge", on=ON, old_code="370502001", new_code="370502002"), "regions_left"),
        (Change(kind="found", on=ON, new_code="3706", name="烟台市"), "region_exists"),
        (Change(kind="split", on=ON, old_code="370502", new_code="380502", name="新区"), "no_such_region"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_done(change, code):
    before = list(Region.objects.order_by("code").values_list())
    good = Change(kind="rename", on=date(2024, 1, 1), old_code="37", name="鲁")
    with pytest.raises(Refused, match=code):
        apply(changes=[good, change])
    assert list(Region.objects.order_by("code").values_list()) == before
    assert not RegionChange.objects.exists()


@pytest.mark.parametrize(
    "line", ["370502,370504,yesterday,recode,", "370502,370504,2025-03-01,moved,", "370502,,2025-03-01,recode,", "37x,,2025-03-01,abolish,"]
)
def test_an_unreadable_line_is_named(tmp_path, line):
    file = tmp_path / "changes.csv"
    file.write_text(f"old_code,new_code,date,kind,name\n{line}\n")
    with pytest.raises(Refused) as refused:
        apply_changes(file=file)
    assert (refused.value.code, refused.value.values["line"]) == ("bad_change", 2)
