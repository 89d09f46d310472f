"""A matter, and what may be done with it, as a program gets them."""

from __future__ import annotations

from typing import Any

from yiwang.matters.domain.acts import SPECS, Input
from yiwang.matters.domain.policy import MatterPolicy
from yiwang.matters.domain.words import Procedure
from yiwang.matters.queries.page import MatterPage, OfferView


def matter(page: MatterPage) -> dict[str, Any]:
    """Return what is published of a matter page; the parts are encoded as they are."""
    case = page.case
    return {
        "number": page.number,
        "version": page.version,
        "state": case.state,
        "nature": case.nature,
        "procedure": case.procedure,
        "category": case.category,
        "platform": page.platform,
        "channel": case.channel,
        "title": page.title,
        "narrative": page.narrative,
        "place": case.place,
        "address": page.address,
        "occurred_at": page.occurred_at,
        "registered": page.registered,
        "updated": page.updated,
        "due": page.due,
        "suspended_until": case.suspension.until if case.suspension else None,
        "holder": case.holder,
        "trail": case.trail,
        "registrar": case.registrar,
        "anonymous": case.anonymous,
        "sensitive": page.sensitive,
        "rated": page.rated,
        "orders": page.orders,
        "clocks": page.clocks,
        "parties": page.parties,
        "timeline": page.timeline,
        "files": page.files,
        "links": [{"kind": kind, "number": number} for kind, number in page.links],
        "units": page.units,
        "head": page.head,
    }


def offer(view: OfferView, procedure: Procedure, policy: MatterPolicy) -> dict[str, Any]:
    """Return an act with its labels, its inputs and the entries of the lists they choose from."""
    spec = SPECS[view.act]
    return {
        "act": view.act,
        "subject": view.subject,
        "zh": spec.zh,
        "en": spec.en,
        "refused": view.refused or None,
        "inputs": [_input(field, procedure, policy) for field in spec.inputs],
    }


def _input(field: Input, procedure: Procedure, policy: MatterPolicy) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "zh": field.zh,
        "en": field.en,
        "required": field.required,
        "public": field.public,
        "choices": _choices(field.choices, procedure, policy) if field.choices else None,
    }


def _choices(name: str, procedure: Procedure, policy: MatterPolicy) -> list[dict[str, str]]:
    """Return the entries of a list that this procedure allows, in the order of the pack."""
    allowed = policy.choices(name, procedure)
    entries = {c.code: c for c in (*policy.body.lists.get(name, ()), *policy.procedure_rule(procedure).suspension_reasons)}
    known = [{"code": c.code, "zh": c.zh, "en": c.en} for c in entries.values() if c.code in allowed]
    return known + [{"code": code, "zh": code, "en": code} for code in sorted(allowed - entries.keys())]
