"""The search page: numbers open, words find, filters narrow; a contact finds one matter at a time and is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import Town, bring, do, walk
from yiwang.infra import outbox, sql
from yiwang.infra.clock import now
from yiwang.matters.operations import contacts

pytestmark = pytest.mark.django_db

MOST = 5
"""Statements of a page of results: the session, units and places that are named, the search with its texts, the bell with the banner."""


@pytest.fixture
def leak(town: Town) -> str:
    number = bring(town, title="楼上装修漏水", at=now() - timedelta(hours=2)).number
    outbox.dispatch(at=now())
    return number


def test_a_number_opens_its_matter_however_it_was_typed(leak: str, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("county")
    assert browser.get("/search/", {"q": f" {leak.lower().replace('-', '')} "})["Location"] == f"/matters/{leak}/"
    page = browser.get("/search/", {"q": leak[:-1] + "?"})
    assert page.status_code == 200 and "没有找到您能看到的事项" in page.content.decode()


def test_words_are_found_and_made_visible(leak: str, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("county").get("/search/", {"q": "漏水 天花板"}).content.decode()
    assert f'href="/matters/{leak}/"' in page and "找到 1 件" in page
    assert "<mark>漏水</mark>" in page and "<mark>天花板</mark>" in page
    assert "王大明" not in page and "13805461234" not in page
    for stranger in ("labour_handler", "other_county"):
        page = signed_in(stranger).get("/search/", {"q": "漏水"}).content.decode()
        assert leak not in page and "没有找到" in page


def test_what_is_typed_is_never_markup_and_bad_input_is_told(leak: str, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("county")
    page = browser.get("/search/", {"q": "<script>漏水</script>"}).content.decode()
    assert "<script>漏" not in page and "&lt;script&gt;" in page
    for wrong in ({"state": "nonsense"}, {"place": "x"}, {"after": "zzz"}, {"nature": "1"}):
        answer = browser.get("/search/", {"q": "漏水", **wrong})
        assert answer.status_code == 422 and 'value="漏水"' in answer.content.decode()
    assert browser.get("/search/", {"q": "漏\x00水"}).status_code in (400, 422)
    assert browser.get("/search/", {"q": "漏水", "unit": "9" * 30, "sort": "?", "days": "-1"}).status_code == 200


def test_filters_narrow_and_a_named_unit_is_offered(town: Town, leak: str, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("county")
    assert "找到 1 件" in browser.get("/search/", {"q": "漏水", "state": "open", "days": "30"}).content.decode()
    assert "没有找到" in browser.get("/search/", {"q": "漏水", "state": "closed"}).content.decode()
    walk(town, leak, "received", at=now() - timedelta(hours=1, minutes=59))
    outbox.dispatch(at=now() + timedelta(seconds=1))
    page = browser.get("/search/", {"q": "东营区住房和城乡建设局 漏水"}).content.decode()
    assert f"unit={town.units['housing']}" in page and leak in page
    page = browser.get("/search/", {"q": "漏水", "unit": town.units["housing"]}).content.decode()
    assert leak in page and "去掉这个条件" in page


def test_the_palette_gets_the_same_as_json(leak: str, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("county")
    told = browser.get("/search/palette/", {"q": "漏水"}).json()
    assert [matter["number"] for matter in told["matters"]] == [leak] and not told["more"]
    assert browser.get("/search/palette/", {"q": leak}).json()["number"]["href"] == f"/matters/{leak}/"
    assert signed_in("labour_handler").get("/search/palette/", {"q": "漏水"}).json()["matters"] == []


def test_a_page_costs_the_same_for_one_and_three(town: Town, leak: str, signed_in: Callable[[str], Client], statements: object) -> None:
    browser, counts = signed_in("county"), []
    for more in (0, 2):
        for _ in range(more):
            bring(town, at=now())
        outbox.dispatch(at=now())
        browser.get("/search/", {"q": "漏水"})
        with statements() as seen:  # type: ignore[operator]
            page = browser.get("/search/", {"q": "漏水"})
        assert page.content.decode().count("data-row ") == 1 + more
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST, str(seen)


def _look(browser: Client, **changes: str) -> str:
    answer = browser.post("/search/contact/", {"kind": "phone", "value": "139 0546 1111", "reason": "call_back", **changes})
    return f"{answer.status_code} {answer.content.decode()}"


def test_a_contact_finds_one_matter_at_a_time_and_is_written_down(town: Town, leak: str, signed_in: Callable[[str], Client]) -> None:
    again = bring(town, at=now() - timedelta(hours=1)).number
    browser = signed_in("clerk")
    page = _look(browser)
    assert page.startswith("200") and again in page and leak not in page
    after = page.split('name="after" value="')[1].split('"')[0]
    page = _look(browser, after=after)
    assert leak in page and "再早一件" not in page
    assert "没有找到" in _look(browser, value="13905461119")
    assert leak in _look(browser, kind="document", value="370502196503121249", after=after)
    rows = sql.rows("SELECT matter, part, reason, user_id FROM access_log ORDER BY seq")
    assert [row["matter"] for row in rows] == [again, leak, "", leak]
    assert all(row["part"].startswith("contact.") and "1390546" not in row["part"] for row in rows)
    assert {row["user_id"] for row in rows} == {town.users["clerk"]}
    looks = signed_in("auditor").get("/looks/").content.decode()
    assert "按联系方式查找" in looks


def test_a_contact_outside_ones_duty_finds_nothing_and_others_may_not_ask(
    town: Town, leak: str, signed_in: Callable[[str], Client]
) -> None:
    assert "没有找到" in _look(signed_in("township_clerk"))
    assert "没有找到" in _look(signed_in("city"))
    assert signed_in("housing_handler").get("/search/contact/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("value", ""), ("value", "小王"), ("reason", ""), ("reason", "curious"), ("kind", "name"), ("after", "x")]
)
def test_a_contact_that_is_none_is_told_by_field(leak: str, signed_in: Callable[[str], Client], field: str, value: str) -> None:
    page = _look(signed_in("clerk"), **{field: value})
    assert page.startswith("422") and "error-summary" in page
    assert sql.scalar("SELECT count(*) FROM access_log") == 0


def test_too_many_contacts_are_refused(leak: str, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "MOST", 2)
    browser = signed_in("clerk")
    assert [_look(browser)[:3] for _ in range(3)] == ["200", "200", "422"]
    assert sql.scalar("SELECT count(*) FROM access_log") == 2


def test_notes_are_found_once_they_are_read(town: Town, leak: str, signed_in: Callable[[str], Client]) -> None:
    do(town, leak, "note", "county", at=now() - timedelta(hours=1), text="疏通队明早到场")
    browser = signed_in("county")
    assert "没有找到" in browser.get("/search/", {"q": "疏通"}).content.decode()
    outbox.dispatch(at=now() + timedelta(seconds=1))
    page = browser.get("/search/", {"q": "疏通"}).content.decode()
    assert "备注：" in page and "<mark>疏通</mark>" in page
