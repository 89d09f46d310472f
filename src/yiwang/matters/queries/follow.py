"""The page of the person who brought a matter: by number and query code, without an account; what is public and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql, throttle
from yiwang.kernel.refusals import Refused

from .. import numbers
from ..domain import workflow
from ..domain.acts import Act
from ..domain.case import Case, ClaimLine
from ..domain.clocks import due_of
from ..domain.words import State
from .page import FileView, OfferView, narrative, read_parties
from .policy import policy_at
from .timeline import TimelineEntry, masked_values, read_timeline

_WINDOW = timedelta(minutes=15)
_WRONG_HERE, _WRONG_FROM, _WRONG_AT = 10, 30, 200
"""Wrong codes within the window: of one source for one number, of one source for all, and of everybody for one number (a stranger
must not be able to lock the person out)."""
_NO_HASH = bytes(32)


class FollowPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the person sees of their matter."""

    number: str
    version: int
    state: State
    title: str
    narrative: str
    category: str
    nature: str
    procedure: str
    place: str
    address: str
    registered: datetime
    updated: datetime
    due: datetime | None
    """Until when the office owes the next answer; None when nothing runs."""
    provisional: bool
    suspended: bool
    together: State | None
    """Of a merged matter that is not answered yet: how far the one it is handled with has come; limit and units are that one's too."""
    holder: int
    holder_name: str
    lead_unit: int | None
    lead_name: str
    """Who works on it."""
    rated: int | None
    claim: ClaimLine | None
    """Their own line of the claim sheet, in a group matter."""
    timeline: tuple[TimelineEntry, ...]
    files: tuple[FileView, ...]
    questions: tuple[str, ...]
    """Keys of questions that wait for the person's answer."""
    offers: tuple[OfferView, ...]
    units: dict[int, str]


_ROW = """
SELECT m.county, m.id, m.number, m.version, m.case_doc::text AS case_doc, m.title, m.address, m.registered, m.updated, m.due, m.rated,
       m.query_code_hash,
       (SELECT coalesce(json_agg(json_build_object('id', f.file_id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'seq', f.seq,
               'visible', f.visible) ORDER BY f.seq, f.file_id), '[]')::text
        FROM matter_file f WHERE f.county = m.county AND f.matter_id = m.id AND f.visible) AS files
FROM matter m WHERE m.county = %s AND m.number = %s
"""


def person(*, number: str, query_code: str, at: datetime, source: str = "") -> Actor:
    """Return the person who brought the matter as an actor, bound to it. Refused `no_such_matter` or `too_many_requests`."""
    return Actor(role=Role.PERSON, party=_opened(number, query_code, at, source)["number"])


def _opened(number: str, query_code: str, at: datetime, source: str) -> dict[str, Any]:
    """Return the row of a matter whose query code is right; wrong numbers and wrong codes cost, count and sound the same."""
    named = numbers.parse(number)
    doors = _doors(str(named), source)
    if any(throttle.spent(scope, key, limit, _WINDOW, at=at) for scope, key, limit in doors):
        raise Refused("too_many_requests", field="query_code")
    row = sql.one(_ROW, [named.county, str(named)])
    stored = bytes(row["query_code_hash"]) if row else _NO_HASH
    fits = numbers.code_fits(str(named), query_code, stored)
    if row is not None and fits:
        return row
    for scope, key, limit in doors:
        throttle.hit(scope, key, limit, _WINDOW, at=at)
    raise Refused("no_such_matter", field="query_code")


def _doors(number: str, source: str) -> tuple[tuple[str, str, int], ...]:
    """Return what is counted for a try: scope, key, limit."""
    if not source:
        return (("query_code", number, _WRONG_HERE),)
    return (
        ("query_code", f"{number} {source}", _WRONG_HERE),
        ("query_code_source", source, _WRONG_FROM),
        ("query_code_number", number, _WRONG_AT),
    )


def follow(*, number: str, query_code: str, at: datetime, source: str = "") -> FollowPage:
    """Return the person's page. Refused `no_such_matter` (wrong number or code), `too_many_requests`, `number_…`.

    `source` names where the try comes from (an address), so that guessing over many numbers is slowed down too.
    """
    row = _opened(number, query_code, at, source)
    case = msgspec.json.decode(row["case_doc"], type=Case)
    net, policy = centers.net(at), policy_at(at)
    actor = Actor(role=Role.PERSON, party=row["number"])
    master = _master(case)
    at_work = case if master is None else master
    due = row["due"] if master is None else due_of(master)
    fields = [opened for _, opened in read_parties(row["county"], row["id"])]
    whole = read_timeline(county=row["county"], matter_id=row["id"], values=masked_values(fields))
    timeline = tuple(_public(entry) for entry in whole if entry.public and "of" not in entry.data)
    lead = _lead(at_work)
    ids = {at_work.holder, *([lead] if lead else []), *(unit for entry in timeline for unit in entry.unit_ids())}
    units = {key: unit.name for key, unit in centers.units(sorted(ids)).items()}
    return FollowPage(
        number=row["number"],
        version=row["version"],
        state=case.state,
        title=row["title"],
        narrative=narrative(whole),
        category=case.category,
        nature=str(case.nature),
        procedure=str(case.procedure),
        place=case.place,
        address=row["address"],
        registered=row["registered"],
        updated=row["updated"],
        due=due,
        provisional=any(clock.provisional and clock.due == due for clock in at_work.clocks.values()),
        suspended=at_work.suspension is not None,
        together=master.state if master is not None else None,
        holder=at_work.holder,
        holder_name=units.get(at_work.holder, ""),
        lead_unit=lead,
        lead_name=units.get(lead, "") if lead else "",
        rated=row["rated"],
        claim=next((line for line in case.claims.values() if line.party == case.reporter), None),
        timeline=timeline,
        files=tuple(msgspec.json.decode(row["files"], type=list[FileView])),
        questions=tuple(
            key for key, request in case.requests.items() if request.state == "open" and request.kind in ("question", "correction")
        ),
        offers=tuple(
            OfferView(act=Act(offer.act), subject=offer.subject)
            for offer in workflow.offers(case, actor, net, policy, at)
            if not offer.refused
        ),
        units=units,
    )


def _master(case: Case) -> Case | None:
    """Return the matter a merged one is handled with, while the common answer is still to come."""
    if case.state != State.MERGED or case.answered or not case.master:
        return None
    named = numbers.parse(case.master)
    doc = sql.scalar("SELECT case_doc::text FROM matter WHERE county = %s AND number = %s", [named.county, str(named)])
    return msgspec.json.decode(doc, type=Case)


def _lead(case: Case) -> int | None:
    """Return the unit that works on it, or did last."""
    standing = (order.unit for order in reversed(case.orders.values()) if order.lead and order.state not in ("cancelled", "upheld"))
    return next(standing, None)


def _public(entry: TimelineEntry) -> TimelineEntry:
    """Return an entry without what is not the person's to read: who by name, values of the input, texts that are not public."""
    kept = {name: entry.data[name] for name in ("stars", "solved", "on", "until", "days", "grant") if name in entry.data}
    return msgspec.structs.replace(
        entry, user=None, user_name="", instead_of="", data=kept, texts=tuple(text for text in entry.texts if text.public)
    )
