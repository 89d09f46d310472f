"""Reading reports: the list, one with its chain and history, and what waits for the reader's signature."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page
from yiwang.kernel.refusals import Refused
from yiwang.matters.access import visible_to
from yiwang.matters.queries.grave import Grave, grave_seen
from yiwang.privacy.sealing import context, unseal

from . import access
from .domain.chain import EntryKind, ReceiptState


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report in a list."""

    county: str
    id: UUID
    number: str
    title: str
    unit_id: int
    sort: str
    grade: str
    neutral: bool
    by_rule: bool
    place: str
    counts: dict[str, int]
    state: str
    at: datetime
    due: datetime | None
    ended: datetime | None
    asked: int
    """How many levels must sign."""
    signed: int
    late: int


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """One level that must sign."""

    unit_id: int
    level: int
    since: datetime
    due: datetime
    state: ReceiptState
    signed_by: int | None
    signed: datetime | None
    asked: bool
    """False where nobody may sign."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history."""

    seq: int
    at: datetime
    kind: EntryKind
    user_id: int | None
    unit_id: int | None
    level: int | None
    grade: str
    counts: dict[str, int]
    text: str


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one report."""

    row: ReportRow
    matter: Grave
    chain: tuple[Receipt, ...]
    """From the place upwards."""
    history: tuple[Entry, ...]
    may_sign: bool
    may_add: bool
    may_end: bool


_ROW = """
SELECT r.county, r.id, r.number, m.title, r.unit_id, r.sort, r.grade, r.neutral, r.by_rule, r.place, r.counts::text AS counts, r.state,
       r.at, r.due, r.ended, c.asked, c.signed, c.late
FROM report r JOIN matter m ON m.county = r.county AND m.number = r.number
CROSS JOIN LATERAL (
    SELECT count(*) AS asked, count(*) FILTER (WHERE state = 'signed') AS signed, count(*) FILTER (WHERE state = 'late') AS late
    FROM report_receipt c WHERE c.county = r.county AND c.report_id = r.id
) c
"""


def _row(found: dict[str, Any]) -> ReportRow:
    return ReportRow(**{**found, "counts": msgspec.json.decode(found["counts"])})


def reports(*, actor: Actor, at: datetime, state: str = "open", after: str = "", limit: int = 25) -> Page[ReportRow]:
    """Return one page of the reports whose matters the actor may see, the newest first. Refused bad_cursor."""
    seen, values = visible_to(actor, centers.net(at))
    start, started = "", []
    if after:
        start, started = " AND (r.at, r.id) < (%s, %s)", list(keyset.decode(after, (datetime, UUID)))
    rows = sql.rows(
        f"{_ROW} WHERE r.state = %s{start} AND {seen} ORDER BY r.at DESC, r.id DESC LIMIT %s",
        [state, *started, *values, limit + 1],
    )
    return keyset.page([_row(row) for row in rows], limit=limit, key=lambda row: (row.at, row.id))


def report_page(*, county: str, report: UUID, actor: Actor, at: datetime) -> ReportPage:
    """Return one report with its chain and history. Refused `no_such_report` for whoever may not see its matter."""
    seen, values = visible_to(actor, centers.net(at))
    found = sql.one(f"{_ROW} WHERE r.county = %s AND r.id = %s AND {seen}", [county, report, *values])
    if found is None:
        raise Refused("no_such_report")
    row = _row(found)
    matter = grave_seen(number=row.number, actor=actor, at=at)
    chain = _chain(county, report)
    open_ = row.state == "open"
    waiting = frozenset(one.unit_id for one in chain if one.state != ReceiptState.SIGNED and one.asked)
    can_end = access.may_end(actor, matter, row.unit_id)
    return ReportPage(
        row=row,
        matter=matter,
        chain=chain,
        history=_history(county, report),
        may_sign=access.may_sign(actor, waiting),
        may_add=open_ and (can_end or access.may_add(actor, matter, centers.net(at))),
        may_end=open_ and can_end,
    )


def _chain(county: str, report: UUID) -> tuple[Receipt, ...]:
    rows = sql.rows(
        "SELECT unit_id, level, since, due, state, signed_by, signed, (NOT open OR wake IS NOT NULL OR signed IS NOT NULL) AS asked"
        " FROM report_receipt WHERE county = %s AND report_id = %s ORDER BY level DESC",
        [county, report],
    )
    return tuple(Receipt(**{**row, "state": ReceiptState.of(row["state"])}) for row in rows)


def _history(county: str, report: UUID) -> tuple[Entry, ...]:
    rows = sql.rows(
        "SELECT seq, at, kind, user_id, unit_id, level, grade, counts::text AS counts, text FROM report_entry"
        " WHERE county = %s AND report_id = %s ORDER BY seq",
        [county, report],
    )
    return tuple(
        Entry(
            **{
                **row,
                "kind": EntryKind.of(row["kind"]),
                "counts": msgspec.json.decode(row["counts"]),
                "text": unseal(row["text"], context(county, report, "entry", row["seq"])) if row["text"] is not None else "",
            }
        )
        for row in rows
    )


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A report that waits for the reader's signature."""

    county: str
    id: UUID
    number: str
    sort: str
    grade: str
    neutral: bool
    place: str
    at: datetime
    due: datetime
    late: bool


_WAITING = """
SELECT r.county, r.id, r.number, r.sort, r.grade, r.neutral, r.place, r.at, c.due, c.state = 'late' AS late
FROM report_receipt c JOIN report r ON r.county = c.county AND r.id = c.report_id
JOIN matter m ON m.county = r.county AND m.number = r.number
WHERE c.open AND c.signed IS NULL AND c.unit_id = %s
"""


def waiting_asked(*, actor: Actor, at: datetime) -> sql.Asked[Waiting] | None:
    """Return the question which reports wait at the actor's level, to be put together with another; None for whoever signs nowhere.

    Of the answer `asked_of` keeps what this actor is asked for. It is never remembered: an urgent report stands on the next page.
    """
    if actor.role not in access.SIGNING or actor.unit is None:
        return None
    seen, values = visible_to(actor, centers.net(at))
    return sql.Asked(Waiting, f"{_WAITING} AND {seen} ORDER BY c.due LIMIT 20", [actor.unit, *values])


def asked_of(rows: list[Waiting], *, actor: Actor, at: datetime) -> list[Waiting]:
    """Return those of the reports waiting at the actor's level that the actor is asked to sign for, the most urgent first.

    The leaders are asked, and the head; others only where nobody of those is, or once it is late.
    """
    if not rows or actor.unit is None:
        return []
    asked = actor.role in access.LEADING or actor.role in _first(actor.unit, at)
    return [row for row in rows if asked or (row.late and any(actor.role in some for some in access.WHEN_LATE))]


def waiting_for(*, actor: Actor, at: datetime) -> list[Waiting]:
    """Return what the actor is asked to sign for; nothing about a matter they may not see."""
    question = waiting_asked(actor=actor, at=at)
    return asked_of(sql.answered(question), actor=actor, at=at) if question else []


def _first(unit: int, at: datetime) -> frozenset[Role]:
    """Return the first roles among the signers that anybody holds at a unit."""
    return next((some for some in access.SIGNERS if any(centers.holders_of(unit, role, at) for role in some)), frozenset())


def under_way(*, number: str) -> tuple[str, UUID] | None:
    """Return the open report of a matter, if there is one."""
    row = sql.one("SELECT county, id FROM report WHERE county = %s AND number = %s AND state = 'open'", [number[:6], number])
    return (row["county"], row["id"]) if row else None


def units_named(page: ReportPage) -> dict[int, str]:
    """Return the names of the units on a page."""
    ids: Iterable[int] = {page.row.unit_id, *(one.unit_id for one in page.chain), *(one.unit_id for one in page.history if one.unit_id)}
    return {key: row.name for key, row in centers.units(ids).items()}
