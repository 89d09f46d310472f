"""A gas leak in real browsers: the leader's open page shows it by itself, signs; it is followed up and ended, and every page knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_for_all import check
from tests.factories import bring
from yiwang.infra import outbox
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 20_000
"""Milliseconds; without a stream a page asks every few seconds."""


def hear() -> None:
    """Do what the worker does: hand on what happened."""
    while outbox.dispatch(at=now() + timedelta(minutes=1)):
        pass


def standing(page: Page) -> None:
    """Mark a page, so that a reload would be noticed."""
    page.evaluate("document.body.dataset.standing = '1'")


def stood(page: Page) -> bool:
    return bool(page.evaluate("document.body.dataset.standing === '1'"))


def test_a_gas_leak_reaches_the_leader_is_signed_for_followed_up_and_ended(stage, town, picture) -> None:
    leader, county = stage.page("county_leader"), stage.page("county")
    leader.goto("/desk/")
    standing(leader)
    number = bring(town, at=now(), category="31-04-03", nature="hazard", title="管道破裂冒气").number
    hear()
    alert = leader.locator(".alert-1")
    expect(alert).to_contain_text("燃气泄漏", timeout=SOON)
    expect(leader.locator("#bell .badge")).to_contain_text("1")
    assert stood(leader), "it came without a reload"
    check(leader)
    alert.click()
    check(leader)
    leader.locator("#sign-text").fill("请先疏散，应急到场。")
    leader.locator(".rp-sign button").click()
    expect(leader.locator(".rp-step.is-signed")).to_contain_text("测试county_leader")
    expect(leader.locator(".alert-1")).to_have_count(0)
    picture(leader, "report")
    standing(leader)
    county.goto(f"/reports/new/{number}/")
    expect(county.locator(".rp-history")).to_contain_text("请先疏散")
    county.get_by_role("link", name="续报").click()
    check(county)
    county.locator("#f-text").fill("已关阀，疏散 40 人，正在抢修。")
    county.locator("#f-injured").fill("1")
    county.locator(".rp-form button").click()
    expect(county.locator(".rp-facts")).to_contain_text("受伤 1 人")
    hear()
    expect(leader.locator(".rp-history")).to_contain_text("正在抢修", timeout=SOON)
    county.get_by_role("link", name="终报").click()
    county.locator("#f-text").fill("管道修复，恢复供气。")
    county.locator(".rp-form button").click()
    hear()
    expect(leader.locator(".rp-facts .is-done")).to_contain_text("终报", timeout=SOON)
    assert stood(leader)
    leader.goto("/messages/?group=reports")
    expect(leader.locator(".msg")).to_have_count(3)
    picture(leader, "messages")
    for path in ("/messages/", "/messages/choices/", "/reports/?state=ended"):
        leader.goto(path)
        check(leader)
