"""Looking for made-up people in the database: every table, every column, as text and inside sealed bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from .names import PARTY_GIVEN, SURNAMES

_NAMES = re.compile(f"(?=([{SURNAMES}][{PARTY_GIVEN}]{{2}}))")
_PHONES = re.compile(r"(?=(1\d{2}0000\d{4}))")
_DOCUMENTS = re.compile(r"(?=(\d{17}[\dX]))")


def find(people: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (table, what) for every name, phone or document number of these people that a dump would show in clear."""
    listed = list(people)
    wanted = {part for person in listed for part in person}
    for table in _tables():
        for found in _in_table(table, wanted):
            yield table, found


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        )
        return [row[0] for row in cursor.fetchall()]


def _in_table(table: str, wanted: set[str]) -> Iterator[str]:
    seen: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the catalogue
        while rows := cursor.fetchmany(2000):
            text = "\n".join(_text(value) for row in rows for value in row if value is not None)
            for pattern in (_NAMES, _PHONES, _DOCUMENTS):
                seen.update(wanted.intersection(pattern.findall(text)))
    yield from sorted(seen)


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="ignore") + "\n" + bytes(value).decode("utf-16-le", errors="ignore")
    return str(value)
