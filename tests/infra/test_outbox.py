"""Events reach whoever is registered, at least once, and one listener's trouble is nobody else's."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from config import wiring
from yiwang.infra import outbox, sql
from yiwang.infra.outbox import Event

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
heard: list[tuple[str, list[str]]] = []
broken: set[str] = set()


def listen_one(events: Sequence[Event]) -> None:
    if broken & {event.key for event in events}:
        sql.execute("INSERT INTO heartbeat (name, at, took_ms, trouble) VALUES ('half', now(), 0, '')")
        raise ValueError("words of a person")
    heard.append(("one", [event.key for event in events]))


def listen_two(events: Sequence[Event]) -> None:
    heard.append(("two", [event.key for event in events]))


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    here = "tests.infra.test_outbox"
    monkeypatch.setitem(wiring.LISTENERS, "deed", (f"{here}.listen_one", f"{here}.listen_two"))
    outbox.listeners.cache_clear()
    heard.clear()
    broken.clear()
    yield
    outbox.listeners.cache_clear()


def events(*keys: str, topic: str = "deed") -> list[Event]:
    return [Event(county="370502", topic=topic, key=key, body={"名": key}, at=AT) for key in keys]


def left() -> list[tuple[str, int, str]]:
    return [(row["key"], row["tries"], row["trouble"]) for row in sql.rows("SELECT key, tries, trouble FROM outbox_event ORDER BY key")]


@pytest.mark.django_db
def test_all_hear_in_one_call_and_nothing_is_left() -> None:
    with connection.execute_wrapper(_count := _Counter()):
        outbox.append(events("a", "b", "c"))
    assert _count.n == 1
    assert outbox.dispatch(at=AT) == 3
    assert heard == [("one", ["a", "b", "c"]), ("two", ["a", "b", "c"])]
    assert left() == []


class _Counter:
    n = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.n += 1
        return execute(sql, params, many, context)


@pytest.mark.django_db
def test_a_topic_nobody_hears_does_not_pile_up() -> None:
    outbox.append(events("a", topic="unheard"))
    assert outbox.dispatch(at=AT) == 1
    assert left() == []


@pytest.mark.django_db
def test_only_what_is_at_fault_stays_and_only_for_who_refused() -> None:
    broken.add("b")
    outbox.append(events("a", "b", "c"))
    assert outbox.dispatch(at=AT) == 2
    assert heard == [("one", ["a"]), ("one", ["c"]), ("two", ["a", "b", "c"])]
    assert left() == [("b", 1, "ValueError")]
    assert sql.scalar("SELECT count(*) FROM heartbeat") == 0  # what the failing listener wrote went with it

    assert outbox.dispatch(at=AT) == 0  # not before its time
    broken.clear()
    heard.clear()
    assert outbox.dispatch(at=AT + timedelta(seconds=2)) == 1
    assert heard == [("one", ["b"])]
    assert left() == []


@pytest.mark.django_db
def test_tries_grow_apart() -> None:
    broken.add("a")
    outbox.append(events("a"))
    at, waits = AT, []
    for _ in range(14):
        outbox.dispatch(at=at)
        following = sql.scalar("SELECT next_try FROM outbox_event")
        waits.append((following - at).total_seconds())
        at = following
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == 3600


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_deed_that_failed_was_never_there() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.append(events("a"))
        raise ZeroDivisionError
    assert left() == []
