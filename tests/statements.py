"""Looks at the statements a test sends: how many there were, and whether each that reads a big table by a key names its county."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

_BY_KEY = re.compile(r"""(?<![\w"])(?:\w+\.|"\w+"\.)?"?(?:id|matter_id|number)"?\s*(?:=|IN\b|=\s*ANY)""", re.IGNORECASE)
_COUNTY = re.compile(
    r"""county"?\s*(?:=|IN\b|>=|BETWEEN)|\(\s*(?:\w+\.)?"?county"?\s*,[^)]*\)\s*(?:=|IN|>|<)|USING\s*\(\s*county""", re.IGNORECASE
)
_VERB = re.compile(r"^\s*(?:WITH|SELECT|UPDATE|DELETE)", re.IGNORECASE)


class Statements(list[str]):
    """The statements of a block, in order."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {statement}" for number, statement in enumerate(self, 1))


@contextmanager
def statements() -> Iterator[Statements]:
    """Collect what this thread sends to the database inside the block (transaction bounds are not statements)."""
    seen = Statements()

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else sql.as_string()
        if not text.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")):
            seen.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


@functools.cache
def big_tables() -> frozenset[str]:
    """Names of the tables whose models say `big = True`."""
    return frozenset(model._meta.db_table for model in apps.get_models() if getattr(model, "big", False))


@functools.cache
def misses_county(statement: str) -> str:
    """Return the big table that `statement` reads by key without its county, or "" when it does not."""
    if not _VERB.match(statement) or not _BY_KEY.search(statement) or _COUNTY.search(statement):
        return ""
    for table in big_tables():
        if re.search(rf"""\b(?:FROM|JOIN|UPDATE)\s+"?{table}\b"?""", statement, re.IGNORECASE):
            return table
    return ""


@contextmanager
def counties_named() -> Iterator[None]:
    """Fail on any statement inside the block that reads a big table by key without its county."""

    def look(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        table = misses_county(sql) if isinstance(sql, str) else ""
        assert not table, f"reads {table} by key without its county: every shard would be asked\n{sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
