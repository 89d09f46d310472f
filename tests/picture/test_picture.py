import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from yiwang.facts.operations import Measure, append, corrected
from yiwang.facts.words import Counted
from yiwang.picture import operations, queries
from yiwang.regions.operations import load_divisions

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
DAY = date(2026, 11, 20)
TREE = [
    ("37", "山东省"),
    ("3705", "东营市"),
    ("370502", "东营区"),
    ("370502001", "文汇街道"),
    ("370502001001", "安泰社区居委会"),
    ("370502001002", "胜利社区居委会"),
    ("370503", "河口区"),
    ("370503001", "河口街道"),
    ("44", "广东省"),
    ("4419", "东莞市"),
    ("441900", "东莞市"),
]
PLACES = ["370502001001", "370502001002", "370503001", "370502", "3705", "44", "441900"]


@pytest.fixture(autouse=True)
def _tree(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("code,name\n" + "".join(f"{code},{name}\n" for code, name in TREE))
    load_divisions(file=file, on=date(2023, 6, 30))


def measure(place, what=Counted.REGISTERED, day=DAY, delta=1, **dims):
    plain = {"region": place, "category": "41-02", "nature": "dispute", "channel": "window"}
    return Measure(str(what), day, {**plain, **dims}, delta)


def give(*facts):
    append(county="370502", at=AT, facts=facts)


def test_every_level_counts_what_lies_below():
    give(measure("370502001001"), measure("370502001002"), measure("370503001"), measure("4419", day=DAY - timedelta(days=1)))
    assert operations.fold() == 4
    picture = queries.at(region="3705", first=DAY, last=DAY)
    assert picture.place.name == "东营市"
    assert picture.place.period["registered"] == 3
    assert [(child.code, child.period["registered"]) for child in picture.children] == [("370502", 2), ("370503", 1)]
    country = queries.at(region="", first=DAY - timedelta(days=1), last=DAY)
    assert [(child.code, child.period["registered"]) for child in country.children] == [("37", 3), ("44", 1)]
    assert [numbers["registered"] for _, numbers in country.days] == [1, 3]


def test_below_the_county_the_facts_themselves_are_read():
    give(measure("370502001001"), measure("370502001002"), measure("370502001002", Counted.OPEN), measure("370502"))
    operations.fold()
    county = queries.at(region="370502", first=DAY, last=DAY)
    assert (county.place.period["registered"], county.children[0].period["registered"]) == (3, 2)
    township = queries.at(region="370502001", first=DAY, last=DAY)
    assert township.place.period["registered"] == 2
    assert [child.period["registered"] for child in township.children] == [1, 1]
    assert [child.stock["open"] for child in township.children] == [0, 1]
    assert township.by["nature"]["dispute"]["registered"] == 2
    village = queries.at(region="370502001002", first=DAY, last=DAY)
    assert (village.place.period["registered"], village.children) == (1, ())


def test_a_category_counts_by_its_top_and_a_unit_for_itself():
    give(measure("370502001001", category="15-03-05"), measure("370502001001", Counted.CLOSED, category="15-06-03", unit=7))
    operations.fold()
    by = queries.at(region="37", first=DAY, last=DAY).by
    assert by["category"]["15"].values == {"registered": 1, "closed": 1}
    assert "unit" not in by
    assert queries.units(ids=[7, 8], first=DAY, last=DAY)[7].values == {"closed": 1}


def test_the_stock_is_what_came_and_has_not_gone_whenever():
    give(
        measure("370502", Counted.OPEN, day=DAY - timedelta(days=40)),
        measure("370502", Counted.OPEN, day=DAY - timedelta(days=30)),
        measure("370502", Counted.OPEN, delta=-1),
    )
    operations.fold()
    picture = queries.at(region="370502", first=DAY, last=DAY)
    assert (picture.place.stock["open"], picture.place.period["open"]) == (1, -1)


def test_a_correction_is_counted_on_the_original_day():
    was = measure("370502001001", category="41-02")
    give(was)
    operations.fold()
    give(*corrected(was, measure("370502001001", category="15-03-05", day=DAY + timedelta(days=3))))
    operations.fold()
    picture = queries.at(region="370502", first=DAY, last=DAY)
    assert picture.place.period["registered"] == 1
    assert picture.by["category"]["15"]["registered"] == 1
    assert picture.by["category"]["41"]["registered"] == 0


def test_batches_give_what_one_batch_gives_and_a_recount_finds_nothing_wrong():
    dice = random.Random(7)
    facts = [
        measure(
            dice.choice(PLACES),
            dice.choice(list(Counted)),
            DAY - timedelta(days=dice.randrange(60)),
            dice.choice([1, 1, 1, -1]),
            unit=dice.randrange(5),
        )
        for _ in range(700)
    ]
    give(*facts)
    while operations.fold(batch=90):
        pass
    assert queries.pending() == 0
    assert operations.recount().wrong == 0
    first = DAY - timedelta(days=60)
    picture = queries.at(region="", first=first, last=DAY)
    assert picture.place.period["closed"] == sum(fact.delta for fact in facts if fact.measure == "closed")
    assert operations.recount_from(facts=facts).wrong == 0
    lost = operations.recount_from(facts=facts[1:])
    assert lost.wrong > 0
    assert operations.recount().wrong == lost.wrong


def test_a_recount_puts_right_what_was_altered():
    give(measure("370502001001"))
    operations.fold()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE picture_count SET n = 5 WHERE region = '37' AND dim = ''")
    assert operations.recount().wrong == 3  # ever, month and day
    assert queries.at(region="37", first=DAY, last=DAY).place.period["registered"] == 1


def test_a_dashboard_takes_a_few_statements_at_any_level(statements):
    give(*(measure(place) for place in PLACES))
    operations.fold()
    for region in ("", "37", "3705", "370502", "370502001", "370502001001"):
        with statements() as seen:
            assert queries.at(region=region, first=DAY, last=DAY) is not None
        assert len(seen) <= 5, str(seen)
    assert queries.at(region="99", first=DAY, last=DAY) is None
