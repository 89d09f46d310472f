"""The full round in a real browser: brought by a resident, through contest and whistle to the answer, served and rated."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.deeds import act, bring, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "我家住安泰小区3号楼，楼顶防水去年就裂了，上个月下雨六楼三户都在滴水。找过物业两次没有下文，请帮忙协调维修。"


def test_brought_dispatched_contested_whistled_closed_served_rated(stage, town, picture) -> None:
    phone = stage.page(size="phone")
    phone.goto("/")
    picture(phone, "resident-home")
    number, code = bring(
        phone,
        kind="对服务或处理不满意",
        category="物业",
        title="3号楼楼顶漏水没人修",
        story=STORY,
        place="东营区",
        name="李秀英",
        phone="13905461111",
    )
    picture(phone, "resident-done")
    county = stage.page("county")
    act(county, number, "accept")
    act(county, number, "dispatch", unit="东营区住房和城乡建设局", assisting="文汇街道综治中心")
    picture(county, "matter")
    handler = stage.page("housing_handler")
    act(handler, number, "receive")
    act(handler, number, "contest", duty_item="物业", proposed_unit="东营区人力资源和社会保障局", reason="专项维修资金的使用不归我局管理。")
    act(county, number, "rule_contest", reason="维修资金使用监管在你局事项清单内，异议不成立。")
    township = stage.page("township")
    act(township, number, "receive")
    act(township, number, "whistle", units="东营区住房和城乡建设局", task="请到安泰小区3号楼楼顶现场会诊。")
    act(handler, number, "arrive")
    act(handler, number, "report_result", outcome="已解决", result="楼顶防水已经重做，闭水试验合格。", reply="楼顶防水已经重新做好。")
    act(township, number, "report_result", outcome="已解决", result="到场核实，住户确认不再漏水。")
    second = stage.page("county_second")
    act(second, number, "confirm", about="东营区住房和城乡建设局")
    act(second, number, "confirm", about="文汇街道综治中心")
    act(second, number, "close", result_class="问题解决", answer="您反映的楼顶漏水已经修好，闭水试验合格，物业承诺保修五年。")
    act(second, number, "serve", on="1", way="当面送达", proof="本人签收")
    phone.goto("/")
    follow(phone, number, code)
    expect(phone.locator(".tl-q").first).to_contain_text("已经修好")
    phone.locator(".note-green a").click()
    phone.locator("input[name=solved]").check()
    phone.locator('input[name=stars][value="5"]').check(force=True)
    phone.locator(".phone-f button").click()
    expect(phone.locator(".note-green").first).to_contain_text("谢谢")
    picture(phone, "resident-follow")


def test_village_to_province_and_handed_down_again(stage, town, picture) -> None:
    phone = stage.page(size="phone")
    number, code = bring(
        phone,
        kind="对服务或处理不满意",
        category="物业",
        title="小区供暖管网跨区，一直没人牵头",
        story="安泰社区几个小区共用一条供热管网，跨区跨单位，打了很多电话都说不归自己管。",
        place="安泰社区居委会",
        name="李秀英",
        phone="13905461111",
    )
    village = stage.page("village")
    act(village, number, "accept")
    for who in ("village", "township", "county", "city"):
        act(stage.page(who), number, "escalate", reason="涉及上级事权，本级无法协调，请上级牵头。")
    province = stage.page("province")
    province.goto(f"/matters/{number}/")
    expect(province.locator("#detail")).to_contain_text("山东省综治中心")
    for who, center in (("province", "东营市综治中心"), ("city", "东营区综治中心")):
        act(stage.page(who), number, "hand_down", center=center, reason="已明确牵头单位，请按职责办理并反馈。")
    county = stage.page("county")
    act(county, number, "dispatch", unit="东营区住房和城乡建设局")
    picture(county, "matter-trail")
    follow(phone, number, code)
    expect(phone.locator(".note").first).to_contain_text("东营区住房和城乡建设局")
    expect(phone.locator(".tl")).to_contain_text("交上级中心办理")
    expect(phone.locator(".tl")).to_contain_text("转交下级中心办理")
