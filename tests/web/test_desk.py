"""The desk: as many statements for three rows as for one, and what is refused keeps what was typed."""

from __future__ import annotations

import pytest

from tests.factories import bring, walk
from yiwang.infra.clock import now

pytestmark = pytest.mark.django_db

MOST = 5
"""Statements of a page of the desk, whatever its length."""


def test_queue_page_costs_the_same_for_one_and_three(town, signed_in, statements) -> None:
    browser = signed_in("county")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            bring(town, at=now())
        browser.get("/desk/?duty=to_accept")
        with statements() as seen:
            page = browser.get("/desk/?duty=to_accept")
        assert page.content.decode().count("data-row ") == sum(range(more + 1))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST


def test_a_list_says_how_it_is_ordered(town, signed_in) -> None:
    browser = signed_in("county")
    numbers = [bring(town, at=now()).number for _ in range(2)]
    page = browser.get("/desk/?duty=held").content.decode()
    assert "新的在前" in page
    assert page.index(numbers[1]) < page.index(numbers[0])
    assert "按期限" in browser.get("/desk/?duty=to_accept").content.decode()


def test_matter_page_costs_the_same_however_long(town, signed_in, statements) -> None:
    browser = signed_in("county")
    short, long = bring(town, at=now()).number, bring(town, at=now()).number
    walk(town, long, "verifying", at=now())
    counts = []
    for number in (short, long):
        browser.get(f"/matters/{number}/")
        with statements() as seen:
            assert browser.get(f"/matters/{number}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST


def test_a_stale_form_keeps_what_was_typed_and_tells_what_happened(town, signed_in) -> None:
    number = bring(town, at=now()).number
    signed_in("county").post(f"/matters/{number}/acts/note/", {"text": "先记一笔。", "seen": "1", "subject": "m"})
    answer = signed_in("county_second").post(f"/matters/{number}/acts/accept/", {"note": "核实属实", "seen": "1", "subject": "m"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "核实属实" in page
    assert "备注" in page.split('class="was"')[1].split("</ul>")[0]
    assert 'name="seen" value="2"' in page


def test_missing_input_is_told_by_field(town, signed_in) -> None:
    number = bring(town, at=now()).number
    answer = signed_in("county").post(f"/matters/{number}/acts/decline/", {"answer": "", "seen": "1", "subject": "m"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-answer"' in page
    assert 'id="f-answer-e"' in page


def test_no_button_for_an_act_that_is_not_lawful(town, signed_in) -> None:
    number = bring(town, at=now()).number
    page = signed_in("county").get(f"/matters/{number}/").content.decode()
    assert f"/matters/{number}/acts/accept/" in page
    assert f"/matters/{number}/acts/close/" not in page
    why = signed_in("county").get(f"/matters/{number}/why/").content.decode()
    assert "办结" in why


def test_numbers_open_however_they_are_typed(town, signed_in) -> None:
    number, browser = bring(town, at=now()).number, signed_in("county")
    assert browser.get("/desk/find/", {"number": number.replace("-", " ").lower()})["Location"] == f"/matters/{number}/"
    assert browser.get("/desk/find/", {"number": "370502"}).status_code == 404


def test_foreign_cursors_and_duties_are_met_calmly(signed_in) -> None:
    browser = signed_in("county")
    assert browser.get("/desk/?duty=to_accept&after=nonsense").status_code == 302
    assert browser.get("/desk/?duty=no-such-duty").status_code == 404
    assert browser.get("/desk/?platform=no-such").status_code == 302
