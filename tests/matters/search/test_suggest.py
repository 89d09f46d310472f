"""Suggestions while registering: what may be the same, who should handle it, and what must never be suggested."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import Town, bring, build_town, do, walk
from yiwang.audit.domain.grounds import Ground
from yiwang.centers import staffing
from yiwang.centers.domain.words import UnitKind
from yiwang.infra import outbox, sql
from yiwang.matters.domain.likeness import Why
from yiwang.matters.operations import erase
from yiwang.matters.operations.indexing import count_words, index, rebuild
from yiwang.matters.queries.suggest import routes, same_matters

pytestmark = pytest.mark.django_db

LEAK = "楼上装修漏水，把卧室天花板泡坏了，找物业一直没人管。"
NOISE = "广场舞音响太吵，晚上十点还不停，老人孩子睡不着。"
AGAIN = "天花板又漏水了，楼上装修弄坏了防水，物业不管。"


@pytest.fixture
def town() -> Town:
    return build_town()


def _heard(town: Town) -> None:
    outbox.dispatch(at=town.start + timedelta(days=400))


def _same(town: Town, who: str = "county", text: str = AGAIN, category: str = "01-09-03", **changes: object) -> list[str]:
    asked = {"place": "370502001001", "at": town.start + timedelta(days=32), **changes}
    return [same.number for same in same_matters(actor=town.actor(who), text=text, category=category, **asked)]  # type: ignore[arg-type]


def test_the_same_thing_in_other_words_is_found_with_its_reasons(town: Town) -> None:
    leak = bring(town, narrative=LEAK, category="01-09-03")
    bring(town, narrative=NOISE, category="04-02-03")
    _heard(town)
    found = same_matters(
        actor=town.actor("county"), place="370502001001", category="01-09-03", text=AGAIN, at=town.start + timedelta(days=32)
    )
    assert [same.number for same in found] == [leak.number]
    assert {Why.SAME_WORDS, Why.SAME_VILLAGE, Why.SAME_CATEGORY, Why.RECENT} <= {reason.why for reason in found[0].reasons}
    assert "漏水" in next(reason.words for reason in found[0].reasons if reason.why == Why.SAME_WORDS)


def test_another_place_or_another_thing_is_not_the_same(town: Town) -> None:
    bring(town, narrative=LEAK, category="01-09-03", place="370502002001")
    _heard(town)
    assert _same(town) == []
    assert _same(town, text=NOISE, place="370502002001") == []


def test_who_may_not_see_a_matter_is_not_told_of_it(town: Town) -> None:
    leak = bring(town, narrative=LEAK, category="01-09-03")
    _heard(town)
    assert _same(town, "county") == [leak.number]
    for stranger in ("other_county", "labour_handler", "neighbour_township", "auditor"):
        assert _same(town, stranger) == []
    do(town, leak.number, "recuse", "county_head", at=town.start + timedelta(days=31), user=town.users["county_second"], reason="亲属")
    assert _same(town, "county_second") == []


def test_family_violence_and_accusations_are_in_no_suggestion(town: Town) -> None:
    bring(town, narrative=LEAK, category="51-01", nature="help")
    bring(town, "person", narrative=LEAK, category="05-04-02", nature="accusation", accused_units=(town.units["housing"],))
    _heard(town)
    assert _same(town) == _same(town, "city") == _same(town, "discipline_officer") == []
    bring(town, narrative=LEAK, category="01-09-03")
    _heard(town)
    assert _same(town, category="51-01") == [] and len(_same(town)) == 1


def test_an_accusation_has_no_words_in_the_index_and_a_reclassified_one_loses_them(town: Town) -> None:
    leak = bring(town, narrative=LEAK, category="01-09-03")
    _heard(town)
    assert sql.scalar("SELECT count(*) FROM matter_search") == 1
    do(
        town,
        leak.number,
        "reclassify",
        "county",
        at=town.start + timedelta(days=31),
        category="05-04-02",
        nature="accusation",
        accused=[town.units["housing"]],
        reason="实为检举",
    )
    _heard(town)
    assert sql.scalar("SELECT count(*) FROM matter_search") == 0


def test_what_is_erased_leaves_the_index_at_once(town: Town) -> None:
    leak = bring(town, narrative=LEAK, category="01-09-03", title="楼上装修")
    walk(town, leak.number, "closed", at=town.start + timedelta(days=31))
    _heard(town)
    words = "SELECT words::text FROM matter_search"
    assert "天花板" in sql.scalar(words) and "装修" in sql.scalar(words)
    erase(number=leak.number, parts=(), ground=next(iter(Ground)), actor=town.actor("county"), at=town.start + timedelta(days=60))
    assert "天花板" not in sql.scalar(words) and "装修" not in sql.scalar(words)


def test_rebuilding_gives_what_listening_gave(town: Town) -> None:
    for days in range(3):
        bring(town, narrative=LEAK if days else NOISE, category="01-09-03", at=town.start + timedelta(days=30 + days))
    _heard(town)
    rows = (
        "SELECT number, s.version, words::text, marks FROM matter_search s JOIN matter m USING (county) WHERE m.id = matter_id ORDER BY 1"
    )
    heard = sql.rows(rows)
    sql.execute("DELETE FROM matter_search")
    assert rebuild() == 3 and sql.rows(rows) == heard
    assert sql.scalar("SELECT seen FROM search_word WHERE word = ''") == 3


def test_nobody_is_findable_by_name(town: Town) -> None:
    bring(town, narrative="邻居张秀芳家装修漏水，我叫李秀英，电话13905461111，老板刘建军不管。", category="01-09-03")
    _heard(town)
    words = sql.scalar("SELECT words::text FROM matter_search")
    assert "漏水" in words
    for name in ("张秀芳", "秀芳", "李秀英", "秀英", "刘建军", "建军", "13905461111"):
        assert name not in words


def test_the_duty_list_comes_first_and_history_after(town: Town) -> None:
    at = town.start + timedelta(days=40)
    staffing.list_duties(
        lines=[
            staffing.NewDuty(category="01-09-03", mode="main", unit=town.units["labour"]),
            staffing.NewDuty(category="01-09-03", mode="assist", unit=town.units["police"]),
        ],
        since=town.start.date(),
        source="清单",
    )
    asked = {"actor": town.actor("county"), "place": "370502001001", "category": "01-09-03", "text": AGAIN, "at": at}
    found = routes(**asked)  # type: ignore[arg-type]
    assert [(route.unit, route.part) for route in found] == [(town.units["labour"], "lead"), (town.units["police"], "assist")]
    assert found[0].reasons[0].why == Why.ON_DUTY_LIST
    for days in range(3):
        leak = bring(town, narrative=LEAK, category="01-09-03", at=town.start + timedelta(days=10 + days))
        walk(town, leak.number, "closed", at=town.start + timedelta(days=20 + days))
    waiting = bring(town, narrative=LEAK, category="01-09-03", at=town.start + timedelta(days=15))
    walk(town, waiting.number, "received", at=town.start + timedelta(days=21))
    _heard(town)
    count_words()
    found = routes(**asked)  # type: ignore[arg-type]
    assert [route.unit for route in found][:2] == [town.units["labour"], town.units["housing"]]
    housing = found[1]
    assert [(reason.why, reason.count) for reason in housing.reasons if reason.count] == [(Why.HANDLED_SIMILAR, 3)]
    assert housing.load == 1 and found[0].load == 0


def test_nobody_is_suggested_for_an_accusation_and_history_is_silent_for_violence(town: Town) -> None:
    asked = {"actor": town.actor("county"), "place": "370502001001", "text": AGAIN, "at": town.start + timedelta(days=40)}
    assert routes(category="05-04-02", **asked) == () == routes(category="", **asked)  # type: ignore[arg-type]
    staffing.list_duties(
        lines=[staffing.NewDuty(category="51-01", mode="main", unit_kind=UnitKind.DEPARTMENT, branch="police", level=3)],
        since=town.start.date(),
        source="清单",
    )
    leak = bring(town, narrative=LEAK, category="51-01", nature="help")
    walk(town, leak.number, "closed", at=town.start + timedelta(days=31))
    _heard(town)
    found = routes(category="51-01", **asked)  # type: ignore[arg-type]
    assert {reason.why for route in found for reason in route.reasons} <= {Why.ON_DUTY_LIST, Why.IN_CHARGE, Why.OF_THE_PLACE, Why.RESIDENT}
    assert found and found[0].unit == town.units["police"]


def test_statements_do_not_grow_with_what_is_found(town: Town, statements: object) -> None:
    counts = []
    for many in (1, 3):
        for _ in range(many):
            bring(town, narrative=LEAK, category="01-09-03")
        _heard(town)
        _same(town)
        with statements() as seen:  # type: ignore[operator]
            assert _same(town)
            routes(actor=town.actor("county"), place="370502001001", category="01-09-03", text=AGAIN, at=town.start + timedelta(days=40))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6, str(seen)


def test_an_empty_text_or_place_finds_nothing_and_refuses_nothing(town: Town) -> None:
    bring(town, narrative=LEAK, category="01-09-03")
    _heard(town)
    index([])
    assert _same(town, text="") == _same(town, text="，。 ''|&!:* \\") == []
    assert len(_same(town, place="", category="")) == 1
