"""For everybody: the main pages hold to WCAG A and AA as axe sees them, fit narrow screens and large type, and work by keyboard alone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import bring as brought
from tests.factories import walk
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PUBLIC = ("/", "/bring/kind/", "/follow/", "/privacy/", "/sign-in/", "/no-such-page/")
STAFF = ("/desk/", "/window/", "/regions/", "/regions/370502/", "/regions/370502/centers/")
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


def check(page: Page) -> None:
    """Fail with what axe found on the page as it stands."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], page.url


@pytest.mark.parametrize(("size", "locale"), [("phone", "zh-CN"), ("desk", "en-GB")])
def test_public_pages(stage, town, size, locale) -> None:
    page = stage.page(size=size, locale=locale)
    for path in PUBLIC:
        page.goto(path)
        if path == "/no-such-page/":  # the browser complains of a 404 that is meant
            stage.troubles.clear()
        check(page)
        assert page.evaluate(OVERFLOW) <= 0, path
    page.goto("/bring/kind/")
    page.locator(".phone-f button").click()
    check(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith(("错误：", "Error: "))


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_staff_pages(stage, town, size) -> None:
    number = brought(town, at=now()).number
    walk(town, number, "handling", at=now())
    page = stage.page("county", size=size)
    for path in (*STAFF, f"/matters/{number}/", f"/matters/{number}/ledger/", f"/matters/{number}/why/", f"/matters/{number}/receipt/"):
        page.goto(path)
        check(page)
        assert page.evaluate(OVERFLOW) <= 0, path
    page.goto(f"/matters/{number}/")
    page.locator('#detail a[href*="/acts/ask/"]').first.click()
    page.locator("#act-dialog button[type=submit]").last.click()
    expect(page.locator("#act-dialog .error-summary")).to_be_focused()
    check(page)


@pytest.mark.parametrize("size", ["large", "largest"])
def test_large_type_fits_a_narrow_screen(stage, town, size) -> None:
    page = stage.page(size="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    page.context.add_cookies([{"name": "size", "value": size, "url": stage.address}])
    for path in PUBLIC[:-1]:
        page.goto(path)
        assert page.locator("html").get_attribute("data-size") == size
        assert page.evaluate(OVERFLOW) <= 0, path


def test_the_desk_by_keyboard_alone(stage, town) -> None:
    for no in range(3):
        brought(town, at=now(), title=f"第{no}件事")
    page = stage.page("county")
    page.goto("/desk/?duty=to_accept")
    press = page.keyboard.press
    press("?")
    expect(page.locator("#keys")).to_be_visible()
    press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    press("j")
    press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    expect(page.locator("#detail h1")).to_have_text(page.locator("[data-row] .t").nth(1).inner_text())
    press("Enter")
    expect(page.locator("#detail h1")).to_be_focused()
    press("Escape")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    press("a")
    expect(page.locator("#act-dialog[open] [name=note]")).to_be_focused()
    page.keyboard.type("已核实")
    press("Escape")
    expect(page.locator("#act-dialog[open] .toast")).to_be_visible()
    expect(page.locator("#act-dialog [name=note]")).to_have_value("已核实")
    press("Escape")
    expect(page.locator("#act-dialog")).to_be_hidden()
    press("a")
    expect(page.locator("#act-dialog[open] [name=note]")).to_be_focused()
    page.keyboard.type("已核实")
    press("Control+Enter")
    page.wait_for_url(re.compile("open="))
    press("/")
    expect(page.locator("#omni")).to_be_focused()


def test_files_are_chosen_one_by_one_and_taken_back(stage, town) -> None:
    page = stage.page(size="phone")
    page.goto("/bring/kind/")
    page.locator("label.option input").first.check()
    page.locator(".phone-f button").click()
    page.locator("button[name=top]").first.click()
    page.locator("label.option input").first.check()
    page.locator(".phone-f button").click()
    page.fill("[name=title]", "楼道灯不亮")
    for name in ("一.txt", "二.txt", "三.txt"):
        page.set_input_files("[name=files]", {"name": name, "mimeType": "text/plain", "buffer": name.encode()})
    expect(page.locator(".file .file-l li")).to_have_count(3)
    page.locator(".file .file-l button").nth(1).click()
    expect(page.locator(".file .file-l li")).to_have_count(2)
    page.locator(".phone-f button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    kept = page.locator("[name=kept_files]")
    expect(kept).to_have_count(2)
    kept.first.uncheck()
    page.fill("[name=story]", "楼道灯坏了一个月。")
    page.locator(".phone-f button").click()
    expect(page.locator("h1")).to_contain_text("哪里")
    page.goto("/bring/what/")
    expect(page.locator("[name=kept_files]")).to_have_count(1)
    expect(page.locator(".file-l").first).to_contain_text("三.txt")
