"""What somebody may do with several matters at once: each with its version and the acts that are lawful on it now. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql

from .. import numbers as spelling
from ..access import visible_to
from ..domain import workflow
from ..domain.acts import Act
from ..domain.case import Case
from .policy import policy_at


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One matter, as far as deciding what to do with many of them needs it."""

    number: str
    title: str
    state: str
    version: int
    case: Case
    offers: dict[Act, tuple[str, ...]]
    """Lawful acts, each with the parts it may be done on, in order."""
    refused: dict[Act, str]
    """Of the other acts, the code that says why not."""


def lawful_on(*, numbers: Sequence[str], actor: Actor, at: datetime) -> list[Standing]:
    """Return the matters of these numbers that the actor may see, in the order given; others are left out.

    Refused `number_malformed`, `number_mistyped`.
    """
    parsed = [spelling.parse(number) for number in numbers]
    if not parsed:
        return []
    net, policy = centers.net(at), policy_at(at)
    seen, values = visible_to(actor, net)
    rows = sql.rows(
        "SELECT m.number, m.title, m.state, m.version, m.case_doc::text AS case_doc FROM unnest(%s::text[], %s::text[])"  # noqa: S608
        f" AS w (county, number) JOIN matter m ON m.county = w.county AND m.number = w.number WHERE {seen}",
        [[one.county for one in parsed], [str(one) for one in parsed], *values],
    )
    found = {}
    for row in rows:
        case = msgspec.json.decode(row.pop("case_doc"), type=Case)
        offers: dict[Act, tuple[str, ...]] = {}
        refused: dict[Act, str] = {}
        for offer in workflow.offers(case, actor, net, policy, at):
            if offer.refused:
                refused.setdefault(offer.act, offer.refused)
            else:
                offers[offer.act] = (*offers.get(offer.act, ()), offer.subject)
        found[row["number"]] = Standing(**row, case=case, offers=offers, refused=refused)
    return [found[str(one)] for one in dict.fromkeys(parsed) if str(one) in found]
