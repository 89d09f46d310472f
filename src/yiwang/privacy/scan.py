"""Searching everything that is stored for persons who must not be found there in clear.

Every table is copied out twice, as text and in binary form: in text, bytes are digits; in binary, numbers are bytes. What neither shows
is not there. Files (logs, attachments on disk) can be searched too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from psycopg import sql

_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_RUN = re.compile(r"[0-9A-Za-z]{5,}")
_BLOCK = 1 << 20


class Hit(NamedTuple):
    """Something found where it must not be."""

    where: str
    needle: str


class Needles:
    """What is looked for: names (in Chinese characters) and numbers (phones, documents), all at once in one pass over a text."""

    def __init__(self, values: Iterable[str]) -> None:
        self.names: dict[int, set[str]] = {}
        self.numbers: dict[int, set[str]] = {}
        self.other: set[str] = set()
        for value in values:
            plain = unicodedata.normalize("NFKC", value).strip()
            if _HAN.fullmatch(plain):
                self.names.setdefault(len(plain), set()).add(plain)
            elif _RUN.fullmatch(bare := re.sub(r"[\s\-+()]", "", plain)) and sum(map(str.isdigit, bare)) > 4:
                self.numbers.setdefault(len(bare), set()).add(bare.upper())
            elif plain:
                self.other.add(plain)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, (*self.names.values(), *self.numbers.values()))) + len(self.other)

    def found(self, text: str) -> Iterator[str]:
        """Yield what of them occurs in a text, wherever it begins."""
        for pattern, wanted in ((_HAN, self.names), (_RUN, self.numbers)):
            for run in map(str.upper, pattern.findall(text)):
                for length, values in wanted.items():
                    yield from values.intersection(run[start : start + length] for start in range(len(run) - length + 1))
        for value in self.other:
            if value in text:
                yield value


def tables() -> list[str]:
    """Return all tables with rows of their own, quoted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def scan_table(table: str, needles: Needles) -> Iterator[Hit]:
    """Yield what is found in a table, row by row."""
    connection.ensure_connection()
    for form in ("text", "binary"):
        command = sql.SQL("COPY {} TO STDOUT (FORMAT {})").format(sql.SQL(table), sql.SQL(form))
        with connection.connection.cursor() as cursor, cursor.copy(command) as rows:
            for row in rows:
                for needle in needles.found(bytes(row).decode("utf-8", "replace")):
                    yield Hit(table, needle)


def scan_file(path: Path, needles: Needles) -> Iterator[Hit]:
    """Yield what is found in a file, a block at a time (blocks overlap)."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(_BLOCK):
            for needle in needles.found((before + block).decode("utf-8", "replace")):
                yield Hit(str(path), needle)
            before = block[-200:]


def scan(needles: Needles, *, also: Iterable[Path] = (), progress: Callable[[str], None] = lambda _: None) -> Iterator[Hit]:
    """Yield everything found in the database, and in the files below the paths of `also`; each once for each place."""
    seen: set[Hit] = set()
    for table in tables():
        progress(table)
        yield from _new(scan_table(table, needles), seen)
    for root in also:
        for path in sorted([root] if root.is_file() else (each for each in root.rglob("*") if each.is_file())):
            progress(str(path))
            yield from _new(scan_file(path, needles), seen)


def _new(hits: Iterable[Hit], seen: set[Hit]) -> Iterator[Hit]:
    for hit in hits:
        if hit not in seen:
            seen.add(hit)
            yield hit
