"""`look_up`: an earlier matter of somebody by the phone or document number they give: exactly, one matter at a time, written down.

Only within what the searcher's own unit has a part in. What was typed is kept nowhere; the access log holds a keyed digest of it, so that
the same contact looked for again and again is seen to be the same.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.audit.operations import record_access
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import keyset, sql, throttle
from yiwang.kernel import tree
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.privacy.sealing import blind

from ..access import visible_to
from ..queries.policy import policy_at
from ..queries.queues import named, units_of
from ..queries.rows import COLUMNS, MatterRow
from .looks import viewer_of

MAY_LOOK = frozenset({Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD, Role.GRID_WORKER})
"""Whoever registers: a visitor who comes again stands before them."""
MOST, WINDOW = 20, timedelta(hours=1)
"""Look-ups of one user."""
_SHAPES = {"phone": re.compile(r"\+?[\d\s\-()（）]{7,24}"), "document": re.compile(r"[0-9A-Za-z\s]{6,24}")}


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: the newest matter, and where the next older one is asked for."""

    row: MatterRow | None = None
    after: str = ""


_FIND = """
SELECT {columns}, m.id AS matter_id FROM matter_party p JOIN matter m ON m.county = p.county AND m.id = p.matter_id
WHERE p.{kind}_blind = %s AND m.stakes && %s::bigint[] AND {seen} {start} ORDER BY m.id DESC LIMIT 2
"""


def look_up(*, actor: Actor, kind: str, value: str, reason: str, at: datetime, after: str = "") -> Looked:
    """Return the newest matter of the searcher's unit whose party has this `phone` or `document`; with `after`, the next older one.

    `reason` is a code of the policy's reveal reasons. Every try is in the access log, found or not, in the transaction that looks.
    Refused `not_yours`, `too_many_requests`, `bad_cursor`; BadInput by field.
    """
    if actor.role not in MAY_LOOK:
        raise Refused("not_yours")
    _check(kind, value, reason, at)
    before = keyset.decode(after, (UUID,)) if after else ()
    if not throttle.hit("contact", f"user {actor.user}", MOST, WINDOW, at=at):
        raise Refused("too_many_requests", field="value")
    key = blind(kind, value)
    with transaction.atomic():
        rows = _found(actor, kind, key, before, at)
        viewer, number = viewer_of(actor, at), str(rows[0]["number"]) if rows else ""
        county, part = number[:6] or tree.county_of(viewer.place), f"contact.{kind}.{key.hex()[:12]}"
        record_access(county=county, viewer=viewer, matter=number, part=part, reason=reason, at=at)
    if not rows:
        return Looked()
    return Looked(row=named(rows[:1])[0], after=keyset.encode([rows[0]["matter_id"]]) if len(rows) > 1 else "")


def _check(kind: str, value: str, reason: str, at: datetime) -> None:
    errors = []
    if kind not in _SHAPES:
        errors.append(Refused("unknown_choice", field="kind"))
    elif not value.strip():
        errors.append(Refused("required", field="value"))
    elif not _SHAPES[kind].fullmatch(value.strip()):
        errors.append(Refused("bad_phone" if kind == "phone" else "bad_document", field="value"))
    if reason not in {entry.code for entry in policy_at(at).body.lists["reveal_reasons"]}:
        errors.append(Refused("unknown_choice" if reason else "required", field="reason"))
    if errors:
        raise BadInput(errors)


def _found(actor: Actor, kind: str, key: bytes, before: tuple[object, ...], at: datetime) -> list[dict[str, object]]:
    net = centers.net(at)
    seen, values = visible_to(actor, net)
    start = "AND m.id < %s::uuid" if before else ""
    statement = _FIND.format(columns=COLUMNS, kind=kind, seen=seen, start=start)
    return sql.rows(statement, [key, list(units_of(actor, net)), *values, *before])
