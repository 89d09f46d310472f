"""What follows from a deed beside the case: columns that are no rule's business, facts to be counted, and who is to hear of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from yiwang.facts.operations import statement as append_facts
from yiwang.infra import outbox
from yiwang.infra.outbox import Event

from ..domain.acts import Act
from ..domain.case import Case, Move
from ..domain.words import Nature
from ..ledger.append import Text
from ..numbers import Number
from .counting import facts
from .projection import Projection, TodoRow
from .writing import Part, Target


def master_of(number: Number) -> str:
    """Return the number of the matter this one was merged into, "" if it was not; read before locking, checked by the rules after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_doc->>'master' FROM matter WHERE county = %s AND number = %s", [number.county, str(number)])
        row = cursor.fetchone()
    return (row and row[0]) or ""


def further_columns(move: Move, texts: Mapping[str, Text]) -> dict[str, Any]:
    """Return columns that the act sets by itself: the stars given, a corrected title."""
    if move.act == Act.RATE:
        return {"rated": move.data["stars"]}
    if move.act == Act.CORRECT and move.data.get("part") == "title":
        return {"title": texts["text"].text[:200]}
    return {}


def begun(before: Projection, after: Projection) -> list[TodoRow]:
    """Return what waits for a unit now and did not before, whatever its limit was then."""
    waited = {(row.key, row.duty, row.unit) for row in before.todo}
    return [row for row in after.todo if (row.key, row.duty, row.unit) not in waited]


def parts(
    target: Target,
    *,
    number: str,
    before: Case | None,
    after: Case,
    move: Move,
    was_platform: str,
    platform: str,
    version: int,
    waits: Iterable[TodoRow],
) -> list[Part]:
    """Return the statements for facts and for the outbox row that tells what happened (codes and ids, never a text).

    `waits` is what began to wait by it.
    """
    counted = facts(before, after, move, was_platform=was_platform, platform=platform)
    members = [Part(*append_facts(county=target.county, at=move.at, facts=counted))] if counted else []
    event = Event(
        county=target.county,
        topic="matter.changed",
        key=number,
        at=move.at,
        body={
            "number": number,
            "act": str(move.act),
            "subject": move.subject,
            "state": str(after.state),
            "was": str(before.state) if before else "",
            "version": version,
            "holder": after.holder,
            "sealed": after.nature == Nature.ACCUSATION,
            "by": move.actor.user,
            "waits": sorted((row.duty, row.unit, row.subject) for row in waits),
            **({name: move.data[name] for name in ("clock", "level")} if move.act == Act.RAISE_CLOCK else {}),
        },
    )
    return [*members, Part(*outbox.statement([event, *cards_told(target, number=number, before=before, after=after, at=move.at)]))]


def cards_told(target: Target, *, number: str, before: Case | None, after: Case, at: datetime) -> list[Event]:
    """Return what is told of cards: one was sent, one rose a level, one was answered (ids and codes only)."""
    was = before.cards if before else {}
    told = []
    for key, card in after.cards.items():
        old = was.get(key)
        topic = ""
        if old is None:
            topic = "card.sent"
        elif card.above and not old.above:
            topic = "card.rose"
        elif card.state == "answered" != old.state:
            topic = "card.answered"
        if topic:
            body = {
                "number": number,
                "card": key,
                "level": card.level,
                "unit": card.unit,
                "by_unit": card.by_unit,
                "by_rule": card.by_rule,
                "above": card.above,
                "answer": card.state == "open",
            }
            told.append(Event(county=target.county, topic=topic, key=number, at=at, body=body))
    return told
