"""What an immediate report must know of the matter it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused

from .. import numbers
from ..access import visible_to
from ..domain.case import Case


class Grave(msgspec.Struct, frozen=True, kw_only=True):
    """A matter with what decides who may know of it."""

    county: str
    number: str
    title: str
    address: str
    case: Case


_ROW = "SELECT m.county, m.number, m.title, m.address, m.case_doc::text AS case_doc FROM matter m"


def grave(wanted: Iterable[str]) -> dict[str, Grave]:
    """Return matters by number, for the program itself: no reader's rights are asked."""
    named = sorted(set(wanted))
    rows = sql.rows(
        f"{_ROW} JOIN unnest(%s::text[], %s::text[]) AS w (county, number) ON m.county = w.county AND m.number = w.number",
        [[number[:6] for number in named], named],
    )
    return {row["number"]: _grave(row) for row in rows}


def grave_seen(*, number: str, actor: Actor, at: datetime) -> Grave:
    """Return a matter the actor may see. Refused `no_such_matter` otherwise."""
    named = numbers.parse(number)
    seen, values = visible_to(actor, centers.net(at))
    row = sql.one(f"{_ROW} WHERE m.county = %s AND m.number = %s AND {seen}", [named.county, str(named), *values])
    if row is None:
        raise Refused("no_such_matter", field="number")
    return _grave(row)


def _grave(row: dict[str, object]) -> Grave:
    doc = row.pop("case_doc")
    return Grave(**row, case=msgspec.json.decode(str(doc), type=Case))  # type: ignore[arg-type]
