"""Pages of the immediate reports: the banner of those who must sign, the chain, the forms, the sheet; nothing for whoever is blocked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, do
from yiwang.infra import outbox
from yiwang.infra.clock import now
from yiwang.reports import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def gas(town):
    """A gas leak reported by rule; return the matter's number and the address of the report."""
    number = bring(town, at=now(), category="31-04-03", nature="hazard", title="管道破裂冒气").number
    while outbox.dispatch(at=now() + timedelta(days=1)):
        pass
    found = queries.under_way(number=number)
    assert found is not None
    return number, f"/reports/{found[0]}/{found[1]}/"


def test_the_banner_stands_on_every_page_of_those_who_must_sign(town, gas, signed_in) -> None:
    _, address = gas
    leader = signed_in("county_leader")
    for page in ("/desk/", "/regions/", "/messages/", "/reports/waiting/"):
        text = leader.get(page).content.decode()
        assert f'class="alert-1" href="{address}"' in text, page
        assert "燃气泄漏" in text
    for who in ("county", "clerk", "housing_handler", "city_head"):
        assert 'class="alert-1"' not in signed_in(who).get("/desk/").content.decode(), who


def test_signed_the_banner_goes_and_the_chain_says_who(town, gas, signed_in) -> None:
    _, address = gas
    leader = signed_in("county_leader")
    assert 'name="text"' in leader.get(address).content.decode()
    assert leader.post(f"{address}sign/", {"text": "请先疏散"}).status_code == 302
    assert 'class="alert-1"' not in leader.get("/reports/waiting/").content.decode()
    page = leader.get(address).content.decode()
    assert "rp-step is-signed" in page
    assert "测试county_leader" in page
    assert "请先疏散" in page
    assert 'class="rp-sign"' not in page
    assert "rp-step is-signed" in signed_in("county").get(f"{address}live/").content.decode()


def test_followed_up_and_ended_through_the_forms(town, gas, signed_in) -> None:
    number, address = gas
    browser = signed_in("county")
    wrong = browser.post(f"{address}more/", {"text": "正在抢修", "injured": "两个", "grade": ""})
    assert wrong.status_code == 422
    assert "正在抢修" in wrong.content.decode()
    assert 'href="#f-injured"' in wrong.content.decode()
    assert browser.post(f"{address}more/", {"text": "正在抢修", "injured": "12", "grade": ""}).status_code == 302
    page = browser.get(address).content.decode()
    assert "较大" in page
    assert "受伤 12 人" in page
    assert browser.get(f"{address}more/?final=1").status_code == 200
    assert browser.post(f"{address}more/", {"text": "已恢复供气", "final": "1"}).status_code == 302
    assert address in browser.get("/reports/?state=ended").content.decode()
    assert address not in browser.get("/reports/").content.decode()
    sheet = browser.get(f"{address}sheet/").content.decode()
    for part in ("紧急信息报告单", number, "正在抢修", "已恢复供气", "终报前未签收"):
        assert part in sheet, part
    late = browser.post(f"{address}more/", {"text": "还有", "grade": ""})
    assert (late.status_code, late["Location"]) == (302, address)


def test_reported_by_hand_from_a_matter(town, signed_in) -> None:
    number = bring(town, at=now()).number
    browser = signed_in("clerk")
    assert browser.post(f"/reports/new/{number}/", {"sort": "", "text": ""}).status_code == 422
    made = browser.post(f"/reports/new/{number}/", {"sort": "fire", "text": "楼道起火", "deaths": "", "grade": "large"})
    assert made.status_code == 302
    page = browser.get(made["Location"]).content.decode()
    assert "火灾" in page
    assert page.count("rp-step ") == 2
    assert browser.get(f"/reports/new/{number}/")["Location"] == made["Location"]
    assert signed_in("neighbour_township").get(f"/reports/new/{number}/").status_code == 404


def test_blocked_and_strangers_find_nothing(town, gas, signed_in) -> None:
    number, address = gas
    do(town, number, "recuse", "county", at=now(), user=town.users["county_leader"], reason="亲属")
    for who in ("county_leader", "housing_handler", "other_county"):
        browser = signed_in(who)
        for page in (address, f"{address}live/", f"{address}sheet/", f"{address}more/", f"/reports/new/{number}/"):
            assert browser.get(page).status_code == 404, (who, page)
        assert browser.post(f"{address}sign/").status_code == 404
        assert number not in browser.get("/reports/").content.decode()
        assert 'class="alert-1"' not in browser.get("/desk/").content.decode()


def test_pages_are_a_few_statements(town, gas, signed_in, statements) -> None:
    _, address = gas
    browser = signed_in("county_leader")
    for page, most in (("/reports/", 5), (f"{address}live/", 6), ("/reports/waiting/", 2)):
        browser.get(page)
        with statements() as seen:
            browser.get(page)
        assert len(seen) <= most, f"{page}\n{seen}"
