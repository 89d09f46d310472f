"""The window: wrong fields are told by field, and everything typed is still there."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.django_db

GOOD = {
    "part": "reporter",
    "name": "李秀英",
    "phone": "13905461111",
    "document": "",
    "address": "",
    "narrative": "三号楼楼顶漏水，找物业两次没有下文。",
    "place": "370502001001",
    "channel": "window",
    "key": "k-1-window-test",
}


def test_wrong_fields_come_back_with_what_was_typed(signed_in) -> None:
    answer = signed_in("clerk").post("/window/", {**GOOD, "place": "", "phone": "abc"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三号楼楼顶漏水" in page
    assert 'value="李秀英"' in page
    assert 'href="#f-phone-0"' in page
    assert 'href="#f-category-q"' in page or 'href="#f-category"' in page
    assert 'href="#f-place-q"' in page


def test_look_ups_send_nothing(signed_in) -> None:
    browser = signed_in("clerk")
    page = browser.post("/window/", {**GOOD, "find_category": "物业", "look_up": "category", "place_q": "安泰"}).content.decode()
    assert "安泰社区居委会" in page
    assert page.count('name="category"') > 1
    assert len(re.findall('name="name"', page)) == 1
    again = browser.post("/window/", {**GOOD, "add_visitor": "1"}).content.decode()
    assert len(re.findall('name="name"', again)) == 2


def test_the_same_form_twice_is_one_matter(signed_in) -> None:
    browser = signed_in("clerk")
    category = re.search(r'name="category" value="([^"]+)"', browser.get("/window/categories/?find_category=物业").content.decode())
    assert category is not None
    form = {**GOOD, "category": category[1]}
    first, second = browser.post("/window/", form), browser.post("/window/", form)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    receipt = browser.get(first["Location"]).content.decode()
    assert re.search(r'class="qcode">[0-9A-Z-]{8,9}<', receipt)
    assert "<svg" in receipt


def test_a_session_keeps_the_codes_of_the_newest_receipts_only(signed_in) -> None:
    browser = signed_in("clerk")
    category = re.search(r'name="category" value="([^"]+)"', browser.get("/window/categories/?find_category=物业").content.decode())
    receipts = [browser.post("/window/", {**GOOD, "category": category[1], "key": f"k-{no}-window-test"})["Location"] for no in range(7)]
    told = ["qcode" in browser.get(address).content.decode() for address in receipts]
    assert told == [False, False, True, True, True, True, True]
