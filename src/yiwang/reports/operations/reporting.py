"""Signing for a report, following it up, ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries.grave import Grave, grave_seen
from yiwang.policy import queries as policy
from yiwang.policy.domain.reports import ReportsBody

from ..access import may_add, may_end, may_sign
from ..domain.chain import EntryKind
from .raising import reach_levels
from .telling import refresh, tell, users_of
from .writing import Held, add_entry, checked, hold


def _held(county: str, report: UUID, actor: Actor, at: datetime, *, must_be_open: bool = True) -> tuple[Held, Grave]:
    """Hold a report the actor may see. Refused `no_such_report`, `report_ended`."""
    held = hold(county, report)
    try:
        matter = grave_seen(number=held.number, actor=actor, at=at)
    except Refused:
        raise Refused("no_such_report") from None
    if must_be_open and held.state != "open":
        raise Refused("report_ended")
    return held, matter


@transaction.atomic
def sign(*, county: str, report: UUID, actor: Actor, at: datetime, text: str = "") -> None:
    """Sign for a report on behalf of the actor's level, with a word of instruction if there is one.

    Signing twice changes nothing. Refused `no_such_report`, `not_your_right` when the actor's level was not told.
    """
    held, matter = _held(county, report, actor, at, must_be_open=False)
    checked(text=text, counts={}, text_needed=False)
    rows = sql.rows("SELECT unit_id, level, state FROM report_receipt WHERE county = %s AND report_id = %s", [county, report])
    own = next((row for row in rows if row["unit_id"] == actor.unit), None)
    if own is None or not may_sign(actor, frozenset(row["unit_id"] for row in rows)):
        raise Refused("not_your_right")
    if own["state"] == "signed":
        return
    sql.execute(
        "UPDATE report_receipt SET state = 'signed', signed_by = %s, signed = %s, wake = NULL"
        " WHERE county = %s AND report_id = %s AND unit_id = %s",
        [actor.user, at, county, report, actor.unit],
    )
    add_entry(held, seq=held.seq + 1, kind=EntryKind.SIGNED, at=at, user=actor.user, unit=actor.unit, level=own["level"], text=text)
    sql.execute("UPDATE report SET seq = seq + 1 WHERE county = %s AND id = %s", [county, report])
    refresh(held, matter, at)


@transaction.atomic
def follow_up(
    *, county: str, report: UUID, text: str, actor: Actor, at: datetime, counts: Mapping[str, int] | None = None, grade: str = ""
) -> None:
    """Report how it goes on. Graver numbers tell further levels; the next follow-up report is due after the grade's own time.

    Refused `no_such_report`, `report_ended`, `not_your_right`, BadInput by field.
    """
    held, matter = _held(county, report, actor, at)
    net = centers.net(at)
    if not (may_add(actor, matter, net) or may_end(actor, matter, held.unit_id)):
        raise Refused("not_your_right")
    body: ReportsBody = policy.pack("reports", at).body
    given = checked(text=text, counts=counts or {})
    if grade and grade not in body.rank:
        raise Refused("unknown_choice", field="grade")
    now_grade = body.gravity(held.sort, given, at_least=grade or held.grade)
    due = at + timedelta(minutes=body.grade(now_grade).follow_up)
    add_entry(
        held, seq=held.seq + 1, kind=EntryKind.MORE, at=at, user=actor.user, unit=actor.unit, grade=now_grade, counts=given, text=text
    )
    sql.execute(
        "UPDATE report SET grade = %s, counts = %s::jsonb, due = %s, wake = %s WHERE county = %s AND id = %s",
        [now_grade, msgspec.json.encode(given).decode(), due, due, county, report],
    )
    told = _told_units(held)
    seq = reach_levels(held, matter, body, grade=now_grade, at=at, seq=held.seq + 1)
    tell(held, users_of(told, matter, at) - {actor.user or 0}, "report_more", at=at, key=f"more.{seq}")
    refresh(held, matter, at)


@transaction.atomic
def end_report(*, county: str, report: UUID, text: str, actor: Actor, at: datetime, counts: Mapping[str, int] | None = None) -> None:
    """Make the final report. Refused `no_such_report`, `report_ended`, `not_your_right`, BadInput by field."""
    held, matter = _held(county, report, actor, at)
    if not may_end(actor, matter, held.unit_id):
        raise Refused("not_your_right")
    given = checked(text=text, counts=counts or {})
    add_entry(held, seq=held.seq + 1, kind=EntryKind.FINAL, at=at, user=actor.user, unit=actor.unit, counts=given, text=text)
    sql.execute(
        "UPDATE report SET state = 'ended', ended = %s, due = NULL, wake = NULL, counts = %s::jsonb, seq = seq + 1"
        " WHERE county = %s AND id = %s",
        [at, msgspec.json.encode(given).decode(), county, report],
    )
    sql.execute("UPDATE report_receipt SET open = false, wake = NULL WHERE county = %s AND report_id = %s", [county, report])
    tell(held, users_of(_told_units(held), matter, at) - {actor.user or 0}, "report_over", at=at, key="over")
    refresh(held, matter, at)


def _told_units(held: Held) -> list[int]:
    return [
        row["unit_id"]
        for row in sql.rows("SELECT unit_id FROM report_receipt WHERE county = %s AND report_id = %s", [held.county, held.id])
    ]


def forget_words(events: Sequence[Event]) -> None:
    """Listener of `matter.erased`: what was written about a matter in its reports goes too, for it may say what was erased.

    Who signed when, and how many were affected, stays.
    """
    told = [event.key for event in events if any(not part.startswith("file.") for part in event.body["parts"])]
    sql.execute(
        "UPDATE report_entry e SET text = NULL FROM report r, unnest(%s::text[], %s::text[]) AS w (county, number)"
        " WHERE r.county = w.county AND r.number = w.number AND e.county = r.county AND e.report_id = r.id AND e.text IS NOT NULL",
        [[number[:6] for number in told], told],
    )
