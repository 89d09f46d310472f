"""Reading drafts of the window's form: one's own alone, under the post they were begun with."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.privacy.sealing import Unsealable, context, unseal_bytes

logger = logging.getLogger(__name__)
MOST = 20
"""More open forms than this nobody needs beside the one they fill in."""


class Draft(NamedTuple):
    """A form as it stood when it was kept."""

    id: UUID
    saved: datetime
    values: dict[str, list[str]]


def drafts_of(actor: Actor) -> list[Draft]:
    """Return one's own open drafts, the newest first; one whose key is gone is left out."""
    if actor.user is None or actor.post is None:
        return []
    rows = sql.rows(
        "SELECT id, saved, sealed FROM intake_draft WHERE user_id = %s AND post = %s AND NOT done ORDER BY saved DESC LIMIT %s",
        [actor.user, actor.post, MOST],
    )
    return [draft for row in rows if (draft := _opened(row, actor)) is not None]


def _opened(row: dict[str, Any], actor: Actor) -> Draft | None:
    try:
        plain = unseal_bytes(row["sealed"], context("intake_draft", actor.user, actor.post, row["id"]))
    except Unsealable:
        logger.warning("a draft of the window could not be opened")
        return None
    return Draft(row["id"], row["saved"], msgspec.json.decode(plain, type=dict[str, list[str]]))
