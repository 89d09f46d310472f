"""The one writing statement of a deed: the matter's row and every projected row that changed, as one WITH statement.

Rows travel as arrays (`unnest`), so the statement has the same text however many rows there are and stays prepared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from .projection import NOTHING, Projection

ORDER = ("matter_order", "key text, unit bigint, lead boolean, parent text, state text, outcome text, due timestamptz")
CLOCK = (
    "matter_clock",
    "key text, kind text, subject text, state text, due timestamptz, wake timestamptz, provisional boolean, raised text,"
    " raise_at timestamptz, card_at timestamptz",
)
CARD = (
    "matter_card",
    "key text, unit bigint, level text, state text, by_unit bigint, by_rule boolean, above bigint, sent timestamptz, due timestamptz,"
    " area text",
)
TODO = ("matter_todo", "key text, unit bigint, duty text, subject text, due timestamptz, platform text, guarded boolean, since timestamptz")
BLOCK = ("matter_block", "key text, unit bigint, user_id bigint, reason text")
LINK = ("matter_link", "other text, kind text")
PARTY = (
    "matter_party",
    "no smallint, part text, kind text, visiting boolean, sealed bytea, name_blind bytea, phone_blind bytea, document_blind bytea",
)
FILE = ("matter_file", "file_id uuid, seq integer, name text, kind text, size bigint, visible boolean")
_KEEP = {
    ("matter_todo", "since"): "CASE WHEN matter_todo.duty = EXCLUDED.duty THEN matter_todo.since ELSE EXCLUDED.since END",
}
"""What an update of an existing row writes instead of the new value."""
_CASTS = {
    "case_doc": "jsonb",
    "stakes": "bigint[]",
    "above": "bigint[]",
    "due": "timestamptz",
    "suspended_until": "date",
    "occurred_at": "timestamptz",
    "registered_by": "bigint",
    "last_unit": "bigint",
    "rated": "smallint",
}


class Part(NamedTuple):
    """One member of the WITH statement, with its parameters."""

    text: str
    values: list[Any]


class Target(NamedTuple):
    """The matter that rows belong to."""

    county: str
    matter_id: UUID


def insert_matter(columns: dict[str, Any]) -> Part:
    """Return the insert of a new matter; it returns no row when the number is taken."""
    names = ", ".join(columns)
    marks = ", ".join(_mark(name) for name in columns)
    return Part(
        f"INSERT INTO matter ({names}) VALUES ({marks}) ON CONFLICT (county, number) DO NOTHING RETURNING 1",
        list(columns.values()),
    )


def update_matter(target: Target, *, version: int, columns: dict[str, Any]) -> Part:
    """Return the update of a matter that is still at `version`."""
    sets = ", ".join(f"{name} = {_mark(name)}" for name in columns)
    return Part(
        f"UPDATE matter SET {sets} WHERE county = %s AND id = %s AND version = %s RETURNING 1",
        [*columns.values(), target.county, target.matter_id, version],
    )


def _mark(column: str) -> str:
    return f"%s::{_CASTS[column]}" if column in _CASTS else "%s"


def upsert(table: tuple[str, str], target: Target, rows: Sequence[tuple[Any, ...]]) -> Part:
    """Return the insert of rows, or their update where the key is there already."""
    name, spec = table
    columns = [column.split(" ", 1) for column in spec.split(", ")]
    names = [column for column, _ in columns]
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
    sets = ", ".join(f"{c} = {_KEEP.get((name, c), f'EXCLUDED.{c}')}" for c in names[1:])
    return Part(
        f"INSERT INTO {name} (county, matter_id, {', '.join(names)})"
        f" SELECT %s, %s::uuid, r.* FROM wrote, unnest({arrays}) AS r"
        f" ON CONFLICT (county, matter_id, {names[0]}) DO UPDATE SET {sets}",
        [target.county, target.matter_id, *(list(values) for values in zip(*rows, strict=True))],
    )


def delete(table: tuple[str, str], target: Target, keys: Sequence[Any]) -> Part:
    """Return the deletion of rows by key."""
    name, spec = table
    key, kind = spec.split(", ")[0].split(" ", 1)
    return Part(
        f"DELETE FROM {name} WHERE county = %s AND matter_id = %s AND {key} = ANY(%s::{kind}[])",
        [target.county, target.matter_id, list(keys)],
    )


def changes(target: Target, before: Projection, after: Projection, *, at: Any) -> list[Part]:
    """Return the statements that turn one projection's rows into the other's; nothing where nothing changed."""
    parts: list[Part] = []
    for field, table in (("orders", ORDER), ("clocks", CLOCK), ("todo", TODO), ("blocks", BLOCK), ("links", LINK), ("cards", CARD)):
        old, new = getattr(before, field), getattr(after, field)
        written = sorted(new - old, key=lambda row: row[0])
        gone = sorted({row[0] for row in old} - {row[0] for row in new})
        if written:
            rows = [(*row, at) for row in written] if table is TODO else written
            parts.append(upsert(table, target, rows))
        if gone:
            parts.append(delete(table, target, gone))
        if table is BLOCK and (written or gone):  # from this very moment nobody finds it by words, until it has been read anew
            parts.append(Part("DELETE FROM matter_search WHERE county = %s AND matter_id = %s", [target.county, target.matter_id]))
    return parts


def run(matter: Part, parts: Iterable[Part]) -> bool:
    """Run them as one statement; False when the matter's own row was not written, and then nothing was."""
    members = list(parts)
    text = f"WITH wrote AS ({matter.text})"
    text += "".join(f", p{i} AS ({part.text})" for i, part in enumerate(members)) + " SELECT count(*) FROM wrote"
    values = [*matter.values, *(value for part in members for value in part.values)]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return bool(cursor.fetchone()[0])


__all__ = ["FILE", "NOTHING", "PARTY", "Part", "Target", "changes", "delete", "insert_matter", "run", "update_matter", "upsert"]
