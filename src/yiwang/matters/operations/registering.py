"""`register`: somebody brings something; it gets a number, a query code and its first ledger entry."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.net import Net
from yiwang.infra.ids import uuid7
from yiwang.kernel import tree
from yiwang.kernel.chain import canonical
from yiwang.kernel.refusals import Refused
from yiwang.privacy.deidentify import Known
from yiwang.privacy.sealing import context, seal, unseal

from .. import numbers
from ..access import sight
from ..domain import workflow
from ..domain.acts import Act
from ..domain.case import Actor, Case, Move
from ..domain.clocks import due_of
from ..domain.policy import MatterPolicy
from ..domain.register import registering_center
from ..domain.words import Channel
from ..ledger import append as ledger
from ..queries.policy import category, policy_at
from . import effects, files, parties, writing
from .acting import once
from .drafting import ended
from .intake import SPEAKING, Checked, Intake, check
from .locking import deed
from .projection import NOTHING, columns, project

_TRIES = 20
"""Random serials tried before giving up: a county would have to register hundreds of thousands in a day."""


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What the receipt says."""

    number: str
    query_code: str
    """Told here and never again."""
    county: str
    matter_id: UUID
    version: int
    due: datetime | None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a registration rests on besides what is brought."""

    checked: Checked
    actor: Actor
    at: datetime
    county: str
    center: int
    net: Net
    policy: MatterPolicy
    where: parties.Where
    draft: UUID | None = None


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What is brought, made ready to be written."""

    code: str
    matter_id: UUID
    texts: dict[str, ledger.Text]
    attached: tuple[files.Attached, ...]
    known: list[Known]


def register(*, intake: Intake, actor: Actor, at: datetime, key: str | None = None, draft: UUID | None = None) -> Registered:
    """Register what somebody brings, or raise Refused (BadInput with one refusal per wrong field), and then nothing was written.

    Staff register at their own center (or the center of their unit's region), the person at the center of the place. With `key`, the same
    request again gets the same number and query code. The form's own `draft` ends with the registration.
    """
    net, policy = centers.net(at), policy_at(at)
    checked = check(intake, policy=policy, at=at)
    center = registering_center(actor, intake.place, net)
    facts = net.unit(center)
    county = tree.county_of(facts.region if facts else intake.place)
    where = parties.where(intake)
    setting = Setting(checked=checked, actor=actor, at=at, county=county, center=center, net=net, policy=policy, where=where, draft=draft)

    def carry_out() -> dict[str, Any]:
        with deed(inside=True):
            return _for_keeping(_write(setting))

    answer = once(
        county=county, actor=actor, number="new", key=key, body=canonical(msgspec.to_builtins(intake)), at=at, carry_out=carry_out
    )
    return _from_keeping(answer)


def _write(s: Setting) -> Registered:
    code = numbers.fresh_code()
    matter_id = uuid7(s.at)
    intake = s.checked.intake
    known = parties.known(intake)
    given = {"narrative": intake.narrative.strip(), "title": s.checked.title}
    if s.where.detail and not intake.parties:  # nobody's row could hold it
        given["place_detail"] = s.where.detail
    attached = files.given(intake.files, county=s.county, spec=None, data={}, actor=s.actor, at=s.at)
    brought = Brought(code=code, matter_id=matter_id, texts=parties.hide(given, known, clear={"title"}), attached=attached, known=known)
    for _ in range(_TRIES):
        case = _open(s, number=str(numbers.fresh(county=s.county, at=s.at)))
        if _written(s, case, brought):
            return Registered(number=case.number, query_code=code, county=s.county, matter_id=matter_id, version=1, due=due_of(case))
    raise Refused("no_free_number")


def _open(s: Setting, *, number: str) -> Case:
    intake = s.checked.intake
    return workflow.open_case(
        number=number,
        actor=s.actor,
        at=s.at,
        channel=Channel(intake.channel),  # type: ignore[call-arg]  # a labelled word is made from its code
        nature=s.checked.nature,
        category=intake.category,
        place=intake.place,
        registrar=s.actor.unit if s.actor.unit is not None else s.center,
        net=s.net,
        policy=s.policy,
        accused=intake.accused_units,
        accused_users=intake.accused_users,
        anonymous=intake.anonymous,
        own_contact=s.checked.own_contact,
        parties=len(intake.parties),
        reporter=_reporter(intake),
        claimants=intake.claimants,
        visiting=sum(party.visiting for party in intake.parties),
    )


def _reporter(intake: Intake) -> int:
    """Return the number of the party who brought it and is handed the query code, 0 when nobody is named."""
    return next((no for no, party in enumerate(intake.parties, 1) if party.part in SPEAKING), 0)


def _written(s: Setting, case: Case, brought: Brought) -> bool:
    """Write the matter with everything that belongs to it; False when the number is taken, and then nothing was written."""
    doc = msgspec.to_builtins(case)
    data: dict[str, Any] = {"parties": len(s.checked.intake.parties), **files.noted(brought.attached)}
    entry = ledger.prepare(
        county=s.county,
        matter_id=brought.matter_id,
        last=None,
        at=s.at,
        act=Act.REGISTER,
        subject="m",
        actor=s.actor,
        data=data,
        change=doc,
        texts=brought.texts,
    )
    seen = sight(case, s.net)
    target = writing.Target(s.county, brought.matter_id)
    values = _columns(s, case, brought.code, doc, title=brought.texts["title"].text) | columns(case, seen)
    values |= {"id": brought.matter_id, "seq": entry.entry.seq, "head": entry.entry.head}
    move = Move(act=Act.REGISTER, actor=s.actor, at=s.at, data=data, texts=frozenset(brought.texts))
    rows = parties.rows(s.checked.intake, s.where.detail, county=s.county, matter_id=brought.matter_id)
    projected = project(case, seen, values["platform"], s.policy)
    members = writing.changes(target, NOTHING, projected, at=s.at)
    members += [writing.upsert(writing.PARTY, target, rows)] if rows else []
    members += files.parts(target, brought.attached, seq=1, known=brought.known)
    platform = values["platform"]
    members += effects.parts(
        target,
        number=case.number,
        before=None,
        after=case,
        move=move,
        was_platform=platform,
        platform=platform,
        version=1,
        waits=projected.todo,
    )
    members += [ended(s.draft, s.actor, at=s.at)] if s.draft else []
    if not writing.run(writing.insert_matter(values), members):
        return False
    ledger.write(entry)
    return True


def _columns(s: Setting, case: Case, code: str, doc: dict[str, Any], *, title: str) -> dict[str, Any]:
    """Return the columns that are written once, or that no rule looks at."""
    intake = s.checked.intake
    kind = category(intake.category, s.at)
    return {
        "county": s.county,
        "number": case.number,
        "query_code_hash": numbers.code_hash(case.number, code),
        "version": 1,
        "case_doc": canonical(doc).decode(),
        "platform": str(kind.platform) if kind else "",
        "channel": intake.channel,
        "registrar": case.registrar,
        "registered_by": case.registered_by,
        "address": s.where.building,
        "title": title,
        "occurred_at": intake.occurred_at,
        "registered": s.at,
        "updated": s.at,
        "last_act": str(Act.REGISTER),
        "last_unit": s.actor.unit,
        "sensitive": bool(kind and kind.sensitive),
        "anonymous": intake.anonymous,
        "rated": None,
    }


def _for_keeping(done: Registered) -> dict[str, Any]:
    """Return the answer as the idempotency table may keep it: the query code sealed."""
    kept: dict[str, Any] = msgspec.to_builtins(done)
    sealed = seal(done.query_code, context("query_code", done.number))
    return {**kept, "query_code": base64.b64encode(sealed).decode()}


def _from_keeping(answer: dict[str, Any]) -> Registered:
    code = unseal(base64.b64decode(answer["query_code"]), context("query_code", answer["number"]))
    return msgspec.convert({**answer, "query_code": code}, Registered)
