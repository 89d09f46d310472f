"""Rules of the installation: drafted, checked, put in force from a day by the system officer who answers for all of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from yiwang.audit.changes import record_change
from yiwang.centers.domain.actor import Actor
from yiwang.matters.domain.acts import SPECS, Kind
from yiwang.matters.jobs import recompute_limits
from yiwang.policy import drafting
from yiwang.policy.domain.checks import Beside
from yiwang.policy.domain.pack import Pack
from yiwang.policy.models import PackDraft
from yiwang.policy.operations import digest

from ..access import the_whole, viewer
from ..domain.words import Deed
from ..queries.duties import categories_named

_NOT_OF_LISTS = frozenset({"suspension_reasons"})
"""Lists of choices that stand with each procedure."""


def beside() -> Beside:
    """Return what a pack must fit: the lists that acts choose from and the categories that duty lists name."""
    lists = {given.choices for spec in SPECS.values() for given in spec.inputs if given.kind is Kind.CHOICE and given.choices}
    return Beside(lists=lists - _NOT_OF_LISTS, duty_categories=categories_named())


@transaction.atomic
def save_draft(*, by: Actor, kind: str, version: str, valid_from: date | None, source: str, body: Any, at: datetime) -> PackDraft:
    """Keep the next version of a kind as far as it is written. Refused as `drafting.save_draft`, and `rules_of_all`."""
    the_whole(by, at)
    new = drafting.draft_of(kind) is None
    draft = drafting.save_draft(kind=kind, version=version, valid_from=valid_from, source=source, body=body, by=by.user or 0, at=at)
    if new:
        after = {"version": draft.version, "based_on": draft.based_on}
        record_change(by=viewer(by), deed=Deed.DRAFT_PACK, subject=f"policy.{kind}", name=kind, after=after, at=at)
    return draft


@transaction.atomic
def drop_draft(*, by: Actor, kind: str, at: datetime) -> None:
    """Throw a draft away. Refused `rules_of_all`, `no_draft` is no refusal: what is gone is gone."""
    the_whole(by, at)
    if drafting.drop_draft(kind=kind):
        record_change(by=viewer(by), deed=Deed.DROP_DRAFT, subject=f"policy.{kind}", name=kind, at=at)


@transaction.atomic
def take_effect(*, by: Actor, kind: str, at: datetime) -> Pack[Any]:
    """Put the draft of a kind in force from its first day. Refused as `drafting.take_effect`, and `rules_of_all`."""
    the_whole(by, at)
    draft = drafting.draft_of(kind)
    before = {"version": draft.based_on} if draft else {}
    pack = drafting.take_effect(kind=kind, at=at, beside=beside())
    after = {"version": pack.version, "valid_from": pack.valid_from.isoformat(), "digest": digest(pack.body)}
    if kind == "calendar":
        _count_anew(at)
    record_change(by=viewer(by), deed=Deed.PUT_IN_FORCE, subject=f"policy.{kind}", name=kind, before=before, after=after, at=at)
    return pack


def _count_anew(at: datetime) -> None:
    """Have the limits that a new calendar can settle counted anew by the worker, once this is committed."""
    with suppress(AlreadyEnqueued), transaction.atomic():  # one such job is enough
        recompute_limits.defer(timestamp=int(at.timestamp()))
