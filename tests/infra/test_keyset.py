"""Cursors go there and back; a forged one is refused."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from yiwang.infra import keyset
from yiwang.kernel.refusals import Refused

KINDS = (datetime, str | None, UUID)
VALUES = (datetime(2026, 11, 23, 8, 30, 0, 123456, tzinfo=UTC), None, UUID(int=7))


def test_there_and_back() -> None:
    assert keyset.decode(keyset.encode(VALUES), KINDS) == VALUES


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "e30", keyset.encode([1, 2, 3]), keyset.encode(VALUES[:2]), "A" * 601, "中文", "\x00"])
def test_a_cursor_that_is_none(cursor: str) -> None:
    with pytest.raises(Refused, match="bad_cursor"):
        keyset.decode(cursor, KINDS)


def test_pages_join_without_gap_or_double() -> None:
    everything, seen, after = list(range(53)), [], ""
    while True:
        (start,) = keyset.decode(after, (int,)) if after else (-1,)
        page = keyset.page([n for n in everything if n > start][:11], limit=10, key=lambda n: (n,))
        seen += page.rows
        after = page.after
        if not page.more:
            break
    assert seen == everything
