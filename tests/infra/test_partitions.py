"""Monthly partitions: made ahead, repeatable, and never in the way of rows that came too early."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from yiwang.infra.ids import uuid7
from yiwang.infra.partitions import ensure_all, ensure_months, partitioned

pytestmark = pytest.mark.django_db


def _where(identity) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM thing WHERE id = %s", [identity])
        return cursor.fetchone()[0]


@pytest.fixture
def thing():
    with connection.cursor() as cursor:
        cursor.execute(partitioned("CREATE TABLE thing (id uuid NOT NULL)", "id"))


def _put(at):
    identity = uuid7(at)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO thing VALUES (%s)", [identity])
    return _where(identity)


def test_rows_lie_in_their_month(thing):
    assert ensure_months("thing", first=date(2026, 11, 20), last=date(2027, 1, 1)) == ["thing_202611", "thing_202612", "thing_202701"]
    assert _put(datetime(2026, 11, 1, tzinfo=UTC)) == "thing_202611"
    assert _put(datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)) == "thing_202612"
    assert _put(datetime(2027, 1, 1, tzinfo=UTC)) == "thing_202701"
    assert _put(datetime(2027, 2, 1, tzinfo=UTC)) == "thing_rest"


def test_again_makes_nothing_and_a_month_already_in_the_rest_stays(thing):
    _put(datetime(2026, 5, 2, tzinfo=UTC))
    assert ensure_months("thing", first=date(2026, 4, 1), last=date(2026, 6, 1)) == ["thing_202604", "thing_202606"]
    assert ensure_months("thing", first=date(2026, 4, 1), last=date(2026, 6, 1)) == []


def test_all_tables_have_this_month_from_the_start(thing):
    made = ensure_all(datetime(2026, 11, 23, tzinfo=UTC))
    assert [name for name in made if name.startswith("thing")] == [f"thing_{month}" for month in (202610, 202611, 202612, 202701)]
    with connection.cursor() as cursor:
        now = datetime.now(UTC)
        cursor.execute("SELECT to_regclass(%s), to_regclass(%s)", [f"ledger_entry_{now:%Y%m}", f"matter_text_{now:%Y%m}"])
        assert None not in cursor.fetchone()
