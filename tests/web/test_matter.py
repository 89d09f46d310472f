"""The matter page: notes from its own box, instructions with answers, requests with two ways, links that tell nothing they must not."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import bring, do, walk
from yiwang.infra.clock import now
from yiwang.matters.queries import follow

pytestmark = pytest.mark.django_db


def note(browser: Client, number: str, text: str, *, act: str = "note", fragment: bool = False, **more: str):
    headers = {"HX-Request": "true"} if fragment else {}
    return browser.post(f"/matters/{number}/acts/{act}/", {"text": text, "subject": "m", "compose": "1", **more}, headers=headers)


def region(page: str, name: str) -> str:
    """Text of the region of the page with this id, up to the next region."""
    return page.split(f'id="{name}"')[1].split('id="m-', maxsplit=1)[0]


def test_a_note_is_internal_unless_it_is_said_to_be_for_the_person(town, signed_in) -> None:
    done = bring(town, at=now())
    browser = signed_in("county")
    assert note(browser, done.number, "内部讨论一句").status_code == 302
    assert note(browser, done.number, "已联系物业，明天上门。", visible="1").status_code == 302
    page = browser.get(f"/matters/{done.number}/").content.decode()
    assert "内部讨论一句" in region(page, "m-tl")
    assert "已联系物业，明天上门。" in region(page, "m-tl")
    told = follow(number=done.number, query_code=done.query_code, at=now()).timeline
    texts = [text.text for entry in told for text in entry.texts]
    assert "已联系物业，明天上门。" in texts
    assert "内部讨论一句" not in str(told)
    read = Client()
    read.post("/follow/", {"number": done.number, "code": done.query_code, "query_code": done.query_code})
    theirs = read.get(f"/follow/{done.number}/").content.decode()
    assert "办理进展" in theirs
    assert "内部讨论" not in theirs


def test_what_cannot_be_sent_stays_in_the_box(town, signed_in) -> None:
    number, browser = bring(town, at=now()).number, signed_in("county")
    for fragment in (False, True):
        empty = note(browser, number, "", fragment=fragment, visible="1")
        assert empty.status_code == 422
        assert 'class="err' in empty.content.decode()
        assert 'name="visible" value="1" checked' in empty.content.decode()


def test_words_that_label_are_told_once_and_then_taken(town, signed_in) -> None:
    number, browser = bring(town, at=now()).number, signed_in("county")
    asked = note(browser, number, "此人多次缠访")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "多次反映是权利" in page
    assert "此人多次缠访</textarea>" in page
    assert note(browser, number, "此人多次缠访", labels_seen="1").status_code == 302
    form = browser.post(f"/matters/{number}/acts/accept/", {"note": "无理取闹", "seen": "2", "subject": "m"})
    assert form.status_code == 422
    assert "写对方说了什么" in form.content.decode()
    assert 'name="labels_seen" value="1"' in form.content.decode()


def test_ready_phrases_are_fetched_when_they_are_wanted(town, signed_in) -> None:
    number = bring(town, at=now()).number
    assert signed_in("county").get(f"/matters/{number}/phrases/").status_code == 200
    assert signed_in("other_county").get(f"/matters/{number}/phrases/").status_code == 404


def test_an_instruction_stands_above_with_its_answer(town, signed_in) -> None:
    number = bring(town, at=now()).number
    leader = signed_in("county_leader")
    assert note(leader, number, "请三日内办结并回告。", act="instruct").status_code == 302
    browser = signed_in("county")
    above = region(browser.get(f"/matters/{number}/").content.decode(), "m-now")
    assert "请三日内办结并回告。" in above
    assert "尚未答复" in above
    seq = re.search(r"answer=(\d+)#compose", above)
    assert seq is not None
    assert f'name="answers" value="{seq[1]}" checked' in browser.get(f"/matters/{number}/?answer={seq[1]}").content.decode()
    note(browser, number, "已安排，周五前办结。", answers=seq[1])
    above = region(browser.get(f"/matters/{number}/").content.decode(), "m-now")
    assert "已安排，周五前办结。" in above
    assert "尚未答复" not in above


def test_a_request_for_more_time_can_be_ruled_two_ways(town, signed_in) -> None:
    number = bring(town, at=now()).number
    order = walk(town, number, "received", at=now())
    do(town, number, "request_extension", "housing_handler", at=now(), subject=order, days=5, reason="等配件到货")
    who = next(w for w in ("county", "housing_head") if "grant=1" in signed_in(w).get(f"/matters/{number}/").content.decode())
    browser = signed_in(who)
    above = region(browser.get(f"/matters/{number}/").content.decode(), "m-now")
    assert "等配件到货" in above
    grant = re.search(r'href="([^"]+)&amp;grant=1"', above)
    assert grant is not None
    href = grant[1].replace("&amp;", "&")
    assert re.search(r'name="grant" value="1" checked', browser.get(f"{href}&grant=1").content.decode())
    assert not re.search(r'name="grant" value="1" checked', browser.get(href).content.decode())


def test_a_linked_matter_tells_its_title_only_to_who_may_see_it(town, signed_in) -> None:
    number, other = bring(town, at=now()).number, bring(town, at=now(), title="只给本中心看的标题").number
    do(town, number, "link", "county", at=now(), other=other)
    order = walk(town, number, "received", at=now())
    assert order
    mine = region(signed_in("county").get(f"/matters/{number}/").content.decode(), "m-links")
    assert "只给本中心看的标题" in mine
    theirs = region(signed_in("housing_handler").get(f"/matters/{number}/").content.decode(), "m-links")
    assert other in theirs
    assert "只给本中心看的标题" not in theirs
    assert f'href="/matters/{other}/"' not in theirs


def test_what_others_did_since_is_told_and_ones_own_deeds_are_not(town, signed_in) -> None:
    number, browser = bring(town, at=now()).number, signed_in("county")
    note(browser, number, "自己写的")
    do(town, number, "note", "county_second", at=now(), text="别人写的")
    fresh = region(browser.get(f"/matters/{number}/?since=1", headers={"HX-Request": "true"}).content.decode(), "m-news")
    assert fresh.count("备注") == 1
    assert "这件事刚有了变化" in fresh
    for nonsense in ("", "x", "-1", "99", "²"):
        assert "这件事刚有了变化" not in region(browser.get(f"/matters/{number}/?since={nonsense}").content.decode(), "m-news"), nonsense


def test_links_and_files_cost_no_further_statement(town, signed_in, statements) -> None:
    number, browser = bring(town, at=now()).number, signed_in("county")
    counts = []
    for more in (0, 3):
        for _ in range(more):
            do(town, number, "link", "county", at=now(), other=bring(town, at=now()).number)
            do(town, number, "instruct", "county_leader", at=now(), text="请抓紧。")
        browser.get(f"/matters/{number}/")
        with statements() as seen:
            browser.get(f"/matters/{number}/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5, counts
