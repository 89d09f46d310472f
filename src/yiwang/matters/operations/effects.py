"""What follows from a deed beside the case: columns that are no rule's business, facts to be counted, and who is to hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from ..domain.acts import Act
from ..domain.case import Case, Move
from ..ledger.append import Text
from ..numbers import Number
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


def parts(target: Target, *, number: str, before: Case | None, after: Case, move: Move, platform: str) -> list[Part]:
    """Return the statements for facts and outbox rows."""
    return []
