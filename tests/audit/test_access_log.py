"""The access log: chained, complete, and loud about what is odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from yiwang.audit import queries
from yiwang.audit.domain.oddity import AGAIN, MANY, Odd, oddities
from yiwang.audit.operations import Viewer, note_odd_seen, record_access
from yiwang.console.commands.audit import command

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
VIEWER = Viewer(7, 8, 9, "coordinator")
MATTER = "370502-20260302-7K42-C"


def look(at=NOON, **given):
    given = {"county": "370502", "viewer": VIEWER, "matter": MATTER, "part": "party.1", "reason": "call_back", **given}
    return record_access(at=at, **given)


def test_rows_are_chained_by_county():
    for minute in range(3):
        assert look(NOON + timedelta(minutes=minute)) == ()
    look(county="460108")
    rows = queries.looks().looks
    assert [(row.county, row.seq) for row in rows] == [("370502", 3), ("370502", 2), ("460108", 1), ("370502", 1)]
    assert list(queries.broken()) == []
    assert rows[0].prev == rows[1].head


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE access_log SET user_id = 99 WHERE seq = 2", 2),
        ("UPDATE access_log SET odd = '{night}' WHERE seq = 2", 2),
        ("UPDATE access_log SET at = at - interval '1 day' WHERE seq = 3", 3),
        ("DELETE FROM access_log WHERE seq = 2", 3),
        ("DELETE FROM access_log WHERE seq = 1", 2),
    ],
)
def test_tampering_shows(statement, seq):
    for minute in range(4):
        look(NOON + timedelta(minutes=minute))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert [broken.seq for broken in queries.broken(batch=2)] == [seq]


def test_pages_and_filters():
    for minute in range(5):
        look(NOON + timedelta(minutes=minute), part=f"party.{minute}")
    look(viewer=VIEWER._replace(user=10), matter="370502-20260302-AAAA-B")
    page = queries.looks(user=7, limit=2)
    again = queries.looks(user=7, limit=2, after=page.after)
    last = queries.looks(user=7, limit=2, after=again.after)
    assert [row.part for part in (page, again, last) for row in part.looks] == [f"party.{n}" for n in (4, 3, 2, 1, 0)]
    assert last.after is None
    assert [row.user_id for row in queries.looks(matter="370502-20260302-AAAA-B").looks] == [10]
    assert len(queries.looks(since=NOON + timedelta(minutes=3)).looks) == 2
    assert queries.looks(until=NOON).looks == []


def test_an_odd_look_is_new_to_the_officers_of_the_place_and_above_until_they_had_it_before_them():
    midnight = NOON + timedelta(hours=12)
    here = VIEWER._replace(place="370502001")
    assert look(midnight, own=False, viewer=here) == (Odd.NIGHT, Odd.NOT_OWN)
    assert [row.odd for row in queries.looks(odd_only=True).looks] == [["night", "not_own"]]
    assert [queries.odd_unseen(user=1, place=place) for place in ("37", "370502", "370502001", "370503", "370502002", "~")] == [
        1,
        1,
        1,
        0,
        0,
        0,
    ]
    note_odd_seen(user=1, at=midnight)
    look(midnight + timedelta(hours=1), viewer=here)
    look(NOON + timedelta(days=1), viewer=here, part="party.9")
    assert (queries.odd_unseen(user=1, place="370502"), queries.odd_unseen(user=2, place="370502")) == (1, 2)
    note_odd_seen(user=1, at=NOON)
    assert queries.odd_unseen(user=1, place="370502") == 1, "what was seen once is not new again"


def test_more_than_a_hundred_are_not_counted_one_by_one():
    for second in range(queries.MOST + 5):
        look(NOON + timedelta(hours=12, seconds=second), own=False, viewer=VIEWER._replace(place="37"), part=f"party.{second}")
    assert queries.odd_unseen(user=1, place="37") == queries.MOST + 1


def test_an_officer_sees_the_looks_of_their_own_place():
    for place in ("3705", "370502", "370502001", "370503"):
        look(viewer=VIEWER._replace(place=place))
    look()
    assert {row.place for row in queries.looks(place="370502").looks} == {"370502", "370502001"}
    assert len(queries.looks(place="3705").looks) == 4
    assert list(queries.broken()) == []


def test_the_last_rows_are_held_by_a_head_kept_elsewhere(tmp_path):
    for minute in range(3):
        look(NOON + timedelta(minutes=minute))
    run = CliRunner().invoke
    heads = run(command, ["heads"]).output
    assert heads.startswith("370502:3:")
    (tmp_path / "heads").write_text(heads)
    assert run(command, ["verify", "--heads", str(tmp_path / "heads")]).output == "clean\n"
    look(NOON + timedelta(minutes=9))
    assert run(command, ["verify", "--head", heads.strip()]).exit_code == 0
    connection.connection.execute("DELETE FROM access_log WHERE seq >= 3")
    assert run(command, ["verify"]).exit_code == 0, "a log cut short agrees with itself"
    cut = run(command, ["verify", "--head", heads.strip()])
    assert (cut.exit_code, cut.output.splitlines()[0]) == (1, "370502 3: is not what was kept elsewhere, or is gone")
    assert run(command, ["verify", "--head", "370502:x:00"]).exit_code == 2


def test_one_person_again_and_again():
    found = [look(NOON + timedelta(hours=n)) for n in range(AGAIN + 1)]
    assert found == [()] * AGAIN + [(Odd.AGAIN,)]
    assert look(NOON + timedelta(hours=1), part="party.2") == ()
    assert look(NOON + timedelta(days=9)) == ()


def test_many_in_an_hour():
    for second in range(MANY):
        assert look(NOON + timedelta(seconds=second), part=f"party.{second}") == ()
    assert look(NOON + timedelta(minutes=5), part="party.99") == (Odd.MANY,)


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (3, True), (5, True), (6, False)])
def test_the_night_is_that_of_shanghai(hour, night):
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour - 8)
    assert (Odd.NIGHT in oddities(at=at, own=True, same_before=0, hour_before=0)) == night


def test_a_refused_look_is_kept_too():
    look(outcome="refused")
    assert queries.looks().looks[0].outcome == "refused"
