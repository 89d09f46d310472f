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
    assert watch(due + timedelta(days=10)) == (0, 0, 0, 0, False)
    page = matter_page(number=done.number, actor=town.actor("county"), at=due)
    assert [entry.data["level"] for entry in page.timeline if entry.act == "raise_clock"] == ["soon", "late"]
    late = sql.rows("SELECT measure, delta FROM fact WHERE measure IN ('overdue', 'late') ORDER BY measure")
    assert late == [{"measure": "late", "delta": 1}, {"measure": "overdue", "delta": 1}]


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
