"""A date past the calendar: registered all the same, marked provisional, counted anew by the system when the year is loaded."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import bring, build_town, walk
from yiwang.console.commands.policy import command
from yiwang.infra import clock, sql
from yiwang.kernel.calendar import last_day
from yiwang.matters.ledger.verify import verify
from yiwang.matters.queries import follow, matter_page

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 28, 2, tzinfo=UTC)
"""Monday, 28 December, 10 o'clock in Shanghai: five working days from here end in a year whose notice is not out."""
NOTICE = {
    "year": 2027,
    "papers": ["https://www.gov.cn/"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-05", "isOffDay": True},
    ],
}


def test_loading_the_year_by_the_command_settles_what_was_provisional(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    town = build_town()
    brought = bring(town, at=AT, nature="help")
    walk(town, brought.number, "accepted", at=AT)
    before = matter_page(number=brought.number, actor=town.actor("county"), at=AT).case.clocks["m.handling"]
    assert (before.limit, before.provisional, last_day(before.due)) == ("5w", True, date(2027, 1, 5))
    assert follow(number=brought.number, query_code=brought.query_code, at=AT).provisional

    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NOTICE))
    said = CliRunner().invoke(command, ["load", str(file)], catch_exceptions=False)
    assert "limits counted anew: 1 matters" in said.output
    page = matter_page(number=brought.number, actor=town.actor("county"), at=AT)
    after = page.case.clocks["m.handling"]
    assert (after.provisional, last_day(after.due), after.started) == (False, date(2027, 1, 7), before.started)
    assert page.due == after.due
    assert (page.timeline[-1].act, page.timeline[-1].role, page.timeline[-1].user) == ("recompute", "system", None)
    assert not follow(number=brought.number, query_code=brought.query_code, at=AT).provisional
    assert sql.scalar("SELECT count(*) FROM matter_clock WHERE provisional AND state = 'running'") == 0
    assert verify().findings == []

    again = CliRunner().invoke(command, ["load", str(file)], catch_exceptions=False)
    assert "is loaded already" in again.output
    assert matter_page(number=brought.number, actor=town.actor("county"), at=AT).version == page.version
