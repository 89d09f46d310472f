"""The board of supervision and what stands above a matter: seen by whom it concerns, counted for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import bring, do, walk
from yiwang.infra.clock import now
from yiwang.matters.operations import watch

pytestmark = pytest.mark.django_db


def _urged(town, *, days: int = 40, level: str = "reminder") -> str:
    at = now() - timedelta(days=days)
    done = bring(town, at=at, nature="help")
    walk(town, done.number, "received", at=at)
    do(
        town,
        done.number,
        "urge",
        "county",
        at=at + timedelta(hours=9),
        level=level,
        unit=town.units["housing"],
        reason="请抓紧办理并书面说明",
    )
    return done.number


def test_a_card_is_on_the_board_of_who_sent_it_and_who_was_sent_it_and_of_nobody_else(town, signed_in) -> None:
    number = _urged(town)
    for who, sees in (("county", True), ("housing_handler", True), ("housing_head", True), ("labour_handler", False)):
        page = signed_in(who).get("/supervision/").content.decode()
        assert (number in page) is sees, who


def _cost(browser) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.get("/supervision/")
    return len(asked)


def test_the_board_costs_the_same_for_one_card_and_for_three(town, signed_in) -> None:
    browser = signed_in("county")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            _urged(town)
        browser.get("/supervision/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/supervision/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_card_shows_reason_answer_and_that_it_rose(town, signed_in) -> None:
    number = _urged(town, days=20)
    while watch(now()).full:
        pass
    watch(now())
    page = signed_in("county").get(f"/matters/{number}/supervision/").content.decode()
    assert "请抓紧办理并书面说明" in page
    assert "逾期未回复，已提到" in page
    assert "流转用时" in page
    do(town, number, "answer_urge", "housing_head", at=now(), subject="c2", answer="已派人到场，三日内办结")
    page = signed_in("county").get(f"/matters/{number}/supervision/").content.decode()
    assert "已派人到场，三日内办结" in page
    slip = signed_in("county").get(f"/matters/{number}/cards/c2/")
    assert "督办单（提醒）" in slip.content.decode()
    assert signed_in("county").get(f"/matters/{number}/cards/c99/").status_code == 404
    assert signed_in("labour_handler").get(f"/matters/{number}/supervision/").status_code == 404


def test_filters_that_mean_nothing_lead_back_to_the_board(town, signed_in) -> None:
    browser = signed_in("county")
    assert browser.get("/supervision/", {"show": "everything"}).status_code == 302
    assert browser.get("/supervision/", {"after": "x"}).status_code == 302
    assert browser.get("/supervision/", {"unit": "\u00b2", "level": "purple"}).status_code == 200


def test_before_a_card_is_sent_the_form_says_who_gets_it_and_that_it_stays(town, signed_in) -> None:
    at = now() - timedelta(days=40)
    done = bring(town, at=at, nature="help")
    walk(town, done.number, "received", at=at)
    form = signed_in("county").get(f"/matters/{done.number}/acts/urge/").content.decode()
    assert "此事已逾期" in form
    assert "提到上一级单位" in form
    assert "黄牌发给承办单位负责人" in form
