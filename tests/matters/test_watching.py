"""The watcher: near, passed, ended; never twice, never in a circle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, do, walk
from yiwang.infra import sql
from yiwang.matters.operations import watch
from yiwang.matters.queries import matter_page

pytestmark = pytest.mark.django_db


def test_a_limit_is_raised_as_near_and_then_as_passed_once_each() -> None:
    town = build_town()
    at = town.start + timedelta(days=30)
    done = bring(town, at=at)
    due = done.due
    assert due is not None
    assert watch(at).raised == 0
    assert watch(due - timedelta(minutes=1)).raised == 1
    assert watch(due - timedelta(seconds=30)).raised == 0
    assert watch(due + timedelta(hours=1)).raised == 1
    watch(due + timedelta(days=10))
    page = matter_page(number=done.number, actor=town.actor("county"), at=due)
    raised = [entry.data for entry in page.timeline if entry.act == "raise_clock" and entry.data["clock"] == "m.acceptance"]
    assert [data["level"] for data in raised] == ["soon", "late"]
    late = sql.rows("SELECT measure, delta FROM fact WHERE measure IN ('overdue', 'late') ORDER BY measure")
    assert late == [{"measure": "late", "delta": 1}, {"measure": "overdue", "delta": 1}]


def test_cards_go_out_by_rule_and_one_that_nobody_answers_rises() -> None:
    town = build_town()
    at = town.start + timedelta(days=30)
    done = bring(town, at=at, nature="help")
    walk(town, done.number, "received", at=at)
    due = matter_page(number=done.number, actor=town.actor("county"), at=at).due
    assert due is not None
    assert (watch(due - timedelta(hours=30)).carded, watch(due).carded, watch(due).carded) == (1, 1, 0)
    rows = sql.rows("SELECT level, state, by_rule, above, due IS NOT NULL AS runs FROM matter_card ORDER BY sent")
    assert rows == [
        {"level": "reminder", "state": "told", "by_rule": True, "above": 0, "runs": False},
        {"level": "yellow", "state": "open", "by_rule": True, "above": 0, "runs": True},
    ]
    watch(due + timedelta(days=6))
    card = sql.rows("SELECT unit, state, above FROM matter_card WHERE level = 'yellow'")[0]
    assert card["state"] == "lapsed" and card["above"]
    assert sql.scalar("SELECT cards FROM matter") == "yellow", "what nobody answered shows until somebody does"
    waits = sql.rows(
        "SELECT unit FROM matter_todo WHERE duty = 'urging' AND subject = (SELECT key FROM matter_card WHERE level = 'yellow')"
    )
    assert {row["unit"] for row in waits} == {card["unit"], card["above"]}


def test_a_suspension_ends_by_itself_when_its_last_day_is_over() -> None:
    town = build_town()
    at = town.start + timedelta(days=30)
    done = bring(town, at=at, nature="help")
    order = walk(town, done.number, "received", at=at)
    until = (at + timedelta(days=5)).date()
    asked = do(
        town,
        done.number,
        "request_suspension",
        "housing_handler",
        at=at + timedelta(hours=5),
        subject=order,
        reason_code="appraisal",
        until=until.isoformat(),
        reason="等待鉴定",
    )
    do(
        town,
        done.number,
        "rule_suspension",
        "county",
        at=at + timedelta(hours=6),
        subject=asked.subject,
        grant=True,
        reason="同意",
    )
    held = matter_page(number=done.number, actor=town.actor("county"), at=at)
    assert held.case.suspension is not None and held.case.suspension.until == until
    assert watch(at + timedelta(days=1)).resumed == 0
    assert watch(at + timedelta(days=7)).resumed == 1
    page = matter_page(number=done.number, actor=town.actor("county"), at=at)
    assert page.case.suspension is None
    assert page.timeline[-1].act in {"end_suspension", "raise_clock"}
