"""The matter page of the staff: facts, parties masked, timeline out of the ledger, orders as a tree, and every lawful act.

Two statements, however long the matter: its row with parties, files and links, and its ledger with the sealed texts.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.privacy import masking

from .. import numbers
from ..access import visible_to
from ..domain import workflow
from ..domain.acts import Act
from ..domain.case import Case, Clock
from ..domain.clocks import governing
from ..domain.words import State
from ..sealed import PartyFields, open_party
from .policy import policy_at
from .timeline import TimelineEntry, masked_values, read_timeline


class PartyView(msgspec.Struct, frozen=True, kw_only=True):
    """A party as the screen shows it: masked, or after a reveal in full."""

    no: int
    part: str
    kind: str
    visiting: bool
    name: str
    phone: str
    document: str
    address: str
    relation: str = ""
    erased: bool = False


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as the page shows it."""

    key: str
    kind: str
    subject: str
    state: str
    started: datetime
    due: datetime
    met: datetime | None
    limit: str
    extended: int
    provisional: bool
    governs: bool = False


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order in its tree."""

    key: str
    unit: int
    unit_name: str
    lead: bool
    state: str
    outcome: str
    reworks: int
    mediation: bool
    from_matter: str
    clocks: tuple[ClockView, ...]
    children: tuple[OrderView, ...] = ()


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment of the matter."""

    id: UUID
    name: str
    kind: str
    size: int
    seq: int
    visible: bool


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """Another matter this one names, as far as the reader may see it."""

    number: str
    title: str
    state: str


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the actor may do now, or, when asked why not, the code of what stands against it."""

    act: Act
    subject: str
    refused: str = ""


class MatterPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of a matter shows to one actor."""

    number: str
    county: str
    id: UUID
    version: int
    case: Case
    title: str
    narrative: str
    """As it stands now (the newest correction), persons masked; "" when erased."""
    platform: str
    address: str
    occurred_at: datetime | None
    registered: datetime
    updated: datetime
    sensitive: bool
    rated: int | None
    due: datetime | None
    clocks: tuple[ClockView, ...]
    orders: tuple[OrderView, ...]
    parties: tuple[PartyView, ...]
    timeline: tuple[TimelineEntry, ...]
    """Oldest first."""
    files: tuple[FileView, ...]
    links: tuple[tuple[str, str], ...]
    """Kind and number of other matters this one names; whether the reader may open them is asked there."""
    linked: tuple[LinkView, ...]
    """Those of them that the reader may see."""
    offers: tuple[OfferView, ...]
    units: dict[int, str]
    """Names of all units on the page."""
    head: str
    """Hash of the last ledger entry."""
    opened_version: int | None = None
    """The version the reader's account opened before; None: never, or too long ago."""
    followed: bool = False
    """The reader's account follows it."""


_MATTER = """
SELECT m.county, m.id, m.number, m.version, m.case_doc::text AS case_doc, m.title, m.platform, m.address, m.occurred_at, m.registered,
       m.updated, m.sensitive, m.rated, m.due, m.head,
       (SELECT coalesce(json_agg(json_build_object('id', f.file_id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'seq', f.seq,
               'visible', f.visible) ORDER BY f.seq, f.file_id), '[]')::text
        FROM matter_file f WHERE f.county = m.county AND f.matter_id = m.id) AS files,
       (SELECT ARRAY[k.version, k.followed::int] FROM matter_mark k
        WHERE k.county = m.county AND k.matter_id = m.id AND k.user_id = %s) AS mark,
       (SELECT coalesce(json_agg(json_build_object('no', p.no, 'part', p.part, 'kind', p.kind, 'visiting', p.visiting,
               'sealed', encode(p.sealed, 'base64')) ORDER BY p.no), '[]')::text
        FROM matter_party p WHERE p.county = m.county AND p.matter_id = m.id) AS parties,
       (SELECT coalesce(json_agg(json_build_object('number', m.number, 'title', m.title, 'state', m.state) ORDER BY m.number), '[]')::text
        FROM (SELECT m.county AS county, m.id AS id) AS here
        JOIN matter_link l ON l.county = here.county AND l.matter_id = here.id
        JOIN matter m ON m.county = left(l.other, 6) AND m.number = l.other
        WHERE {seen}) AS linked
FROM matter m WHERE m.county = %s AND m.number = %s AND {seen}
"""


def matter_page(*, number: str, actor: Actor, at: datetime, why_not: bool = False) -> MatterPage:
    """Return the page of a matter for an actor; with `why_not`, acts that are not possible now come with the reason.

    Refused `no_such_matter` when there is none or it lies outside what the actor may see, `number_malformed`, `number_mistyped`.
    """
    net = centers.net(at)
    row = visible_row(number, actor, net)
    case = msgspec.json.decode(row["case_doc"], type=Case)
    parties = _parties(row)
    timeline = read_timeline(county=row["county"], matter_id=row["id"], values=masked_values(fields for _, fields in parties))
    units = unit_names(case, timeline)
    clocks = tuple(_clocks(case))
    offers = workflow.offers(case, actor, net, policy_at(at), at)
    return MatterPage(
        number=row["number"],
        county=row["county"],
        id=row["id"],
        version=row["version"],
        opened_version=row["mark"][0] if row["mark"] else None,
        followed=bool(row["mark"] and row["mark"][1]),
        case=case,
        title=row["title"],
        narrative=narrative(timeline),
        platform=row["platform"],
        address=row["address"],
        occurred_at=row["occurred_at"],
        registered=row["registered"],
        updated=row["updated"],
        sensitive=row["sensitive"],
        rated=row["rated"],
        due=row["due"],
        clocks=clocks,
        orders=_tree(case, clocks, units),
        parties=tuple(masked(party, fields) for party, fields in parties),
        timeline=timeline,
        files=tuple(msgspec.json.decode(row["files"], type=list[FileView])),
        links=_links(case),
        linked=tuple(msgspec.json.decode(row["linked"], type=list[LinkView])),
        offers=tuple(OfferView(act=Act(o.act), subject=o.subject, refused=o.refused or "") for o in offers if why_not or not o.refused),
        units=units,
        head=bytes(row["head"]).hex(),
    )


def visible_row(number: str, actor: Actor, net: Net) -> dict[str, Any]:
    """Return the row of a matter that the actor may see. Refused `no_such_matter` otherwise, whatever the cause."""
    named = numbers.parse(number)
    seen, values = visible_to(actor, net)
    row = sql.one(_MATTER.format(seen=seen), [actor.user, *values, named.county, str(named), *values])
    if row is None:
        raise Refused("no_such_matter", field="number")
    return row


def _parties(row: Mapping[str, Any]) -> list[tuple[dict[str, Any], PartyFields]]:
    """Return the parties that came with the matter's row, with their fields opened."""
    found = []
    for party in msgspec.json.decode(row["parties"], type=list[dict[str, Any]]):
        party["sealed"] = None if party["sealed"] is None else b64decode(party["sealed"])
        found.append((party, open_party(party["sealed"], county=row["county"], matter_id=row["id"], no=party["no"])))
    return found


def read_parties(county: str, matter_id: UUID) -> list[tuple[dict[str, Any], PartyFields]]:
    """Return the parties of a matter with their fields opened."""
    rows = sql.rows(
        "SELECT no, part, kind, visiting, sealed FROM matter_party WHERE county = %s AND matter_id = %s ORDER BY no", [county, matter_id]
    )
    return [(row, open_party(row["sealed"], county=county, matter_id=matter_id, no=row["no"])) for row in rows]


def masked(party: Mapping[str, Any], fields: PartyFields) -> PartyView:
    """Return a party as anybody who may see the matter sees it."""
    return PartyView(
        no=party["no"],
        part=party["part"],
        kind=party["kind"],
        visiting=party["visiting"],
        name=masking.mask_name(fields.name) if party["kind"] == "person" else fields.name,
        phone=masking.mask_phone(fields.phone),
        document=masking.mask_document(fields.document),
        address=masking.mask_address(fields.address),
        relation=fields.relation,
        erased=party["sealed"] is None,
    )


def in_full(party: Mapping[str, Any], fields: PartyFields) -> PartyView:
    """Return a party after a reveal."""
    room = f"{fields.address}{fields.room}" if fields.room not in fields.address else fields.address
    return PartyView(
        no=party["no"],
        part=party["part"],
        kind=party["kind"],
        visiting=party["visiting"],
        name=fields.name,
        phone=fields.phone,
        document=fields.document,
        address=room,
        relation=fields.relation,
        erased=party["sealed"] is None,
    )


def narrative(timeline: Iterable[TimelineEntry]) -> str:
    """Return what was brought, as it stands after corrections."""
    said = ""
    for entry in timeline:
        if entry.act == Act.REGISTER or (entry.act == Act.CORRECT and entry.data.get("part") == "narrative"):
            said = next((text.text for text in entry.texts if text.name in ("narrative", "text")), said)
    return said


def unit_names(case: Case, timeline: Iterable[TimelineEntry]) -> dict[int, str]:
    """Return the names of all units a page names, at most one statement for those not met before."""
    ids = {
        *case.trail,
        case.registrar,
        *case.accused,
        *(order.unit for order in case.orders.values()),
        *(unit for whistle in case.whistles.values() for unit in (whistle.caller, *whistle.units)),
        *(unit for card in case.cards.values() for unit in (card.unit, card.by_unit, card.above) if unit),
        *(unit for conference in case.conferences.values() for unit in (conference.by_unit, *conference.units)),
        *((case.listing.by_unit, case.listing.unit) if case.listing else ()),
        *(review.organ for review in case.reviews.values()),
        *(unit for request in case.requests.values() for unit in (request.by_unit, request.proposed_unit, request.ruler) if unit),
        *(unit for entry in timeline for unit in entry.unit_ids()),
    }
    return {key: unit.name for key, unit in centers.units(sorted(ids)).items()}


def _clocks(case: Case) -> Iterable[ClockView]:
    governs = governing(case)
    for key, clock in sorted(case.clocks.items(), key=lambda item: item[1].due):
        yield _clock(key, clock, governs is not None and governs[0] == key)


def _clock(key: str, clock: Clock, governs: bool) -> ClockView:
    return ClockView(
        key=key,
        kind=str(clock.kind),
        subject=clock.subject,
        state=str(clock.state),
        started=clock.started,
        due=clock.due,
        met=clock.met,
        limit=clock.limit,
        extended=clock.extended,
        provisional=clock.provisional,
        governs=governs,
    )


def _tree(case: Case, clocks: Iterable[ClockView], units: Mapping[int, str], parent: str = "") -> tuple[OrderView, ...]:
    return tuple(
        OrderView(
            key=key,
            unit=order.unit,
            unit_name=units.get(order.unit, ""),
            lead=order.lead,
            state=str(order.state),
            outcome=order.outcome,
            reworks=order.reworks,
            mediation=order.mediation,
            from_matter=order.from_matter,
            clocks=tuple(clock for clock in clocks if clock.subject == key),
            children=_tree(case, clocks, units, key),
        )
        for key, order in case.orders.items()
        if order.parent == parent
    )


def _links(case: Case) -> tuple[tuple[str, str], ...]:
    master = (("master", case.master),) if case.state == State.MERGED and case.master else ()
    return (*master, *(("member", number) for number in case.members), *(("linked", number) for number in case.links))
