"""A visitor's way through the hall in real browsers: number, call on the screen, registration, finish."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import Town, bring
from tests.reception.conftest import set_up
from yiwang.infra import clock
from yiwang.reception import queries

from .conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page: Page) -> None:
    """Nothing in this page is out of somebody's reach."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_from_the_kiosk_to_the_window_and_home(stage: Stage, town: Town, picture) -> None:
    scene = set_up(town)
    keys = queries.keys(scene.center)
    assert keys is not None
    screen, kiosk, clerk = stage.page(size="desk"), stage.page(size="phone"), stage.page("clerk")
    screen.goto(f"/screen/{keys.screen}/")
    sound(screen)
    kiosk.goto(f"/kiosk/{keys.kiosk}/")
    sound(kiosk)
    picture(kiosk, "kiosk")
    kiosk.locator("label.chip", has_text="带小孩").locator("input").check(force=True)
    kiosk.locator(".kiosk-b").first.click()
    expect(kiosk.locator("h1")).to_have_text("A001")
    clerk.goto("/hall/")
    clerk.keyboard.press("F2")
    expect(clerk.locator(".call .muted").first).to_contain_text("正在叫号")
    expect(clerk.locator(".call .no")).to_have_text("A001")
    expect(screen.locator(".scr-no")).to_have_text("A001")  # by itself, within seconds
    clerk.keyboard.press("F4")
    expect(clerk.locator(".call")).to_contain_text("第 2 次")
    clerk.keyboard.press("F2")
    expect(clerk.locator("#hall-matter")).to_be_visible()
    number = bring(scene.town, at=clock.now() + timedelta(seconds=1)).number
    clerk.reload()
    sound(clerk)
    picture(clerk, "hall")
    expect(clerk.locator("#hall-matter")).to_have_value(number)
    clerk.get_by_role("button", name="接待完毕").click()
    expect(clerk.locator(".hall .note-green")).to_contain_text("A001")
    expect(clerk.locator(".day3")).to_contain_text("1 人")


def test_without_a_script_a_number_is_taken_and_called(stage: Stage, town: Town) -> None:
    scene = set_up(town)
    keys = queries.keys(scene.center)
    assert keys is not None
    kiosk, clerk = stage.page(size="phone", script=False), stage.page("clerk", script=False)
    kiosk.goto(f"/kiosk/{keys.kiosk}/")
    kiosk.locator(".kiosk-b").first.click()
    expect(kiosk.locator("h1")).to_have_text("A001")
    clerk.goto("/hall/")
    clerk.get_by_role("button", name="叫下一位").click()
    clerk.get_by_role("button", name="人到了").click()
    clerk.get_by_role("button", name="接待完毕").click()
    expect(clerk.locator(".note-green")).to_contain_text("A001")
