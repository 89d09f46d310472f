"""The guard that finds a big table read by key without its county."""

import pytest

from tests.statements import misses_county


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM outbox_event WHERE id = %s",
        'SELECT "outbox_event"."id" FROM "outbox_event" WHERE "outbox_event"."id" = %s',
        "UPDATE outbox_event SET tries = 1 WHERE id IN (%s, %s)",
        "DELETE FROM outbox_event WHERE id = ANY(%s)",
        "WITH e AS (SELECT 1) SELECT o.topic FROM e JOIN outbox_event o ON o.id = e.id",
    ],
)
def test_found(statement: str) -> None:
    assert misses_county(statement) == "outbox_event"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM outbox_event WHERE county = %s AND id = %s",
        "DELETE FROM outbox_event WHERE (county, id) IN (SELECT county, id FROM outbox_event LIMIT 5)",
        "SELECT * FROM outbox_event WHERE next_try <= %s ORDER BY next_try, id LIMIT %s",
        "SELECT * FROM accounts_user WHERE id = %s",
        "INSERT INTO outbox_event (county, id) VALUES (%s, %s)",
    ],
)
def test_let_through(statement: str) -> None:
    assert misses_county(statement) == ""


@pytest.mark.django_db
def test_the_guard_is_on_in_every_database_test() -> None:
    from yiwang.infra import sql

    with pytest.raises(AssertionError, match="outbox_event by key without its county"):
        sql.rows("SELECT * FROM outbox_event WHERE id = %s", ["00000000-0000-7000-8000-000000000000"])
