"""A center run without code: somebody is appointed, signs in and finds their queue; a template goes into a report; all of it by axe."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.test_for_all import OVERFLOW, RULES
from tests.factories import bring, walk
from yiwang.infra.clock import now
from yiwang.knowledge import operations as knowledge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def check(page: Page) -> None:
    """Fail with what axe found, or with what hangs over the edge."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], page.url
    assert page.evaluate(OVERFLOW) <= 0, page.url


def test_somebody_appointed_signs_in_finds_the_queue_and_reports_by_a_template(stage, town) -> None:
    number = bring(town, at=now() - timedelta(days=3)).number
    walk(town, number, "received", at=now() - timedelta(days=2))
    text = "您反映的“{标题}”（{编号}）由{单位}办理。"
    knowledge.save_template(actor=town.actor("housing_head"), name="办结答复", text=text, acts=["report_result"], category="", at=now())

    officer = stage.page("system_admin")
    expect(officer.locator("h1")).to_have_text("系统管理")
    officer.click("nav.side a[href='/administration/units/']")
    officer.fill("#aq", "dyqzfhcxjsj")
    officer.keyboard.press("Enter")
    officer.click("td.is-title a")
    officer.locator(".adm-posts > li", has_text="经办人").locator("a", has_text="新人员").click()
    officer.fill("[name=name]", "赵新来")
    officer.fill("[name=username]", "zhao.xinlai")
    officer.keyboard.press("Enter")
    password = officer.locator("#start-password").inner_text()
    officer.click("main a.btn-primary")
    expect(officer.locator("main")).to_contain_text("待改初始密码")

    fresh = stage.page(locale="zh-CN")
    fresh.goto("/sign-in/")
    fresh.fill("#username", "zhao.xinlai")
    fresh.fill("#password", password)
    fresh.click("main button[type=submit]")
    for name, typed in (("old", password), ("new", "tian-tian-xiang-shang-9"), ("again", "tian-tian-xiang-shang-9")):
        fresh.fill(f"[name={name}]", typed)
    fresh.click("main button[type=submit]")
    expect(fresh).to_have_url(re.compile("/desk/"))
    fresh.goto(f"/matters/{number}/")
    fresh.locator('#detail a[href*="/acts/report_result/"]').first.click()
    reply = fresh.locator("#act-dialog [name=reply]")
    reply.fill("您好！谢谢。")
    reply.evaluate("node => node.setSelectionRange(3, 3)")
    fresh.locator("#f-reply-p").select_option(label="办结答复")
    fresh.locator('#act-dialog [data-insert="f-reply"]').click()
    expect(reply).to_have_value(re.compile(rf"^您好！您反映的“.+”（{number}）由东营区住房和城乡建设局办理。谢谢。$"))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_are_for_everybody(stage, town, size) -> None:
    officer = stage.page("system_admin", size=size)
    unit = town.units["370502"]
    paths = (
        "",
        "units/",
        f"units/{unit}/",
        f"units/{unit}/resident/",
        "units/new/",
        "people/",
        f"people/{town.users['clerk']}/",
        "duties/",
    )
    for path in (*paths, f"duties/new/?unit={unit}", "rules/", "rules/clocks/compare/", "state/", "log/"):
        officer.goto(f"/administration/{path}")
        check(officer)
    head = stage.page("housing_head", size=size)
    for path in ("/knowledge/", "/knowledge/new/", "/knowledge/templates/new/", "/posts/substitutes/", "/answers/"):
        head.goto(path)
        check(head)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_hall_is_furnished(stage, town, size) -> None:
    officer = stage.page("system_admin", size=size)
    officer.goto(f"/administration/units/{town.units['370502']}/")
    officer.click("main a[href$='/hall/']")
    check(officer)
    officer.click("main a[href$='/hall/open/']")
    officer.click(".dlg-f button")
    officer.click("main a[href$='/hall/service/']")
    officer.fill("#f-letter", "a")
    officer.fill("#f-name", "综合受理")
    check(officer)
    officer.click(".dlg-f button")
    officer.click("main a[href$='/hall/window/']")
    officer.fill("#f-number", "01")
    officer.click(".dlg-f button")
    check(officer)  # refused: no name, takes nothing
    expect(officer.locator("#f-number")).to_have_value("01")
    officer.fill("#f-name", "接待窗口")
    officer.check("#f-takes")
    officer.click(".dlg-f button")
    expect(officer.locator("main td.is-title")).to_have_text(["A 综合受理", "01 接待窗口"])
    check(officer)
