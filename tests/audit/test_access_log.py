"""The access log: chained, complete, and loud about what is odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yiwang.audit import queries
from yiwang.audit.domain.oddity import AGAIN, MANY, Odd, oddities
from yiwang.audit.operations import Viewer, record_access
from yiwang.infra.models import OutboxEvent

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


def test_an_odd_look_alerts_the_officer():
    midnight = NOON + timedelta(hours=12)
    assert look(midnight, own=False) == (Odd.NIGHT, Odd.NOT_OWN)
    (event,) = OutboxEvent.objects.filter(topic="audit.odd_access")
    assert (event.county, event.key, event.body["odd"]) == ("370502", MATTER, ["night", "not_own"])
    assert [row.odd for row in queries.looks(odd_only=True).looks] == [["night", "not_own"]]


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
