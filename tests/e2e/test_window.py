"""A round at the window by keyboard alone: register, dispatch, print; and what is typed is never lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_for_all import check
from yiwang.centers import cache, operations
from yiwang.infra.clock import now
from yiwang.matters.queries.policy import policy_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def duty_of_housing(town) -> None:
    """Give property services to the housing bureau on its duty list."""
    code = next(code for code in policy_at(now()).categories if code.startswith("01-"))
    operations.set_duty(category=code.partition("-")[0], mode="main", since=date(2026, 1, 1), unit_id=town.units["housing"])
    cache.forget()


def type_and_take(page: Page, words: str, address: str) -> None:
    """Type into a field with a list, wait for what is found, take the first with the arrow and Enter."""
    with page.expect_response(lambda answer: address in answer.url):
        page.keyboard.type(words)
    page.locator(".combo.is-open").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_register_dispatch_and_print_by_keyboard_alone(stage, town, picture) -> None:
    duty_of_housing(town)
    page = stage.page("clerk")
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = '1'; }")
    page.goto("/window/")
    keys = page.keyboard
    for words in ("李秀英", "13905461111", "", ""):  # name, phone, document, address: Enter goes on
        keys.type(words)
        keys.press("Enter")
    keys.type("三号楼楼顶漏水没人修")
    keys.press("Enter")
    type_and_take(page, "wyfw", "/window/categories/")
    keys.type("三号楼楼顶漏水，六楼三户都在滴水，找物业两次没有下文，希望协调维修。")
    keys.press("Tab")
    type_and_take(page, "安泰", "/window/places/")
    keys.type("北一路安泰小区3号楼")
    expect(page.locator("#end")).to_contain_text("登记并分派给东营区住房和城乡建设局")
    picture(page, "window")
    check(page)
    keys.press("Control+Enter")
    expect(page.locator(".sheet h1")).to_contain_text("登记回执")
    expect(page.locator(".note-green")).to_contain_text("分派")
    expect(page.locator("[data-print]")).to_be_focused()
    keys.press("F9")
    expect(page.locator("html")).to_have_attribute("data-printed", "1")
    keys.press("n")
    expect(page.locator("#f-name-0")).to_be_focused()


def test_what_is_typed_survives_a_crash_and_several_forms_are_switched_between(stage, town, picture) -> None:
    clerk = stage.page("clerk", size="phone")
    clerk.goto("/window/")
    clerk.fill("#f-name-0", "李秀英")
    clerk.fill("[name=narrative]", "三号楼楼顶漏水，找物业两次没有下文。")
    expect(clerk.locator("#saved")).to_contain_text("已存")
    expect(clerk).to_have_url(re.compile(r"\?draft="))
    clerk.goto("about:blank")  # as if the browser had gone
    clerk.goto("/window/")
    clerk.fill("#f-name-0", "王建国")
    expect(clerk.locator("#saved")).to_contain_text("已存")
    clerk.reload()
    expect(clerk.locator("#f-name-0")).to_have_value("王建国")
    clerk.locator(".drafts a", has_text="漏水").click()
    expect(clerk.locator("#f-name-0")).to_have_value("李秀英")
    for path in ("/window/?quick=1", "/window/incomplete/"):
        clerk.goto(path)
        check(clerk)
        picture(clerk, path)


def test_without_a_script_the_buttons_do_it_all(stage, town) -> None:
    clerk = stage.page("clerk", size="phone", script=False)
    clerk.goto("/window/")
    clerk.fill("#f-name-0", "李秀英")
    clerk.fill("[name=narrative]", "三号楼楼顶漏水，找物业两次没有下文。")
    clerk.fill("#f-category-q", "物业")
    clerk.click("button[value=category]")
    clerk.locator("#f-category-list label").first.locator("input").check()
    clerk.fill("#f-place-q", "安泰")
    clerk.click("button[name=find_place]")
    clerk.locator("#places label").first.locator("input").check()
    clerk.click("button[name=save]")
    expect(clerk.locator("#saved")).to_contain_text("已存")
    clerk.click("#end")
    expect(clerk.locator(".sheet h1")).to_contain_text("登记回执")
