"""Search: what is found by which words, in what order, and that what one may not see adds to nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Town, bring, build_town, do, walk
from tests.matters.test_access import AT, actors, cases, nets, packs, store  # noqa: F401
from yiwang.centers import queries as organisation
from yiwang.centers.domain.words import Role
from yiwang.infra import outbox, sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.access import may_see
from yiwang.matters.domain.words import Nature
from yiwang.matters.operations.indexing import rebuild
from yiwang.matters.queries import search as search_module
from yiwang.matters.queries.rows import Filters
from yiwang.matters.queries.search import Found, search
from yiwang.matters.queries.suggest import same_matters

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def _heard(town: Town) -> None:
    outbox.dispatch(at=town.start + timedelta(days=400))


def _find(town: Town, text: str, who: str = "county", **changes: object) -> Found:
    return search(actor=town.actor(who), text=text, at=town.start + timedelta(days=60), **changes)  # type: ignore[arg-type]


def _numbers(found: Found) -> list[str]:
    return [hit.row.number for hit in found.hits]


def _text(pieces: object) -> list[str]:
    return [piece.text for piece in pieces if piece.found]  # type: ignore[attr-defined]


@pytest.fixture
def three(town: Town) -> list[str]:
    """Three matters, the oldest first."""
    told = (
        ("小区下水道堵塞，污水倒灌进车库，物业推给环卫。", "鑫苑小区5号楼", "下水道堵了"),
        ("夜里工地施工噪音太大，孩子没法睡觉。", "文汇街道安泰小区3号楼", "工地噪音扰民"),
        ("电梯困人两次，物业公司一直不修，下水也不通。", "安泰小区7号楼", "电梯反复困人"),
    )
    numbers = [
        bring(
            town, narrative=said, address=address, title=title, at=town.start + timedelta(days=20 + day), parties=(), anonymous=True
        ).number
        for day, (said, address, title) in enumerate(told)
    ]
    _heard(town)
    return numbers


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("噪音", [1]),
        ("物业", [2, 0]),
        ("下水道堵塞", [0]),
        ("下水", [2, 0]),
        ("鑫苑", [0]),
        ("安泰小区", [2, 1]),
        ("物业 电梯", [2]),
        ("物业电梯", [2]),
        ("梯", [2]),
        ("电", [2]),
        ("5号楼", [0]),
        ("的 了 吗", []),
        ("", []),
        ("'\\&|!():* <->", []),
        ("飞碟", []),
    ],
)
def test_words_are_found_newest_first(town: Town, three: list[str], words: str, expected: list[int]) -> None:
    found = _find(town, words)
    assert _numbers(found) == [three[place] for place in expected]
    assert (found.total or 0) == len(expected)


def test_what_is_found_is_made_visible_where_it_stands(town: Town, three: list[str]) -> None:
    hit = _find(town, "下水道 污水").hits[0]
    assert _text(hit.title) == ["下水道"]
    assert "".join(piece.text for piece in hit.title) == hit.row.title
    assert _text(hit.excerpt) == ["下水道", "污水"] and hit.act == "register"
    do(town, three[0], "note", "county", at=town.start + timedelta(days=30), text="已联系疏通队，明早到场。")
    _heard(town)
    hit = _find(town, "疏通").hits[0]
    assert _text(hit.excerpt) == ["疏通"] and hit.act == "note"


def test_persons_are_not_in_an_excerpt(town: Town) -> None:
    bring(town, title="漏水")
    _heard(town)
    line = "".join(piece.text for piece in _find(town, "天花板").hits[0].excerpt)
    assert "天花板" in line and "王大明" not in line and "13805461234" not in line and "〔" not in line


def test_by_relevance_what_stands_in_the_title_comes_first(town: Town, three: list[str]) -> None:
    bring(town, narrative="楼下噪音，和物业说过。", title="邻居吵闹", at=town.start + timedelta(days=25), parties=(), anonymous=True)
    _heard(town)
    assert _numbers(_find(town, "噪音"))[1] == three[1]
    assert _numbers(_find(town, "噪音", sort="relevance"))[0] == three[1]
    with pytest.raises(Refused, match="unknown_sort"):
        _find(town, "噪音", sort="stars")


@pytest.mark.parametrize("sort", ["time", "relevance"])
def test_pages_go_on_without_a_gap_or_a_double(town: Town, sort: str) -> None:
    numbers = [
        bring(
            town, narrative="路灯不亮" + "，路灯" * (day % 3), title="路灯" if day % 2 else "照明", at=town.start + timedelta(days=15 * day)
        ).number
        for day in range(1, 8)
    ]
    _heard(town)
    seen: list[str] = []
    page = search(actor=town.actor("county"), text="路灯", at=town.start + timedelta(days=120), sort=sort, limit=3)
    assert page.total == 7
    while True:
        seen += _numbers(page)
        if not page.after:
            break
        page = search(actor=town.actor("county"), text="路灯", at=town.start + timedelta(days=120), sort=sort, limit=3, after=page.after)
    assert sorted(seen) == sorted(numbers) and len(seen) == len(set(seen))
    assert sort == "relevance" or seen == numbers[::-1]
    with pytest.raises(Refused, match="bad_cursor"):
        _find(town, "路灯", after="nonsense")


def test_what_lies_in_other_months_comes_after_and_many_are_capped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [bring(town, narrative="井盖", at=town.start + timedelta(days=10 * day)).number for day in range(6)]
    _heard(town)
    monkeypatch.setattr(search_module, "CAP", 3)
    found = _find(town, "井盖", limit=2)
    assert found.total == 4 and _numbers(found) == numbers[:3:-1]


def test_filters_narrow_and_units_and_places_are_found_by_name_and_first_letters(town: Town, three: list[str]) -> None:
    walk(town, three[0], "received", at=town.start + timedelta(days=31))
    _heard(town)
    assert _numbers(_find(town, "物业", filters=Filters(state="handling"))) == [three[0]]
    assert _numbers(_find(town, "物业", filters=Filters(since=date(2026, 9, 23)))) == [three[2]]
    unit = sql.scalar("SELECT initials FROM centers_unit WHERE id = %s", [town.units["housing"]])
    for word in ("东营区住房和城乡建设局", unit):
        found = _find(town, f"{word} 下水道")
        assert _numbers(found) == [three[0]] and [meant.key for meant in found.meant] == [str(town.units["housing"])]
    sql.execute("UPDATE regions_region SET initials = 'whjd', pinyin = 'wenhuijiedao' WHERE code = '370502001'")
    for word in ("文汇街道", "whjd", "wenhui"):
        found = _find(town, word)
        assert set(_numbers(found)) == set(three) and "370502001" in [meant.key for meant in found.meant]


def test_a_serial_or_a_number_finds_the_matter(town: Town, three: list[str]) -> None:
    assert _numbers(_find(town, three[1].split("-")[2].lower())) == [three[1]]


def test_accusations_are_not_found_by_words_even_by_who_may_read_them(town: Town) -> None:
    bring(
        town,
        "person",
        narrative="住建局收了好处，验收造假。",
        nature="accusation",
        category="05-04-02",
        accused_units=(town.units["housing"],),
    )
    _heard(town)
    for who in ("county", "city", "discipline_officer", "discipline_city_officer", "housing_head"):
        assert _find(town, "验收", who).total in (0, None)


def test_statements_do_not_grow_with_what_is_found(town: Town, statements: object) -> None:
    counts = []
    for many in (1, 2):
        for _ in range(many):
            bring(town, narrative="路灯不亮。")
        _heard(town)
        _find(town, "路灯")
        with statements() as seen:  # type: ignore[operator]
            assert len(_find(town, "路灯").hits) == sum(range(1, many + 1))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 3, str(seen)


WORDS = ("路灯", "井盖", "噪音", "物业", "供暖")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    net=nets,
    brought=st.lists(st.tuples(cases, st.sets(st.sampled_from(WORDS), min_size=1)), min_size=1, max_size=6),
    who=st.lists(actors, min_size=1, max_size=8),
    asked=st.sampled_from(WORDS),
    sort=st.sampled_from(["time", "relevance"]),
)
def test_never_found_counted_or_suggested_what_one_may_not_see(packs, monkeypatch, net, brought, who, asked, sort) -> None:  # noqa: F811
    """Random nets, blocks, searchers and words: exactly what one may see and what holds the word, in rows, counts and suggestions."""
    monkeypatch.setattr(organisation, "net", lambda at=None: net)
    stored = {}
    for table in ("matter", "matter_block", "matter_search"):  # of the example before
        sql.execute(f"DELETE FROM {table}")
    for place, (case, said) in enumerate(brought):
        key, number, title = store(case, net), f"370502-20261001-{place:04}-C", "、".join(sorted(said))
        sql.execute("UPDATE matter SET title = %s, number = %s WHERE county = '370502' AND id = %s", [title, number, key])
        stored[number] = (case, said)
    rebuild()
    for actor in (each for each in who if each.role != Role.SYSTEM):  # which reads for nobody
        expected = {
            number
            for number, (case, said) in stored.items()
            if asked in said and case.nature != Nature.ACCUSATION and may_see(actor, case, net)
        }
        found = search(actor=actor, text=asked, at=AT, sort=sort, limit=50)
        assert {hit.row.number for hit in found.hits} == expected, actor
        assert (found.total or 0) == len(expected)
        suggested = same_matters(actor=actor, place="", category="", text=asked, at=AT, limit=50)
        assert {same.number for same in suggested} <= expected


def test_another_name_of_the_same_thing_is_found(town: Town, three: list[str]) -> None:
    found = _find(town, "噪声")
    assert _numbers(found) == [three[1]] and _text(found.hits[0].title) == ["噪音"]


def test_whoever_is_blocked_finds_nothing_from_that_very_moment(town: Town, three: list[str]) -> None:
    assert _find(town, "噪音", "county_second").total == 1
    do(town, three[1], "recuse", "county_head", at=town.start + timedelta(days=40), user=town.users["county_second"], reason="亲属")
    assert _find(town, "噪音", "county_second").total == 0, "before anybody has heard of it"
    _heard(town)
    assert _find(town, "噪音", "county_second").total == 0 and _find(town, "噪音", "county").total == 1
