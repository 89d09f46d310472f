"""Walks through the workflow by real operations, as people of the cast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import bring, build_town, walk
from yiwang.matters.queries import follow, matter_page, queue, queue_counts

pytestmark = pytest.mark.django_db


def test_a_complaint_is_brought_handled_and_closed(statements) -> None:
    town = build_town()
    at = town.start + timedelta(days=30)
    done = bring(town, at=at)
    walk(town, done.number, "closed", at=at)
    with statements() as seen:
        page = matter_page(number=done.number, actor=town.actor("county"), at=at)
    assert len(seen) <= 5, str(seen)
    assert page.case.state == "closed"
    assert [entry.act for entry in page.timeline] == ["register", "accept", "dispatch", "receive", "report_result", "confirm", "close"]
    assert "李秀英" not in page.narrative and "13805461234" not in page.narrative
    followed = follow(number=done.number, query_code=done.query_code, at=at)
    assert followed.state == "closed"


def test_the_queue_is_read_in_the_same_statements_for_one_and_three(statements) -> None:
    town = build_town()
    actor = town.actor("county")
    at = town.start + timedelta(days=31)
    bring(town)
    queue(actor=actor, duty="to_accept", at=at)
    queue_counts(actor=actor, at=at)
    with statements() as one:
        assert len(queue(actor=actor, duty="to_accept", at=at).rows) == 1
        queue_counts(actor=actor, at=at)
    bring(town)
    bring(town)
    with statements() as three:
        assert len(queue(actor=actor, duty="to_accept", at=at).rows) == 3
        counts = queue_counts(actor=actor, at=at)
    assert counts["to_accept"].total == 3
    assert len(one) == len(three) == 2, str(three)


@pytest.mark.parametrize("officer", ["auditor", "security", "system_admin"])
def test_an_officer_who_reads_no_content_is_told_no_number_of_it(officer: str) -> None:
    town = build_town()
    bring(town)
    assert queue_counts(actor=town.actor(officer), at=town.start + timedelta(days=31)) == {}
