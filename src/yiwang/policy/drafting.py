"""Writing the next version of a pack: begun from the one in force, changed at leisure, checked, then put in force from a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused

from . import queries
from .domain.checks import Beside, Finding, first_day
from .domain.pack import Pack
from .models import PackDraft
from .operations import faults, put_in_force


def draft_of(kind: str) -> PackDraft | None:
    """Return the draft of a kind, if one is being written."""
    return PackDraft.objects.filter(kind=kind).first()


def plain_body(pack: Pack[Any]) -> Any:
    """Return a pack's body as plain JSON values, with what it leaves to the defaults left out."""
    return msgspec.json.decode(msgspec.json.encode(pack.body))


@transaction.atomic
def save_draft(*, kind: str, version: str, valid_from: date | None, source: str, body: Any, by: int, at: datetime) -> PackDraft:
    """Keep what was written so far, right or wrong. Refused `no_policy` (unknown kind), `required`, `too_long`, `pack_version_taken`."""
    newest = queries.packs(kind)[-1:] if kind in queries.kinds() else ()
    if not newest:
        raise Refused("no_policy", kind=kind)
    wrong = [Refused("required", field=name) for name, given in (("version", version.strip()), ("valid_from", valid_from)) if not given]
    if len(version) > 60:
        wrong.append(Refused("too_long", field="version", longest=60))
    if queries.version(kind, version.strip()) is not None:
        wrong.append(Refused("pack_version_taken", field="version", version=version.strip()))
    if wrong or valid_from is None:
        raise BadInput(wrong)
    values = {"version": version.strip(), "valid_from": valid_from, "source": source.strip(), "body": body, "saved": at, "saved_by": by}
    draft, _ = PackDraft.objects.update_or_create(kind=kind, defaults=values, create_defaults={**values, "based_on": newest[0].version})
    return draft


@transaction.atomic
def drop_draft(*, kind: str) -> bool:
    """Throw the draft of a kind away; False when there is none."""
    return bool(PackDraft.objects.filter(kind=kind).delete()[0])


def as_pack(draft: PackDraft) -> Pack[Any]:
    """Return the draft as the pack it is to become."""
    return Pack(kind=draft.kind, version=draft.version, valid_from=draft.valid_from, source=draft.source, body=draft.body)


def check_draft(*, draft: PackDraft, at: datetime, beside: Beside) -> tuple[Finding, ...]:
    """Return everything found in a draft; it can take effect when nothing found stops it."""
    found = [] if draft.source.strip() else [Finding(where=("source",), code="pack_without_source")]
    newest = max((pack.valid_from for pack in queries.packs(draft.kind)), default=None)
    if day := first_day(valid_from=draft.valid_from, newest=newest, today=day_of(at)):
        found.append(day)
    return (*found, *faults(pack=as_pack(draft), beside=beside))


@transaction.atomic
def take_effect(*, kind: str, at: datetime, beside: Beside) -> Pack[Any]:
    """Make the draft of a kind a pack that holds from its first day on; the draft is gone.

    Refused `no_draft`, `pack_faulty` (something found stops it), and as `operations.put_in_force`.
    """
    draft = PackDraft.objects.select_for_update().filter(kind=kind).first()
    if draft is None:
        raise Refused("no_draft")
    stopping = [found for found in check_draft(draft=draft, at=at, beside=beside) if found.stops]
    if stopping:
        raise Refused("pack_faulty", kind=kind, count=len(stopping), where=" · ".join(stopping[0].where))
    pack = as_pack(draft)
    put_in_force(pack=pack, at=at, beside=beside)
    draft.delete()
    return pack
