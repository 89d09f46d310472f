import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from yiwang.kernel.refusals import Refused
from yiwang.policy import holidays, operations, queries
from yiwang.policy.domain.pack import Pack
from yiwang.policy.domain.words import Nature, Procedure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def pack(version="v1", valid_from=date(2026, 1, 1), body=None, **more):
    plain = {"kind": "trial", "version": version, "valid_from": valid_from, "source": "本测试", "body": body or {"limit": 5}}
    return Pack(**{**plain, **more})


def test_every_shipped_pack_is_in_force_and_typed():
    for kind in ("calendar", "categories", "clocks", "construction", "procedures"):
        assert not isinstance(queries.pack(kind, AT).body, dict)
    assert operations.differences() == []
    assert operations.load_shipped() == []


def test_the_newest_that_has_begun_holds_and_the_first_holds_before_it_began():
    for version, begins in (("v1", date(2026, 1, 1)), ("v2", date(2026, 7, 1))):
        operations.put_in_force(pack=pack(version, begins), at=AT)
    days = (date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [queries.pack("trial", day).version for day in days] == ["v1", "v1", "v2"]
    assert queries.pack("trial", datetime(2026, 6, 30, 16, tzinfo=UTC)).version == "v2"  # midnight in Shanghai
    assert queries.version("trial", "v1").body == {"limit": 5}
    assert queries.version("trial", "v9") is None
    with pytest.raises(Refused, match="no_policy"):
        queries.pack("unheard_of", AT)


def test_the_same_pack_twice_is_one_and_nothing_in_force_is_altered():
    assert operations.put_in_force(pack=pack(), at=AT)
    assert not operations.put_in_force(pack=pack(), at=AT)
    for changed, code in (
        (pack(body={"limit": 6}), "pack_altered"),
        (pack("v2", date(2026, 1, 1)), "pack_not_later"),
        (pack("v0", date(2025, 1, 1)), "pack_not_later"),
        (pack("v3", date(2027, 1, 1), source=" "), "pack_without_source"),
    ):
        with pytest.raises(Refused, match=code):
            operations.put_in_force(pack=changed, at=AT)
    assert len(queries.packs("trial")) == 1


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"kind": "trial"}',
        b'{"kind": "construction", "version": "x", "valid_from": "2026-01-01", "source": "s", "body": {"exclusions": 3}}',
        b'{"kind": "trial", "version": "x", "valid_from": "tomorrow", "source": "s", "body": {}}',
    ],
)
def test_an_unreadable_pack_is_refused(text):
    with pytest.raises(Refused, match="bad_pack"):
        operations.read_pack(text)


def test_a_pack_loaded_elsewhere_is_seen_within_a_second(monkeypatch):
    operations.put_in_force(pack=pack(), at=AT)
    assert len(queries.packs("trial")) == 1
    before = queries.fingerprint()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO policy_policypack (kind, version, valid_from, source, body, digest, loaded)"
            " VALUES ('trial', 'v2', '2027-01-01', 's', '{}', '', now())"
        )
    assert len(queries.packs("trial")) == 1
    monkeypatch.setattr(queries, "_asked", queries._asked - 1.1)
    assert len(queries.packs("trial")) == 2
    assert queries.fingerprint() != before


def test_an_altered_row_is_found():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE policy_policypack SET body = jsonb_set(body, '{exclusions}', '[]') WHERE kind = 'construction'")
    assert [line.split(":")[1] for line in operations.differences()] == [" the stored pack was altered in the database"]


def test_next_years_holidays_become_a_firm_calendar():
    year = {
        "year": 2027,
        "papers": ["https://example.org/notice"],
        "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
            {"name": "元旦", "date": "2026-12-27", "isOffDay": False},
            {"name": "春节", "date": "2027-02-08", "isOffDay": True},
            {"name": "春节", "date": "2027-02-20", "isOffDay": False},
        ],
    }
    text = json.dumps(year).encode()
    assert holidays.looks_like_a_year(text)
    known = queries.packs("calendar")[-1].body.working_calendar(version="old")
    assert known.covered_until < date(2027, 12, 31)
    operations.put_in_force(pack=holidays.as_pack(text=text, valid_from=date(2026, 11, 20)), at=AT)
    newest = queries.packs("calendar")[-1]
    calendar = newest.body.working_calendar(version=newest.version)
    assert calendar.covered_until == date(2027, 12, 31)
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 20))
    assert calendar.is_workday(date(2026, 12, 27))  # a Sunday worked for New Year
    assert not calendar.is_workday(date(2026, 10, 1))  # what was known stays
    assert "example.org" in newest.source


@pytest.mark.parametrize("text", [b'{"year": 2027, "days": []}', b'{"year": 2027, "days": [{"date": 5}]}'])
def test_a_year_without_a_day_off_is_no_year(text):
    with pytest.raises(Refused, match="bad_pack"):
        holidays.as_pack(text=text, valid_from=date(2026, 11, 20))


@pytest.fixture
def tree():
    return queries.pack("categories", AT).body


def test_every_category_has_a_parent_a_nature_and_a_procedure(tree):
    assert len(tree.leaves) == 597
    for node in tree.nodes:
        assert not node.parent or tree.get(node.parent), node.code
    for leaf in tree.leaves:
        assert leaf.natures, leaf.code
        for nature in leaf.natures:
            assert tree.procedure(leaf.code, nature) is not None


def test_both_packs_say_the_same_general_rule(tree):
    general = queries.pack("procedures", AT).body.by_nature
    assert {nature: general[nature] for nature in Nature} == {nature: tree.procedures[nature] for nature in Nature}


def test_procedures_follow_the_law_of_the_thing(tree):
    def of(zh, nature):
        return next(tree.procedure(leaf.code, nature) for leaf in tree.leaves if leaf.zh == zh)

    assert of("工资发放", Nature.COMPLAINT) == Procedure.STATUTORY
    assert of("农民工权益", Nature.DISPUTE) == Procedure.DISPUTE
    assert of("冬季采暖", Nature.COMPLAINT) == Procedure.SERVICE
    assert of("安置补偿", Nature.COMPLAINT) == Procedure.PETITION
    assert of("违章建筑", Nature.REPORT) == Procedure.STATUTORY
    assert of("道路破损", Nature.HAZARD) == Procedure.HAZARD
    assert of("家庭暴力", Nature.HELP) == Procedure.EMERGENCY
    assert of("证照办理", Nature.INQUIRY) == Procedure.INQUIRY
    assert of("冬季采暖", Nature.ACCUSATION) is None


def test_people_are_not_a_category(tree):
    names = {node.zh for node in tree.nodes}
    assert not names & {"违法生育", "集会游行示威", "流动人口管理", "社区矫正", "流浪乞讨"}
    beggar = next(leaf for leaf in tree.leaves if "流浪乞讨" in leaf.zh)
    assert beggar.natures == (Nature.HELP,)
    assert next(leaf for leaf in tree.leaves if leaf.zh == "群发性事件").immediate_report
    assert {leaf.sensitive for leaf in tree.leaves} == {"", "family", "violence", "minor"}


def test_a_category_is_found_by_peoples_words_letters_and_sound(tree):
    assert {leaf.zh for leaf in tree.search("讨薪")} >= {"工资发放", "农民工权益"}
    assert tree.search("暖气")[0].zh == "冬季采暖"
    assert tree.search("wzjz")[0].zh == "违章建筑"
    assert tree.search("linlijiufen")[0].zh == "邻里纠纷"
    assert tree.search("41-02")[0].zh == "邻里纠纷"
    assert tree.search(" ") == tree.search("没有这种事") == ()
    assert len(tree.search("a", limit=3)) <= 3
