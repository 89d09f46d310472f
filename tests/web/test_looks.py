"""The audit officer's page, and where each officer's work begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(town):
    done = bring(town, at=now() - timedelta(hours=1))
    reveal(number=done.number, actor=town.actor("county"), reason="call_back", at=now())
    with pytest.raises(Refused):
        reveal(number=done.number, actor=town.actor("county"), reason="curious", at=now())
    return done.number


@pytest.mark.parametrize(
    ("who", "first"), [("county", "/desk/"), ("auditor", "/looks/"), ("system_admin", "/administration/"), ("security", "/regions/")]
)
def test_work_begins_where_there_is_something_to_see(who, first, signed_in) -> None:
    browser = signed_in(who)
    assert browser.get("/sign-in/").status_code == 200
    answer = browser.post("/sign-in/", {"username": who, "password": "open-sesame"})
    assert answer["Location"] == first
    assert browser.get(first).status_code == 200


def test_the_officer_sees_deeds_and_never_content(looked, signed_in) -> None:
    page = signed_in("auditor").get("/looks/").content.decode()
    assert looked in page
    assert "联系反映人" in page
    assert "被拒绝" in page
    assert "李秀英" not in page
    assert "13905461111" not in page


def test_found_by_matter_and_by_oddity(looked, signed_in) -> None:
    browser = signed_in("auditor")
    assert page_rows(browser.get("/looks/", {"matter": looked})) == 2
    assert page_rows(browser.get("/looks/", {"matter": "370502-20260101-AAAA-A"})) == 0
    assert page_rows(browser.get("/looks/", {"odd": "1"})) in (0, 2)
    assert browser.get("/looks/", {"after": "nonsense"}).status_code == 302


def test_odd_looks_are_marked_until_the_officer_has_looked(town, signed_in) -> None:
    night = now().replace(hour=18, minute=0)  # two in the morning in Shanghai
    night = night if night < now() else night - timedelta(days=1)
    done = bring(town, at=night - timedelta(hours=1))
    reveal(number=done.number, actor=town.actor("county"), reason="call_back", at=night)
    browser = signed_in("auditor")
    mark = '<span class="badge badge-red">1</span>'
    assert mark in browser.get("/looks/").content.decode()
    assert mark in browser.get("/regions/").content.decode()
    assert "夜间查看" in browser.get("/looks/", {"odd": "1"}).content.decode()
    assert mark not in browser.get("/looks/").content.decode()
    assert mark not in signed_in("county").get("/regions/").content.decode()


def page_rows(answer) -> int:
    assert answer.status_code == 200
    return answer.content.decode().count('<tr><td class="nowrap"')


def test_a_few_statements(looked, signed_in, statements) -> None:
    browser = signed_in("auditor")
    browser.get("/looks/")
    with statements() as seen:
        browser.get("/looks/")
    assert len(seen) <= 5, str(seen)
