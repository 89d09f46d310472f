"""Keeping views and columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused

from . import wanted
from .columns import chosen

MOST_VIEWS = 40
"""Of one account under one unit."""
LONGEST_NAME = 30


def save_view(*, actor: Actor, name: str, query: str, columns: Sequence[str], shared: bool, at: datetime) -> int:
    """Keep a list under a name, or write it anew under the same name; return its id.

    BadInput: name (`required`, `too_long`, `bad_character`), query as `wanted.read`. Refused `too_many` beyond `MOST_VIEWS`.
    """
    name, errors = " ".join(name.split()), []
    if not name:
        errors.append(Refused("required", field="name"))
    elif len(name) > LONGEST_NAME:
        errors.append(Refused("too_long", field="name", longest=LONGEST_NAME))
    elif not name.isprintable():
        errors.append(Refused("bad_character", field="name"))
    if errors:
        raise BadInput(errors)
    asked = wanted.read(dict(parse_qsl(query)))
    row = sql.one(
        "INSERT INTO desk_view (user_id, unit_id, name, query, columns, shared, at)"
        " SELECT %(user)s, %(unit)s, %(name)s, %(query)s, %(columns)s::text[], %(shared)s, %(at)s"
        " WHERE (SELECT count(*) FROM desk_view WHERE user_id = %(user)s AND unit_id = %(unit)s AND name <> %(name)s) < %(most)s"
        " ON CONFLICT (unit_id, user_id, name) DO UPDATE SET query = EXCLUDED.query, columns = EXCLUDED.columns,"
        " shared = EXCLUDED.shared, at = EXCLUDED.at RETURNING id",
        {
            "user": actor.user,
            "unit": actor.unit,
            "name": name,
            "query": asked.query(),
            "columns": list(chosen(columns)) if columns else [],
            "shared": shared,
            "at": at,
            "most": MOST_VIEWS,
        },
    )
    if row is None:
        raise BadInput([Refused("too_many", field="name", most=MOST_VIEWS)])
    return int(row["id"])


def drop_view(*, actor: Actor, view_id: int) -> bool:
    """Forget one of the account's own views; False when it has none of that id."""
    return bool(sql.execute("DELETE FROM desk_view WHERE id = %s AND user_id = %s", [view_id, actor.user]))


def choose_layout(*, actor: Actor, columns: Sequence[str], table: bool) -> None:
    """Keep which columns the account looks at, and whether lists stand as a table."""
    sql.execute(
        'INSERT INTO desk_layout (user_id, columns, "table") VALUES (%s, %s::text[], %s)'
        ' ON CONFLICT (user_id) DO UPDATE SET columns = EXCLUDED.columns, "table" = EXCLUDED."table"',
        [actor.user, list(chosen(columns)), table],
    )
