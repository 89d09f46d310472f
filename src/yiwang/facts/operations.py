"""Appending facts in the transaction of the deed they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.db import connection

from yiwang.infra.ids import uuid7


class Measure(NamedTuple):
    """A signed measure of a day, with its dimensions (JSON values, sorted when stored, nothing of a person)."""

    measure: str
    day: date
    dims: Mapping[str, Any]
    delta: int = 1


def corrected(was: Measure, now: Measure) -> tuple[Measure, Measure]:
    """Return a correction: the old measure taken back and the new one given, both on the original day."""
    return was._replace(delta=-was.delta), now._replace(day=was.day)


def statement(*, county: str, at: datetime, facts: Iterable[Measure]) -> tuple[str, list[Any]]:
    """Return the insert of facts with its parameters, fit to be a member of a deed's WITH statement."""
    rows = list(facts)
    columns: list[list[Any]] = [
        [uuid7(at) for _ in rows],
        [row.day for row in rows],
        [row.measure for row in rows],
        [row.delta for row in rows],
        [orjson.dumps(dict(row.dims), option=orjson.OPT_SORT_KEYS).decode() for row in rows],
    ]
    return (
        "INSERT INTO fact (county, id, day, measure, delta, dims)"
        " SELECT %s, f.* FROM unnest(%s::uuid[], %s::date[], %s::text[], %s::bigint[], %s::jsonb[]) AS f",
        [county, *columns],
    )


def append(*, county: str, at: datetime, facts: Iterable[Measure]) -> None:
    """Append facts of one county in one statement."""
    text, values = statement(county=county, at=at, facts=facts)
    if values[1]:
        with connection.cursor() as cursor:
            cursor.execute(text, values)
