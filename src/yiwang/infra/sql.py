"""Set-based statements without ceremony: one call, one round trip, rows as dicts or structs.

Values of type json come back as text, as Django's connection leaves them: decode them with the struct they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]
_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_Other = TypeVar("_Other", bound=msgspec.Struct)


def rows(statement: str, params: Params = ()) -> list[dict[str, Any]]:
    """Return every row as a dict."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def structs(struct: type[_Struct], statement: str, params: Params = ()) -> list[_Struct]:
    """Return every row as a `struct`, whose fields are filled by the columns of the same name (values are taken as they are)."""
    return [struct(**row) for row in rows(statement, params)]


def one(statement: str, params: Params = ()) -> dict[str, Any] | None:
    """Return the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
        return None if row is None else dict(zip([column.name for column in cursor.description], row, strict=True))


def scalar(statement: str, params: Params = ()) -> Any:
    """Return the first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
        return None if row is None else row[0]


class Asked(msgspec.Struct, Generic[_Struct], frozen=True):
    """A question that can be put to the database together with another."""

    struct: type[_Struct]
    """What its rows are, filled by the columns of the same name."""
    statement: str
    params: Sequence[Any] = ()


_TOGETHER = """
SELECT (SELECT coalesce(json_agg(a), '[]')::text FROM ({}) a), (SELECT coalesce(json_agg(b), '[]')::text FROM ({}) b)
"""


def together(first: Asked[_Struct], second: Asked[_Other]) -> tuple[list[_Struct], list[_Other]]:
    """Answer two questions by one statement: what every page asks costs one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER.format(first.statement, second.statement), [*first.params, *second.params])
        answers = cursor.fetchone()
    return msgspec.json.decode(answers[0], type=list[first.struct]), msgspec.json.decode(answers[1], type=list[second.struct])  # type: ignore[name-defined]


def answered(question: Asked[_Struct]) -> list[_Struct]:
    """Answer one question by itself."""
    return structs(question.struct, question.statement, question.params)


def execute(statement: str, params: Params = ()) -> int:
    """Run it and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)
