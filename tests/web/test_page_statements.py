"""What a page costs in the middle of a day: a report waits above it, messages wait at the bell, a matter is new to its reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import Town, bring
from yiwang.infra import outbox
from yiwang.infra.clock import now
from yiwang.reports import queries

pytestmark = pytest.mark.django_db

MOST = 5
"""Statements of a page of the staff, the bell and the banner among them."""


@pytest.fixture(autouse=True)
def _nothing_changes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second a process asks whether the organisation or a policy changed; a slow machine would see it in these counts."""
    monkeypatch.setattr("yiwang.centers.cache._LOOK_AGAIN", 3600)
    monkeypatch.setattr("yiwang.policy.queries._LOOK_AGAIN", 3600)


@pytest.fixture
def gas(town: Town) -> str:
    """A leak that is reported by rule; everybody concerned is told."""
    number = bring(town, at=now(), category="31-04-03", nature="hazard", title="管道破裂冒气").number
    while outbox.dispatch(at=now() + timedelta(days=1)):
        pass
    return number


@pytest.mark.parametrize("who", ["county", "county_leader"])
def test_the_pages_of_a_day_are_five_statements(
    town: Town, gas: str, signed_in: Callable[[str], Client], statements: object, who: str
) -> None:
    bring(town, title="楼上漏水", at=now())
    while outbox.dispatch(at=now() + timedelta(days=1)):
        pass
    at = now()
    assert queries.waiting_for(actor=town.actor("county_leader"), at=at), "nothing waits: the case is too easy"
    browser, other = signed_in(who), bring(town, at=at).number
    for address in ("/desk/", "/desk/?duty=area", f"/matters/{gas}/", "/search/?q=管道", "/messages/"):
        browser.get(address)
    for address in ("/desk/", "/desk/?duty=area", f"/matters/{gas}/", f"/matters/{other}/", "/search/?q=管道", "/messages/"):
        with statements() as seen:  # type: ignore[operator]
            page = browser.get(address)
        assert page.status_code == 200
        assert (gas in page.content.decode()) or address == f"/matters/{other}/", address
        assert ("紧急信息待签收" in page.content.decode()) is (who == "county_leader"), address
        assert 'class="badge badge-red"' in page.content.decode(), f"nothing waits at the bell on {address}: the case is too easy"
        assert len(seen) <= MOST, f"{address}\n{seen}"


def test_words_and_units_never_asked_for_before_cost_no_more(
    town: Town, gas: str, signed_in: Callable[[str], Client], statements: object
) -> None:
    browser = signed_in("county")
    browser.get("/search/?q=漏水")
    for words in ("冒气", "住建局 冒气", "东营区 冒气"):
        with statements() as seen:  # type: ignore[operator]
            assert browser.get("/search/", {"q": words}).status_code == 200
        assert len(seen) <= MOST, f"{words}\n{seen}"


def test_a_report_stands_on_the_very_next_page(town: Town, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("county_leader")
    assert "紧急信息待签收" not in browser.get("/desk/").content.decode()
    bring(town, at=now(), category="31-04-03", nature="hazard", title="管道破裂冒气")
    while outbox.dispatch(at=now() + timedelta(days=1)):
        pass
    assert "紧急信息待签收" in browser.get("/desk/").content.decode()
