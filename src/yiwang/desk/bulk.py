"""One act on many matters: each by itself, through the one door, with a report of what came of every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters import operations as matters
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.reading import read_input
from yiwang.matters.domain.scene import lead_of
from yiwang.matters.operations.mentioning import MENTIONING
from yiwang.matters.queries.lawful import Standing, lawful_on
from yiwang.privacy.sealing import context, seal, unseal

ACTS = (
    Act.ACCEPT,
    Act.DISPATCH,
    Act.RECEIVE,
    Act.CONFIRM,
    Act.CLOSE,
    Act.SERVE,
    Act.FOLLOW_UP,
    Act.URGE,
    Act.CHASE,
    Act.INSTRUCT,
    Act.NOTE,
    Act.ARCHIVE,
)
"""What may be done to many at once. Rulings, refusals and whatever is owed to one person's own case are not among them."""
MOST = 100
AT_ONCE = 20
"""So many are done while one waits; more are a job."""
STALE = "changed_meanwhile"
OWN_UNIT = {Act.URGE: "unit"}
"""Inputs that name a unit of each matter's own: the one that leads in it."""


class Chosen(NamedTuple):
    """A matter that was chosen, in the version that was seen."""

    number: str
    seen: int


class _Row(NamedTuple):
    number: str
    seen: int
    subject: str
    unit: int | None
    outcome: str
    code: str


def acts_for(standings: Sequence[Standing]) -> dict[Act, int]:
    """Return the acts that are lawful on at least one of these matters, each with on how many."""
    return {act: count for act in ACTS if (count := sum(act in one.offers for one in standings))}


def start(*, run_id: UUID, actor: Actor, act: str, data: Mapping[str, Any], chosen: Sequence[Chosen], at: datetime) -> int:
    """Write a run down, and return how many of its matters wait to be acted on; what is plainly not lawful is settled at once.

    A run of this id that is there already stays as it is.
    BadInput by input of the act; refused `unknown_act`, `too_many`, `nothing_chosen`.
    """
    if act not in ACTS:
        raise Refused("unknown_act", field="act")
    if not chosen:
        raise Refused("nothing_chosen")
    if len(chosen) > MOST:
        raise Refused("too_many", most=MOST)
    kind = Act(act)
    rows = _rows(kind, chosen, lawful_on(numbers=[one.number for one in chosen], actor=actor, at=at))
    own = OWN_UNIT.get(kind)
    example = next((row.unit for row in rows if row.unit is not None), None)
    read_input(SPECS[kind], {**data, **({own: example} if own and example else {})})
    with transaction.atomic():
        if _write(run_id, actor, act, data, at):
            _write_rows(run_id, rows)
    return sum(not row.outcome for row in rows)


def _rows(act: Act, chosen: Sequence[Chosen], standings: Sequence[Standing]) -> list[_Row]:
    found = {one.number: one for one in standings}
    rows = []
    for number, seen in dict.fromkeys(chosen):
        one = found.get(number)
        if one is None:
            rows.append(_Row(number, seen, "m", None, "refused", "no_such_matter"))
        elif one.version != seen:
            rows.append(_Row(number, seen, "m", None, "changed", STALE))
        elif act not in one.offers:
            rows.append(_Row(number, seen, "m", None, "refused", one.refused.get(act, "wrong_state")))
        else:
            lead = lead_of(one.case)
            unit = one.case.orders[lead].unit if act in OWN_UNIT and lead else None
            rows.append(_Row(number, seen, one.offers[act][0], unit, "", ""))
    return rows


def _place(run_id: UUID) -> bytes:
    return context("desk_bulk", run_id)


def _write(run_id: UUID, actor: Actor, act: str, data: Mapping[str, Any], at: datetime) -> bool:
    sealed = seal(msgspec.json.encode(dict(data)).decode(), _place(run_id))
    return bool(
        sql.execute(
            "INSERT INTO desk_bulk (id, user_id, post_id, act, sealed, at, stopped) VALUES (%s, %s, %s, %s, %s, %s, false)"
            " ON CONFLICT DO NOTHING",
            [run_id, actor.user, actor.post, act, sealed, at],
        )
    )


def _write_rows(run_id: UUID, rows: Sequence[_Row]) -> None:
    sql.execute(
        "INSERT INTO desk_bulk_row (run_id, no, number, seen, subject, unit, outcome, code, told)"
        " SELECT %s, r.* , '{}' FROM unnest(%s::smallint[], %s::text[], %s::int[], %s::text[], %s::bigint[], %s::text[], %s::text[]) AS r",
        [run_id, list(range(1, len(rows) + 1)), *(list(column) for column in zip(*rows, strict=True))],
    )


def carry_out(*, run_id: UUID, at: datetime) -> int:
    """Do what of a run is not done yet, one matter and one transaction after another; return how many were settled now.

    Safe to be called again, and twice at once: a row that was done is not done again, for its key was written with the deed.
    """
    run = sql.one("SELECT user_id, post_id, act, sealed, ended FROM desk_bulk WHERE id = %s", [run_id])
    if run is None or run["sealed"] is None:
        return 0
    actor = centers.actor(run["post_id"], at)
    doer = _Doer(run_id, Act(run["act"]), actor if actor and actor.user == run["user_id"] else None, _typed(run_id, run["sealed"]), at)
    rows = sql.rows("SELECT no, number, seen, subject, unit FROM desk_bulk_row WHERE run_id = %s AND outcome = '' ORDER BY no", [run_id])
    settled = 0
    for row in rows:
        if _stopped(run_id):
            break
        _settle(run_id, row["no"], _one(doer, row))
        settled += 1
    sql.execute("UPDATE desk_bulk_row SET outcome = 'left' WHERE run_id = %s AND outcome = ''", [run_id])
    sql.execute("UPDATE desk_bulk SET ended = %s, sealed = NULL WHERE id = %s", [at, run_id])
    return settled


class _Doer(NamedTuple):
    run_id: UUID
    act: Act
    actor: Actor | None
    data: dict[str, Any]
    at: datetime


def _typed(run_id: UUID, sealed: bytes) -> dict[str, Any]:
    typed: dict[str, Any] = msgspec.json.decode(unseal(sealed, _place(run_id)))
    return typed


def _one(doer: _Doer, row: dict[str, Any]) -> Refused | None:
    """Do the act on one matter; return why not, if not."""
    if doer.actor is None:  # the appointment ended meanwhile
        return Refused("not_yours")
    own = OWN_UNIT.get(doer.act)
    try:
        done = matters.act(
            number=row["number"],
            act=doer.act,
            actor=doer.actor,
            at=doer.at,
            subject=row["subject"],
            data={**doer.data, own: row["unit"]} if own else doer.data,
            seen_version=row["seen"],
            key=f"bulk:{doer.run_id}:{row['no']}",
        )
    except Refused as refusal:
        return refusal
    if doer.act in MENTIONING:
        matters.tell_mentioned(number=done.number, text=str(doer.data.get("text", "")), actor=doer.actor, seq=done.seq, at=doer.at)
    return None


def _settle(run_id: UUID, no: int, refusal: Refused | None) -> None:
    outcome = "done" if refusal is None else "changed" if refusal.code == STALE else "refused"
    first = refusal.errors[0] if isinstance(refusal, BadInput) and refusal.errors else refusal
    told = {name: value for name, value in first.values.items() if isinstance(value, int)} if first else {}
    sql.execute(
        "UPDATE desk_bulk_row SET outcome = %s, code = %s, told = %s::jsonb WHERE run_id = %s AND no = %s",
        [outcome, first.code if first else "", msgspec.json.encode(told).decode(), run_id, no],
    )


def _stopped(run_id: UUID) -> bool:
    return bool(sql.scalar("SELECT stopped FROM desk_bulk WHERE id = %s", [run_id]))


def stop(*, run_id: UUID, actor: Actor) -> bool:
    """Ask a run to stop after the matter it is at; False when it is not this account's or has ended."""
    return bool(sql.execute("UPDATE desk_bulk SET stopped = true WHERE id = %s AND user_id = %s AND ended IS NULL", [run_id, actor.user]))
