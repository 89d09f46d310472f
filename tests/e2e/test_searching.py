"""Search in the browser: from the box in the header by keyboard, into the matter beside the list; accessible and narrow enough."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.test_for_all import OVERFLOW, check
from tests.factories import bring
from yiwang.infra import outbox
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_header_into_the_matter_by_keyboard(stage, town) -> None:
    numbers = [bring(town, at=now(), title=title).number for title in ("楼上装修漏水", "地下车库漏水")]
    outbox.dispatch(at=now())
    page = stage.page("county")
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("漏水 车库")
    page.keyboard.press("Enter")
    expect(page.locator("[data-rows] [data-row]")).to_have_count(1)
    expect(page.locator("mark").first).to_have_text("车库")
    check(page)
    page.keyboard.press("j")
    expect(page.locator("#detail")).to_contain_text(numbers[1])
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type(numbers[0].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{numbers[0]}/")


def test_search_and_contact_on_a_phone(stage, town) -> None:
    bring(town, at=now(), title="楼上装修漏水")
    outbox.dispatch(at=now())
    page = stage.page("clerk", size="phone")
    for path in ("/search/", "/search/?q=漏水&sort=relevance", "/search/?q=没有的词", "/search/contact/"):
        page.goto(path)
        check(page)
        assert page.evaluate(OVERFLOW) <= 0, path
    page.locator("#f-value").fill("13905461111")
    page.locator("#f-reason").select_option("call_back")
    page.locator("main form button").click()
    expect(page.locator("main .found")).to_contain_text("楼上装修漏水")
    check(page)
