"""Pages of a list by the keys of its last row: the thousandth page costs as much as the first, and a new row shifts nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from yiwang.kernel.refusals import Refused

_Row = TypeVar("_Row")
LONGEST_CURSOR = 600


class Page(msgspec.Struct, Generic[_Row], frozen=True):
    """Rows of one page, and the cursor after the last one: "" when nothing follows."""

    rows: list[_Row]
    after: str = ""

    @property
    def more(self) -> bool:
        """True when another page follows."""
        return bool(self.after)


def encode(values: Sequence[Any]) -> str:
    """Return an opaque cursor for the sort keys of a row: texts, numbers, None, dates, moments, UUIDs."""
    return base64.urlsafe_b64encode(msgspec.json.encode(list(values))).decode().rstrip("=")


def decode(cursor: str, kinds: Sequence[Any]) -> tuple[Any, ...]:
    """Return the sort keys inside `cursor`, each checked against its type in `kinds`; raises Refused bad_cursor."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        values: tuple[Any, ...] = msgspec.json.decode(plain, type=tuple[tuple(kinds)])  # type: ignore[misc]
    except (ValueError, binascii.Error, msgspec.DecodeError) as wrong:
        raise Refused("bad_cursor", field="after") from wrong
    return values


def page(rows: Sequence[_Row], *, limit: int, key: Callable[[_Row], Sequence[Any]]) -> Page[_Row]:
    """Make a page of `limit` rows from up to `limit + 1` rows read in order; `key` gives a row's sort keys."""
    if len(rows) <= limit:
        return Page(list(rows))
    kept = list(rows[:limit])
    return Page(kept, encode(key(kept[-1])))
