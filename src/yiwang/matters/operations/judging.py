"""What was suggested when somebody decided, kept beside what they decided: so that the worth of suggestions is measured, not believed.

A dispatch is compared with the units that were suggested for it, a merge or link with the matters. Both are worked out as whoever decided
would have got them, by a listener within a second, or for all there is by `yiwang suggest worth --replay`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.privacy.sealing import Unsealable

from ..domain.acts import Act
from ..domain.measuring import Tally
from ..ledger.texts import load, open_text
from ..queries.suggest import routes, same_matters

SHOWN = 5
BATCH = 200
KINDS = {Act.DISPATCH: "route", Act.MERGE: "same", Act.LINK: "same"}
CHOSEN = {Act.DISPATCH: "unit", Act.MERGE: "master", Act.LINK: "other"}

_DECIDED = """
SELECT m.county, m.id, m.number, m.place, m.category, m.title, e.seq, e.at, e.act, e.user_id, e.unit_id, e.role, e.data::text AS data
FROM ledger_entry e JOIN matter m ON m.county = e.county AND m.id = e.matter_id
WHERE NOT m.sensitive AND m.nature <> 'accusation' AND e.act = ANY(%s) AND {which} ORDER BY e.county, e.matter_id, e.seq LIMIT %s
"""
_KEEP = """
INSERT INTO suggestion_choice AS c (county, matter_id, kind, seq, at, shown, chosen, rank) VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s)
ON CONFLICT (county, matter_id, kind, seq) DO UPDATE SET shown = EXCLUDED.shown, chosen = EXCLUDED.chosen, rank = EXCLUDED.rank
"""


def heard(events: Sequence[Event]) -> None:
    """Keep what was suggested for the decisions that were taken (`matter.changed`)."""
    for event in events:
        if event.body["act"] in KINDS:
            number = event.body["number"]
            which = "m.county = %s AND m.number = %s AND e.at = %s"
            for row in sql.rows(_DECIDED.format(which=which), [[event.body["act"]], number[:6], number, event.at, 1]):
                _keep(row, with_learned=True)


def replay(*, progress: Callable[[int], object] = lambda done: None) -> int:
    """Work out anew what would have been suggested for every decision there is, with what was known then; return how many there are."""
    done = 0
    for batch in _all():
        with transaction.atomic():
            done += sum(_keep(row, with_learned=False) for row in batch)  # it has learned from these very decisions
        progress(done)
    return done


def _all() -> Iterator[list[dict[str, Any]]]:
    last: tuple[Any, ...] = ("", UUID(int=0), 0)
    acts = [str(act) for act in KINDS]
    while rows := sql.rows(_DECIDED.format(which="(e.county, e.matter_id, e.seq) > (%s, %s::uuid, %s)"), [acts, *last, BATCH]):
        yield rows
        last = (rows[-1]["county"], rows[-1]["id"], rows[-1]["seq"])


def _keep(row: Mapping[str, Any], *, with_learned: bool) -> bool:
    """Keep one decision; False for what decides nothing: a dispatch without a lead, the other end of a merge."""
    act = Act(row["act"])
    chosen = msgspec.json.decode(row["data"]).get(CHOSEN[act])
    if chosen is None or row["role"] not in set(Role):
        return False
    actor = Actor(role=Role(row["role"]), user=row["user_id"], unit=row["unit_id"])  # type: ignore[call-arg]  # a word from its code
    told = {"actor": actor, "place": row["place"], "category": row["category"], "text": _told(row), "at": row["at"], "limit": SHOWN}
    if KINDS[act] == "route":
        shown = [
            (str(each.unit), each.score, [str(reason.why) for reason in each.reasons]) for each in routes(**told, with_learned=with_learned)
        ]
    else:
        found = same_matters(**told, besides=row["number"])
        shown = [(each.number, each.score, [str(reason.why) for reason in each.reasons]) for each in found]
    rank = next((place for place, each in enumerate(shown, 1) if each[0] == str(chosen)), 0)
    values = [row["county"], row["id"], KINDS[act], row["seq"], row["at"], msgspec.json.encode(shown).decode(), str(chosen), rank]
    sql.execute(_KEEP, values)
    return True


def _told(row: Mapping[str, Any]) -> str:
    """Return title and narrative without persons."""
    texts = [row["title"]]
    for text in load(county=row["county"], matter_id=row["id"], names=["narrative"]):
        try:
            opened = open_text(text, county=row["county"], matter_id=row["id"])
        except Unsealable:
            opened = None
        texts.append(opened.text if opened else "")
    return "\n".join(texts)


class Worth(msgspec.Struct, kw_only=True):
    """What became of suggestions of one kind."""

    decided: int = 0
    first: int = 0
    among: int = 0
    silent: int = 0
    """Nothing was suggested."""
    reasons: dict[str, Tally] = {}
    """Of the first suggestions, by each reason they had."""


_WORTH = "SELECT kind, rank, shown::text AS shown FROM suggestion_choice WHERE at >= %s"


def worth(*, since: datetime) -> dict[str, Worth]:
    """Return by kind how often what was decided on had been suggested, first or at all."""
    found: dict[str, Worth] = {}
    for row in sql.rows(_WORTH, [since]):
        one = found.setdefault(row["kind"], Worth(reasons={}))
        shown = msgspec.json.decode(row["shown"])
        one.decided += 1
        one.first += row["rank"] == 1
        one.among += row["rank"] > 0
        one.silent += not shown
        for why in shown[0][2] if shown else ():
            tally = one.reasons.setdefault(why, Tally())
            tally.suggested += 1
            tally.right += row["rank"] == 1
    return found
