from datetime import date

import pytest

from yiwang.kernel.refusals import Refused
from yiwang.regions import queries
from yiwang.regions.models import Region, RegionChange
from yiwang.regions.operations import SHIPPED, load_divisions

pytestmark = pytest.mark.django_db
DAY, LATER = date(2023, 6, 30), date(2026, 11, 1)


def snapshot():
    return list(Region.objects.order_by("code").values_list())


def test_a_first_load_counts_what_lies_below(write, rows):
    told = []
    loaded = load_divisions(file=write(rows), on=DAY, progress=lambda *step: told.append(step))
    assert (loaded.read, loaded.added, loaded.ended) == (10, 10, 0)
    assert queries.count_by_level() == {1: 1, 2: 2, 3: 2, 4: 2, 5: 3}
    assert queries.count_by_level("370502") == {1: 0, 2: 0, 3: 1, 4: 2, 5: 3}
    assert [row.code for row in queries.children("3705")] == ["370502", "370503"]
    assert queries.region("3705").valid_from is None
    assert {stage for stage, _, _ in told} >= {"read", "compare"}
    assert all(done >= 0 for _, done, _ in told)


def test_the_same_list_again_touches_nothing(write, rows):
    load_divisions(file=write(rows), on=DAY)
    before = snapshot()
    again = load_divisions(file=write(rows), on=LATER)
    assert again.seen_before
    other = load_divisions(file=write(rows, name="copy.csv"), on=LATER)
    assert other.seen_before  # the content counts, not the file's name
    assert snapshot() == before


def test_a_newer_list_renames_adds_and_ends_but_deletes_nothing(write, rows):
    load_divisions(file=write(rows), on=DAY)
    rows[3] = ("370502001", "文汇路街道")
    newer = [row for row in rows if row[0] != "370503"] + [("3707", "潍坊市")]
    loaded = load_divisions(file=write(newer), on=LATER)
    assert (loaded.added, loaded.renamed, loaded.revived, loaded.ended) == (1, 1, 0, 1)
    assert queries.region("370503").valid_to == LATER
    assert queries.region("3707").valid_from == LATER
    assert queries.name("370502001") == "文汇路街道"
    assert queries.name("370502001", at=date(2026, 10, 31)) == "文汇街道"
    assert queries.count_by_level("37") == {1: 1, 2: 3, 3: 1, 4: 2, 5: 3}
    assert Region.objects.count() == 11


def test_a_code_that_comes_back_is_in_force_again(write, rows):
    load_divisions(file=write(rows), on=DAY)
    load_divisions(file=write(rows[:-1]), on=LATER)
    back = load_divisions(file=write([*rows, ("3707", "潍坊市")]), on=date(2027, 1, 1))
    assert (back.added, back.revived, back.ended) == (1, 1, 0)
    assert queries.region("3706").valid_to is None


def test_only_a_subtree_can_be_loaded(write, rows):
    loaded = load_divisions(file=write([*rows, ("44", "广东省")]), on=DAY, under="370502")
    assert loaded.read == 8  # the county, what lies below, and its way up
    assert queries.region("44") is None
    assert queries.region("37").name == "山东省"


@pytest.mark.parametrize(
    "bad",
    [
        [("37", "山东省"), ("37050", "东营市")],
        [("37", "山东省"), ("3705", " ")],
        [("37", "山东省"), ("37", "山东")],
        [("3705", "东营市")],
        [("37", "山东省"), ("37x5", "东营市")],
        [("37", "名" * 61)],
        [("37",)],
    ],
)
def test_a_faulty_list_is_refused_and_nothing_is_stored(write, bad):
    with pytest.raises(Refused, match="bad_divisions"):
        load_divisions(file=write(bad), on=DAY)
    assert not Region.objects.exists()
    assert not RegionChange.objects.exists()


def test_a_list_with_other_columns_is_refused(write):
    with pytest.raises(Refused, match="bad_divisions"):
        load_divisions(file=write([("37", "山东省")], head="id,label"), on=DAY)


def test_the_shipped_list_gives_guangdong():
    loaded = load_divisions(file=SHIPPED, on=DAY, under="44")
    assert loaded.read == 1 + 21 + 124 + 1757 + 26842
    assert queries.count_by_level("44") == {1: 1, 2: 21, 3: 124, 4: 1757, 5: 26842}
    assert queries.full_name("441900003") == "广东省东莞市东城街道"  # the city is listed again as its own county
