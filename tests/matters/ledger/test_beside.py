"""Matters moved by the real operations: the ledger is clean, and rows beside it are held to it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from tests.factories import bring, build_town, do, walk
from yiwang.centers import operations as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.console.commands.ledger import command
from yiwang.files import operations as files
from yiwang.matters.ledger import seals
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.findings import Kind
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import act, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    town = build_town()
    at = town.start + timedelta(days=30)
    photo = files.store(stream=io.BytesIO(b"one line\n" * 20), name="a.txt", limit=10**6, by=town.actor("clerk").user, at=at)
    numbers = [bring(town, at=at + timedelta(hours=n), files=() if n else (photo.id,)).number for n in range(5)]
    accused = bring(town, at=at, nature="accusation", accused_units=(town.units["housing"],), narrative="收了东西不办事。")
    for word in ("楼上漏水", "三号楼漏水"):
        do(town, numbers[1], "correct", "county", at=at + timedelta(days=1), part="title", text=word, reason="写错了")
    do(town, numbers[1], "link", "county", at=at + timedelta(days=1), other=numbers[2])
    for number, to in zip(numbers[1:], ("accepted", "handling", "verifying", "closed"), strict=True):
        walk(town, number, to, at=at + timedelta(days=1))
    person = Actor(role=Role.PERSON, party=numbers[4])
    act(number=numbers[4], act="rate", actor=person, at=at + timedelta(days=2), data={"stars": 5, "solved": True})
    reveal(number=numbers[3], actor=town.actor("county"), reason="verify", at=at + timedelta(days=2))
    town.numbers, town.end, town.accused = numbers, at + timedelta(days=40), accused.number
    made = seals.seal_days(now=town.end)
    town.kept = {made[-1].day: made[-1].root}
    return town


def check(town):
    return verify(kept=town.kept, beside=Projected(town.end))


def test_what_the_operations_write_is_clean(city):
    report = check(city)
    assert report.findings == []
    assert (report.matters, report.held) == (6, list(city.kept))
    assert report.texts >= 10


REPEATED = [
    ("UPDATE matter SET state = 'closed' WHERE state = 'registered'", "state"),
    ("UPDATE matter SET holder = holder + 1 WHERE state = 'handling'", "holder"),
    ("UPDATE matter SET due = due + interval '1 day' WHERE state = 'handling'", "due"),
    ("UPDATE matter_order SET state = 'confirmed' WHERE state = 'sent'", "matter_order"),
    ("DELETE FROM matter_order WHERE state = 'sent'", "matter_order"),
    ("UPDATE matter SET number = '370502-20260101-AAAA-A' WHERE state = 'handling'", "number"),
    ("UPDATE matter SET title = '无事' WHERE state = 'handling'", "title"),
    ("UPDATE matter SET title = '楼上漏水' WHERE title = '三号楼漏水'", "title"),
    ("UPDATE matter SET rated = 1 WHERE rated = 5", "rated"),
    ("UPDATE matter SET registered = registered - interval '1 day' WHERE state = 'handling'", "registered"),
    ("UPDATE matter SET updated = updated - interval '1 hour' WHERE state = 'handling'", "updated"),
    ("UPDATE matter SET registered_by = 0 WHERE state = 'handling'", "registered_by"),
    ("UPDATE matter SET stakes = stakes || 1::bigint WHERE state = 'registered'", "stakes"),
    ("UPDATE matter SET stakes = '{}' WHERE state = 'registered'", "stakes"),
    ("UPDATE matter SET blocked = false WHERE blocked", "blocked"),
    ("DELETE FROM matter_block", "matter_block"),
    ("INSERT INTO matter_block SELECT county, id, 'p1', NULL, 1, 'recusal' FROM matter WHERE state = 'handling'", "matter_block"),
    ("DELETE FROM matter_todo WHERE duty = 'to_accept'", "matter_todo"),
    ("UPDATE matter_todo SET guarded = false WHERE guarded", "matter_todo"),
    ("DELETE FROM matter_link", "matter_link"),
    ("UPDATE matter_clock SET due = due + interval '1 day' WHERE key = (SELECT max(key) FROM matter_clock)", "matter_clock"),
]
"""Crimes on what repeats the case: the statement, and the column or table that must be named."""
BELONGING = [
    ("DELETE FROM matter_party WHERE no = 2", Kind.ALTERED_PARTY, "2 parties were named, here are 1: 2"),
    ("UPDATE matter_party SET sealed = NULL, name_blind = NULL, phone_blind = NULL, document_blind = NULL", Kind.ALTERED_PARTY, "gone"),
    (
        "UPDATE matter_party p SET sealed = o.sealed FROM matter_party o WHERE o.matter_id = p.matter_id AND o.no <> p.no",
        Kind.ALTERED_PARTY,
        "seal_tampered",
    ),
    ("UPDATE matter_party SET phone_blind = sha256('x') WHERE no = 1", Kind.ALTERED_PARTY, "found"),
    ("DELETE FROM access_log", Kind.UNNOTED_LOOK, "revealed 1 times, the access log knows of 0"),
    ("DELETE FROM matter_file", Kind.ALTERED_FILE, "1 attachments were taken, 0 are here"),
    ("UPDATE matter_file SET visible = NOT visible", Kind.ALTERED_FILE, "not alike"),
    ("DELETE FROM stored_file", Kind.ALTERED_FILE, "gone, without having been erased"),
    ("UPDATE stored_file SET digest = sha256('x')", Kind.ALTERED_FILE, "another file"),
    ("UPDATE stored_file SET erased = now(), key = NULL, name = ''", Kind.ALTERED_FILE, "nobody wrote down"),
    ("UPDATE matter_text SET erased = now(), sealed = NULL, found = NULL WHERE seq = 2", Kind.ALTERED_TEXT, "nobody wrote down"),
]
"""Crimes on what belongs to a matter: the statement, and what must be said of it."""


def undone(city, statement):
    """Commit a crime, see what is found, and undo it."""
    point = transaction.savepoint()
    assert connection.connection.execute(statement).rowcount, statement
    report = check(city)
    transaction.savepoint_rollback(point)
    return report


def test_rows_that_repeat_the_case_are_held_to_it(city):
    for statement, what in REPEATED:
        report = undone(city, statement)
        assert set(report.counts) == {Kind.ALTERED_CASE}, statement
        assert all(what in finding.what for finding in report.findings), (statement, report.findings)


def test_what_belongs_to_a_matter_is_held_to_it(city):
    for statement, kind, what in BELONGING:
        report = undone(city, statement)
        assert set(report.counts) == {kind}, statement
        assert all(what in finding.what for finding in report.findings), (statement, report.findings)
    assert check(city).clean


def test_a_successor_may_stand_beside_the_unit_it_took_over_from(city):
    """Rows keep the successor of the day they were written; which it is today makes them no less true."""
    heir = city.units["labour"]
    centers.abolish_unit(unit_id=city.units["housing"], at=city.end, successor_id=heir)
    assert check(city).clean
    connection.connection.execute("UPDATE matter SET stakes = stakes || %s::bigint WHERE %s = ANY(stakes)", [heir, city.units["housing"]])
    connection.connection.execute("INSERT INTO matter_block SELECT county, matter_id, 'u0', %s, NULL, reason FROM matter_block", [heir])
    assert check(city).clean
    connection.connection.execute("UPDATE matter SET stakes = stakes || %s::bigint WHERE state = 'registered'", [city.units["discipline"]])
    assert not check(city).clean


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
