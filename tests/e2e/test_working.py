"""Working at the desk and the window: nothing typed is lost, nothing needs a script, and a phone is enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.deeds import act, bring, fill, follow
from tests.factories import bring as brought
from tests.factories import walk
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_window_registers_and_prints_the_receipt(stage, town, picture) -> None:
    clerk = stage.page("clerk")
    clerk.goto("/window/")
    clerk.fill("#f-name-0", "李秀英")
    clerk.fill("#f-phone-0", "13905461111")
    clerk.fill("[name=narrative]", "三号楼楼顶漏水，找物业两次没有下文，希望协调维修。")
    clerk.click("#end")
    expect(clerk.locator(".error-summary")).to_be_focused()
    expect(clerk.locator("#f-name-0")).to_have_value("李秀英")
    fill(clerk, "form.desk", {"category": "物业"})
    with clerk.expect_response(lambda answer: "/window/places/" in answer.url):
        clerk.fill("#f-place-q", "安泰")
    clerk.locator("#places label").first.locator("input").check()
    picture(clerk, "window")
    clerk.click("#end")
    expect(clerk.locator(".sheet h1")).to_contain_text("登记回执")
    expect(clerk.locator(".qcode")).to_have_text(re.compile(r"^[0-9A-Z-]{8,9}$"))
    picture(clerk, "receipt")


def test_typed_text_survives_somebody_else_being_first(stage, town) -> None:
    number = brought(town, at=now()).number
    first, second = stage.page("county"), stage.page("county_second")
    second.goto(f"/matters/{number}/")
    second.locator('#detail a[href*="/acts/accept/"]').first.click()
    second.fill("#act-dialog [name=note]", "与街道核实过，属实。")
    act(first, number, "accept")
    second.locator("#act-dialog button[type=submit]").last.click()
    expect(second.locator("#act-dialog .was, #act-dialog .error-summary").first).to_be_visible()
    expect(second.locator("#act-dialog [name=note]")).to_have_value("与街道核实过，属实。")


def test_queue_is_walked_by_keyboard(stage, town, picture) -> None:
    for no in range(4):
        brought(town, at=now(), title=f"第{no}件事")
    county = stage.page("county")
    county.goto("/desk/?duty=to_accept")
    county.keyboard.press("j")
    expect(county.locator("#detail .det-h h1")).to_be_visible()
    picture(county, "desk")
    county.keyboard.press("a")
    expect(county.locator("#act-dialog[open]")).to_be_visible()
    county.locator("#act-dialog button[type=submit]").last.click()
    expect(county.locator(".note-green").first).to_contain_text("受理")
    expect(county).to_have_url(re.compile(r"/desk/\?.*open="))


def test_reveal_shows_once_and_is_noted(stage, town) -> None:
    number = brought(town, at=now()).number
    county = stage.page("county")
    act(county, number, "accept")
    county.goto(f"/matters/{number}/")
    expect(county.locator("#detail")).not_to_contain_text("13905461111")
    county.locator('#detail a[href*="/acts/reveal/"]').first.click()
    county.locator("#act-dialog label", has_text="联系反映人").locator("input").check(force=True)
    county.locator("#act-dialog button[type=submit]").last.click()
    expect(county.locator("#detail")).to_contain_text("李秀英")
    county.goto(f"/matters/{number}/")
    expect(county.locator("#detail")).not_to_contain_text("李秀英")
    expect(county.locator(".tl")).to_contain_text("查看完整信息")


def test_everything_works_without_a_script(stage, town) -> None:
    phone = stage.page(size="phone", script=False)
    number, code = bring(
        phone, kind="遇到困难", category="物业", title="楼道没有灯", story="楼道灯坏了一个月，老人摔了一跤。", place="东营区"
    )
    county = stage.page("county", script=False)
    for deed, values in (("accept", {}), ("dispatch", {"unit": "1"})):
        county.goto(f"/matters/{number}/")
        county.locator(f'#detail a[href*="/acts/{deed}/"]').first.click()
        if values:
            county.locator("#act-form label", has_text="东营区住房和城乡建设局").first.locator("input").check()
        county.locator("#act-form button[type=submit]").last.click()
        expect(county.locator(".note-green").first).to_contain_text(number)
    follow(phone, number, code)
    expect(phone.locator(".note").first).to_contain_text("住房和城乡建设局")
    phone.locator("a", has_text="催一下").click() if phone.locator("a", has_text="催一下").count() else None


def test_phone_desk_opens_a_page_of_its_own(stage, town, picture) -> None:
    number = brought(town, at=now()).number
    walk(town, number, "accepted", at=now())
    phone = stage.page("county", size="phone")
    phone.goto("/desk/?duty=to_dispatch")
    phone.locator("[data-row]").first.click()
    expect(phone).to_have_url(re.compile(rf"/matters/{number}/"))
    picture(phone, "matter-phone")


def test_english_throughout(stage, town, picture) -> None:
    phone = stage.page(size="phone", locale="en-GB")
    phone.goto("/")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    picture(phone, "resident-home-en")
