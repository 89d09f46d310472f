"""Matters moved by the real operations: the ledger is clean, and rows beside it are held to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from tests.factories import bring, build_town, walk
from yiwang.console.commands.ledger import command
from yiwang.matters.ledger import seals
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.findings import Kind
from yiwang.matters.ledger.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    town = build_town()
    at = town.start + timedelta(days=30)
    numbers = [bring(town, at=at + timedelta(hours=n)).number for n in range(5)]
    for number, to in zip(numbers[1:], ("accepted", "handling", "verifying", "closed"), strict=True):
        walk(town, number, to, at=at + timedelta(days=1))
    town.numbers, town.end = numbers, at + timedelta(days=40)
    made = seals.seal_days(now=town.end)
    town.kept = {made[-1].day: made[-1].root}
    return town


def check(town):
    return verify(kept=town.kept, repeats=Projected(town.end))


def test_what_the_operations_write_is_clean(city):
    report = check(city)
    assert report.findings == []
    assert (report.matters, report.held) == (5, list(city.kept))
    assert report.texts >= 10


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE matter SET state = 'closed' WHERE state = 'registered'", "state"),
        ("UPDATE matter SET holder = holder + 1 WHERE state = 'handling'", "holder"),
        ("UPDATE matter SET due = due + interval '1 day' WHERE state = 'handling'", "due"),
        ("UPDATE matter_order SET state = 'confirmed' WHERE state = 'sent'", "matter_order"),
        ("DELETE FROM matter_order WHERE state = 'sent'", "matter_order"),
        ("UPDATE matter_clock SET due = due + interval '1 day' WHERE key = (SELECT max(key) FROM matter_clock)", "matter_clock"),
    ],
)
def test_rows_that_repeat_the_case_are_held_to_it(city, statement, what):
    assert connection.connection.execute(statement).rowcount
    report = check(city)
    assert set(report.counts) == {Kind.ALTERED_CASE}
    assert all(what in finding.what for finding in report.findings)


def test_the_commands(city, tmp_path):
    run = CliRunner().invoke
    (day, root), *_ = city.kept.items()
    verified = run(command, ["verify", "--root", f"{day}:{root.hex()}"])
    assert (verified.exit_code, verified.output.splitlines()[-1]) == (0, "clean"), verified.output
    roots = run(command, ["roots"]).output
    (tmp_path / "roots").write_text(roots)
    assert run(command, ["verify", "--roots", str(tmp_path / "roots")]).exit_code == 0
    assert run(command, ["verify", "--root", f"{day}:{'00' * 32}"]).exit_code == 1
    assert run(command, ["verify", "--root", "yesterday"]).exit_code == 2
    assert run(command, ["prove", city.numbers[4], "--out", str(tmp_path / "proof")]).exit_code == 0
    assert "no matter" in run(command, ["prove", "370502-20260301-0000-0"]).output
    assert run(command, ["dump", str(tmp_path / "dump")]).exit_code == 0
    assert (tmp_path / "dump").read_text().count('"entry"') == check(city).entries
    assert run(command, ["seal"]).exit_code == 0
