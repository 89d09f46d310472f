"""Identifiers sort as their times do."""

from datetime import UTC, datetime, timedelta

from yiwang.infra.ids import uuid7, uuid7_floor

AT = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)


def test_version_and_variant() -> None:
    made = uuid7(AT)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == 1795422615123


def test_ids_sort_by_their_microsecond() -> None:
    times = [AT + timedelta(microseconds=7 * n) for n in range(500)]
    made = [uuid7(at) for at in times]
    assert made == sorted(made)


def test_same_moment_gives_different_ids_at_or_above_the_floor() -> None:
    made = {uuid7(AT) for _ in range(1000)}
    assert len(made) == 1000
    assert all(uuid7_floor(AT) <= one < uuid7_floor(AT + timedelta(microseconds=1)) for one in made)
