"""Bringing a matter without an account: question by question, sealed while it is kept, and the same again is the same."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import bring
from yiwang.infra.clock import now
from yiwang.regions.models import Region

pytestmark = pytest.mark.django_db


def answer_all(browser: Client, *, nature: str = "complaint", **who: str) -> str:
    """Answer every question up to the last page and return it."""
    browser.post("/bring/kind/", {"nature": nature})
    page = browser.post("/bring/category/", {"q": "物业" if nature != "accusation" else "公职人员", "find": "1"}).content.decode()
    found = re.search(r'name="category" value="([^"]+)"', page)
    if found is None:
        top = re.search(r'name="top" value="([^"]+)"', page)
        assert top is not None
        found = re.search(r'name="category" value="([^"]+)"', browser.post("/bring/category/", {"top": top[1]}).content.decode())
    assert found is not None
    browser.post("/bring/category/", {"category": found[1]})
    browser.post("/bring/what/", {"title": "楼顶漏水没人修", "story": "三号楼楼顶漏水，李秀英家天花板滴水，找物业两次没有下文。"})
    browser.post("/bring/where/", {"place": "370502", "address": "安泰小区三号楼"})
    if nature == "accusation":
        units = browser.post("/bring/against/", {"q": "住房", "find": "1"}).content.decode()
        unit = re.search(r'name="accused" value="(\d+)"', units)
        assert unit is not None
        browser.post("/bring/against/", {"accused": unit[1]})
    browser.post("/bring/who/", who or {"way": "named", "name": "李秀英", "phone": "13905461111"})
    return browser.get("/bring/check/").content.decode()


def test_a_matter_is_brought_and_followed(town) -> None:
    browser = Client()
    page = answer_all(browser)
    assert "楼顶漏水没人修" in page
    assert "13905461111" not in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    assert browser.post("/bring/check/", {"key": key[1]}).status_code == 422
    assert browser.post("/bring/check/", {"key": key[1], "truth": "1"}).status_code == 302
    done = browser.get("/bring/done/").content.decode()
    number, code = re.search(r'class="refno">([^<]+)<', done), re.search(r'class="qcode">([^<]+)<', done)
    assert number is not None and code is not None
    assert browser.get("/bring/done/").status_code == 302
    stranger = Client()
    assert stranger.get(f"/follow/{number[1]}/").status_code == 302
    assert stranger.post("/follow/", {"number": number[1], "code": "22222222"}).status_code == 422
    assert stranger.post("/follow/", {"number": number[1].lower(), "code": code[1].lower()}).status_code == 302
    followed = stranger.get(f"/follow/{number[1]}/").content.decode()
    assert "收到您的反映" in followed
    assert f"/follow/{number[1]}/supplement/" in followed


def test_a_draft_is_kept_sealed(town) -> None:
    answer_all(Client())
    for session in Session.objects.all():
        held = str(session.get_decoded())
        assert "李秀英" not in held
        assert "13905461111" not in held
        assert "漏水" not in held


def test_nobody_arrives_at_a_later_question_first(town) -> None:
    assert Client().get("/bring/who/")["Location"] == "/bring/kind/"
    assert Client().get("/bring/against/").status_code == 404


def test_places_elsewhere_are_neither_found_nor_taken(town) -> None:
    """Many streets of the country share a name; only this installation's own can be answered here."""
    browser = Client()
    browser.post("/bring/kind/", {"nature": "complaint"})
    page = browser.post("/bring/category/", {"q": "物业", "find": "1"}).content.decode()
    browser.post("/bring/category/", {"category": re.search(r'name="category" value="([^"]+)"', page)[1]})
    browser.post("/bring/what/", {"title": "楼顶漏水", "story": "三号楼楼顶漏水，找物业两次没有下文。"})
    Region.objects.create(code="110101", level=3, name="东营区（外地）", pinyin="dongyingqu", initials="dyq")
    found = browser.post("/bring/where/", {"q": "东营区", "find": "1"}).content.decode()
    assert 'value="370502"' in found
    assert 'value="110101"' not in found
    assert "别处的事，请找当地的综治中心" in browser.post("/bring/where/", {"q": "没有这个地方", "find": "1"}).content.decode()
    assert browser.post("/bring/where/", {"place": "110101"}).status_code == 422


def test_missing_answers_are_told(town) -> None:
    browser = Client()
    answer = browser.post("/bring/kind/", {})
    assert answer.status_code == 422
    assert 'href="#f-nature"' in answer.content.decode()
    browser.post("/bring/kind/", {"nature": "help"})
    assert browser.post("/bring/category/", {}).status_code == 422


def test_an_accusation_asks_against_whom_and_the_accused_never_see_it(town, signed_in) -> None:
    browser = Client()
    page = answer_all(browser, nature="accusation", way="anonymous")
    assert "东营区住房和城乡建设局" in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    assert browser.post("/bring/check/", {"key": key[1], "truth": "1"}).status_code == 302
    number = re.search(r'class="refno">([^<]+)<', browser.get("/bring/done/").content.decode())
    assert number is not None
    for who in ("housing_handler", "housing_head"):
        assert signed_in(who).get(f"/matters/{number[1]}/").status_code == 404


def test_whoever_followed_a_matter_can_end_it_and_nothing_of_it_stays(town) -> None:
    done = bring(town, at=now())
    browser = Client()
    browser.post("/follow/", {"number": done.number, "code": done.query_code})
    browser.post(f"/follow/{done.number}/supplement/", {"text": ""})
    assert browser.get(f"/follow/{done.number}/").status_code == 200
    assert browser.post("/follow/end/").status_code == 302
    assert browser.get(f"/follow/{done.number}/").status_code == 302
    assert Client().post("/follow/end/").status_code == 302
