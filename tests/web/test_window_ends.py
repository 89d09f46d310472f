"""The window's buttons: each names its effect, and only what the table allows is there."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.web.test_window import GOOD
from tests.web.test_window_drafts import category
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.matters.queries import matter_page

pytestmark = pytest.mark.django_db


def live(browser, **more: str) -> str:
    return browser.post("/window/live/", {**GOOD, "key": str(uuid4()), "category": category(browser), **more}).content.decode()


def housing(browser) -> str:
    """Return the housing bureau as it stands among the units beside the form."""
    found = re.search(r'name="route" value="(\d+)"[^>]*><b lang="zh-CN">东营区住房和城乡建设局', live(browser, route_q="住房和城乡建设局"))
    assert found is not None
    return found[1]


def state_of(town, answer) -> str:
    assert answer.status_code == 302, answer.content.decode()
    number = answer["Location"].split("/")[2]
    actor = Actor(role=Role.COORDINATOR, user=town.users["county"], post=town.appointments["county"], unit=town.units["370502"])
    return str(matter_page(number=number, actor=actor, at=now()).case.state)


def test_a_coordinator_at_the_window_may_dispatch_at_once_and_a_clerk_may_not(signed_in) -> None:
    browser, clerk = signed_in("county"), live(signed_in("clerk"))
    route = housing(browser)
    coordinator = live(browser, route=route)
    assert re.search(r'id="end"[^>]*value="dispatch".*登记并分派给东营区住房和城乡建设局', coordinator, re.DOTALL)
    assert 'value="dispatch"' not in clerk
    assert re.search(r'id="end"[^>]*value="accept"', clerk)
    assert 'name="route"' not in clerk
    assert "受理期限" in clerk
    assert "办理期限" in clerk


def test_each_button_does_what_it_says(signed_in, town) -> None:
    browser = signed_in("county")
    kind = category(browser)
    ways = {
        "register": ({}, "registered"),
        "accept": ({}, "accepted"),
        "dispatch": ({"route": housing(browser)}, "handling"),
        "settle": ({"settle_answer": "当场讲清了维修基金的申请办法。"}, "closed"),
        "decline": ({"decline_reason": "court", "decline_answer": "已在法院立案，请按诉讼程序反映。"}, "declined"),
    }
    for then, (more, state) in ways.items():
        form = {**GOOD, "key": str(uuid4()), "category": kind, "then": then, **more}
        assert state_of(town, browser.post("/window/", form)) == state, then


def test_a_button_that_lacks_something_registers_nothing(signed_in) -> None:
    browser = signed_in("county")
    form = {**GOOD, "key": str(uuid4()), "category": category(browser)}
    for then in ("dispatch", "settle", "decline"):
        answer = browser.post("/window/", {**form, "then": then})
        assert answer.status_code == 422, then
        assert 'value="李秀英"' in answer.content.decode()
    assert browser.post("/window/", form).status_code == 302


def test_a_deed_refused_after_registering_is_said_and_takes_nothing_back(signed_in, town) -> None:
    browser = signed_in("clerk")
    answer = browser.post("/window/", {**GOOD, "key": str(uuid4()), "category": category(browser), "then": "dispatch", "route": "1"})
    assert state_of(town, answer) == "accepted"
    assert "已登记，后面一步没有做成" in browser.get(answer["Location"]).content.decode()


def test_what_was_said_is_added_to_the_matter_that_is_there_already(signed_in, town) -> None:
    browser, key = signed_in("county"), str(uuid4())
    form = {**GOOD, "key": key, "category": category(browser)}
    number = browser.post("/window/", form)["Location"].split("/")[2]
    again = {**form, "key": str(uuid4()), "then": f"supplement:{number}", "narrative": "又漏了，这次墙皮掉了三平方米。"}
    answer = browser.post("/window/", again)
    assert answer["Location"] == f"/matters/{number}/"
    assert "又漏了" in browser.get(answer["Location"]).content.decode()
    assert browser.post("/window/", {**again, "then": "supplement:370502-20260101-AAAA-A"}).status_code == 422


def test_a_matter_named_as_related_is_linked_after_registering(signed_in, town) -> None:
    browser = signed_in("county")
    form = {**GOOD, "category": category(browser)}
    first = browser.post("/window/", {**form, "key": str(uuid4())})["Location"].split("/")[2]
    second = browser.post("/window/", {**form, "key": str(uuid4()), "link": first})["Location"].split("/")[2]
    assert first in browser.get(f"/matters/{second}/").content.decode()


def test_somebody_speaking_for_another_says_what_they_are_to_them(signed_in) -> None:
    browser = signed_in("county")
    added = browser.post("/window/", {**GOOD, "add_visitor": "agent"}).content.decode()
    assert re.search(r'name="part".*value="agent" selected', added, re.DOTALL)
    assert "与当事人的关系" in added
    two = {"part": ["reporter", "agent"], "name": ["李秀英", "李小明"], "phone": ["", "13905462222"], "document": ["", ""]}
    form = {**GOOD, **two, "address": ["", ""], "relation": ["", "儿子"], "key": str(uuid4()), "category": category(browser)}
    number = browser.post("/window/", form)["Location"].split("/")[2]
    assert "代办人（儿子）" in browser.get(f"/matters/{number}/").content.decode()


def test_nature_follows_the_category(signed_in) -> None:
    page = live(signed_in("clerk"))
    natures = re.search(r'id="nature-box".*?</select>', page, re.DOTALL)
    assert natures is not None
    assert 'value="accusation"' not in natures[0]


def test_an_accusation_gets_no_unit_suggested(signed_in) -> None:
    browser = signed_in("county")
    page = live(browser, category=category(browser, "作风建设"), nature="accusation")
    assert 'name="route"' not in page
    assert "被检举控告的单位" in page
