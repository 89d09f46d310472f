"""Drafts of the window's form: kept on every pause, ended by the registration itself, forgotten after some days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.privacy.sealing import context, seal_bytes

from .writing import Part

KEPT = timedelta(days=7)
"""An abandoned draft is forgotten after this."""
LARGEST = 200_000
"""Octets of one draft: a form with every field full has half of it."""
NAME = "intake_draft"
"""First part of the place a draft is sealed for."""


def keep_draft(*, draft: UUID, values: Mapping[str, Sequence[str]], actor: Actor, at: datetime) -> bool:
    """Keep a form as it stands; False when it was registered meanwhile, and then nothing is kept.

    Refused `not_your_right` without a post, `too_long` beyond `LARGEST`; somebody else's draft is never touched.
    """
    if actor.user is None or actor.post is None:
        raise Refused("not_your_right")
    plain = msgspec.json.encode(values)
    if len(plain) > LARGEST:
        raise Refused("too_long", longest=LARGEST)
    sealed = seal_bytes(plain, context(NAME, actor.user, actor.post, draft))
    written = sql.execute(
        "INSERT INTO intake_draft AS d (id, user_id, post, sealed, saved, done) VALUES (%s, %s, %s, %s, %s, false)"
        " ON CONFLICT (id) DO UPDATE SET sealed = EXCLUDED.sealed, saved = EXCLUDED.saved"
        " WHERE d.user_id = EXCLUDED.user_id AND d.post = EXCLUDED.post AND NOT d.done",
        [draft, actor.user, actor.post, sealed, at],
    )
    return bool(written)


def ended(draft: UUID, actor: Actor, *, at: datetime) -> Part:
    """Return the part of a registration that ends its draft: the content goes, the mark stays for a day."""
    return Part(
        "INSERT INTO intake_draft AS d (id, user_id, post, sealed, saved, done)"
        " SELECT %s::uuid, %s::bigint, %s::bigint, NULL::bytea, %s::timestamptz, true FROM wrote"
        " ON CONFLICT (id) DO UPDATE SET sealed = NULL, saved = EXCLUDED.saved, done = true"
        " WHERE d.user_id = EXCLUDED.user_id AND d.post = EXCLUDED.post",
        [draft, actor.user or 0, actor.post or 0, at],
    )


def drop_draft(*, draft: UUID, actor: Actor) -> bool:
    """Forget one's own draft; False when there is none."""
    return bool(
        sql.execute("DELETE FROM intake_draft WHERE id = %s AND user_id = %s AND post = %s", [draft, actor.user or 0, actor.post or 0])
    )


def forget_drafts(*, at: datetime) -> int:
    """Forget what was abandoned, and the marks of what was registered; returns how many."""
    return sql.execute(
        "DELETE FROM intake_draft WHERE saved <= %s OR (done AND saved <= %s)",
        [at - KEPT, at - timedelta(days=1)],
    )
