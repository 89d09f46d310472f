"""From above, in a real browser: a conference from its calling to an order that is followed to its end; a card to its answer."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.deeds import act
from tests.factories import bring, walk
from yiwang.infra import outbox
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def check(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url


def choose(page: Page, name: str, words: str) -> None:
    with page.expect_response(lambda answer: "/meetings/find/" in answer.url):
        page.fill(f"[name=find_{name}]", words)
    page.locator(f"#f-{name}-list label", has_text=words).first.locator("input").check()


def test_a_conference_becomes_an_order_and_is_followed_to_its_end(stage, town, picture) -> None:
    number = bring(town, at=now()).number
    walk(town, number, "received", at=now())
    county = stage.page("county")
    county.goto(f"/matters/{number}/supervision/")
    check(county)
    county.get_by_role("link", name="发起会商").click()
    county.fill("[name=title]", "漏水怎么修、谁来修")
    county.select_option("[name=day]", index=3)
    county.fill("[name=room]", "二楼调解室")
    choose(county, "units", "东营区人力资源和社会保障局")
    check(county)
    county.get_by_role("button", name="发起会商").click()
    expect(county.locator("h1")).to_have_text("漏水怎么修、谁来修")
    address = county.url
    phone = stage.page("labour_head", size="phone")
    phone.goto(address)
    expect(phone.locator(".agenda")).to_contain_text(number)
    check(phone)
    county.get_by_role("link", name="决定", exact=True).click()
    county.locator("label.option", has_text="增派协办单位").click()
    choose(county, "unit", "东营区人力资源和社会保障局")
    county.fill("[name=text]", "人社局协助核实租户情况，三日内反馈。")
    county.get_by_role("button", name="记录决定").click()
    expect(county.locator(".urge")).to_contain_text("增派协办单位")
    county.get_by_role("link", name="写纪要").click()
    county.fill("[name=general]", "与会单位同意由住建局牵头、人社局协助。")
    check(county)
    county.locator("form button[type=submit]").last.click()
    county.get_by_role("button", name="签发纪要").click()
    expect(county.locator("main")).to_contain_text("SHA-256")
    check(county)
    picture(county, "meeting")
    county.goto("/meetings/decisions/")
    expect(county.locator(".urge")).to_contain_text("人社局协助核实租户情况")
    labour = stage.page("labour_handler")
    act(labour, number, "receive")
    act(labour, number, "report_result", outcome="已解决", result="租户情况已经核实。")
    act(stage.page("county_second"), number, "confirm", about="东营区人力资源和社会保障局")
    while outbox.dispatch(at=now()):
        pass
    county.goto("/meetings/decisions/")
    expect(county.locator("main")).to_contain_text("没有待落实的决定")


def test_a_card_to_its_answer(stage, town, picture) -> None:
    number = bring(town, at=now()).number
    walk(town, number, "received", at=now())
    county = stage.page("county")
    act(county, number, "urge", level="提醒", unit="东营区住房和城乡建设局", reason="请于三日内拿出维修方案。")
    county.goto("/supervision/")
    expect(county.locator("table").last).to_contain_text(number)
    check(county)
    picture(county, "supervision")
    phone = stage.page("housing_head", size="phone")
    phone.goto(f"/matters/{number}/supervision/")
    check(phone)
    phone.get_by_role("link", name="回复督办").click()
    phone.fill("[name=answer]", "方案已定，本周六施工。")
    phone.locator("form button[type=submit]").last.click()
    county.goto("/supervision/?show=answered")
    county.locator(".is-title a").first.click()
    expect(county.locator(".urge")).to_contain_text("方案已定，本周六施工。")
