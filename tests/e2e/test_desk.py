"""The coordinator's list: narrowed, kept under a name, acted on together with a report, written to a file; by keyboard where it can be."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_for_all import OVERFLOW, check
from tests.factories import bring as brought
from yiwang.desk.exporting import write
from yiwang.infra.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_is_narrowed_kept_acted_on_and_exported(stage, town, settings, tmp_path) -> None:
    settings.FILES_ROOT = str(tmp_path)
    for no in range(3):
        brought(town, at=now(), title=f"工地欠薪第{no}件", claimants=20 + no)
    brought(town, at=now(), title="楼道灯不亮")
    page = stage.page("county")
    page.goto("/desk/?duty=to_accept")
    expect(page.locator(".qi.unread")).to_have_count(4)
    page.keyboard.press("f")
    page.locator("#act-dialog label", has_text="群体事项").locator("input").check()
    page.locator("#act-dialog button[type=submit]").last.click()
    expect(page.locator(".fchip")).to_contain_text("群体事项")
    expect(page.locator("[data-row]")).to_have_count(3)
    page.locator(".q-tools summary").click()
    page.locator(".q-tools a", has_text="存为常用筛选").click()
    expect(page.locator("#act-dialog [name=name]")).to_be_focused()
    page.keyboard.type("欠薪 · 群体")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".side a[aria-current=page]")).to_contain_text("欠薪 · 群体")

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("已选 2 件")
    page.keyboard.press("b")
    page.locator("button[value=accept]").click()
    page.locator("[name=note]").fill("一并受理")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#report .report-sums")).to_contain_text("已办理 2")
    check(page)
    page.locator(".crumbs a").click()
    expect(page.locator("[data-row]")).to_have_count(1)

    page.goto("/desk/?duty=held&group=1")
    page.locator(".q-tools summary").click()
    page.locator("button[value=csv]").click()
    page.wait_for_url(re.compile("/desk/exports/"))
    write(export_id=page.url.split("/")[-2], at=now())
    page.reload()
    with page.expect_download() as taken:
        page.locator("#export a.btn-primary").click()
    table = list(csv.reader(io.StringIO(taken.value.path().read_text(encoding="utf-8-sig"))))
    assert table[0][:2] == ["标题", "状态"]
    assert [line[0] for line in table[1:]] == ["工地欠薪第2件", "工地欠薪第1件", "工地欠薪第0件"]
    assert sorted(line[1] for line in table[1:]) == ["待分派", "待分派", "待受理"]


def test_the_palette_does_an_act_and_goes_places(stage, town) -> None:
    number = brought(town, at=now(), title="楼道灯不亮").number
    page = stage.page("county")
    page.goto("/desk/?duty=to_accept")
    page.keyboard.press("j")
    expect(page.locator("#detail .det-h h1")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_contain_text("受理")
    check(page)
    page.keyboard.type("bz")
    page.keyboard.press("Enter")
    expect(page.locator("#act-dialog[open] h2")).to_contain_text("备注")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type(number.lower())
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text(number)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/matters/{number}/"))
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/desk/"))


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_pages_of_the_desk_are_for_everybody(stage, town, size) -> None:
    for no in range(2):
        brought(town, at=now(), title=f"第{no}件事", claimants=12)
    page = stage.page("county", size=size)
    query = "duty%3Dheld%26group%3D1"
    keeping = [f"/desk/{name}/?query={query}" for name in ("views", "layout")]
    for path in ("/desk/?duty=held&group=1&period=month", "/desk/filter/?duty=held", *keeping):
        page.goto(path)
        check(page)
        assert page.evaluate(OVERFLOW) <= 0, path
    page.locator("button[type=submit]").last.click()
    expect(page.locator(".tbl-q")).to_be_visible()
    check(page)
    assert page.evaluate(OVERFLOW) <= 0, "the table"
    page.locator(".tbl-q input[name=n]").first.check()
    page.locator("#bulk button").last.click()
    expect(page.locator(".bulk-acts button").first).to_be_visible()
    check(page)
    assert page.evaluate(OVERFLOW) <= 0, "acts"
    page.locator("button[value=accept]").click()
    check(page)
    assert page.evaluate(OVERFLOW) <= 0, "form"
