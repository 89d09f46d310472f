"""Writing down in the access log that somebody looked at the persons of a matter, or tried to."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from yiwang.audit.operations import Viewer, record_access
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor

from .. import numbers

_CODE = re.compile(r"[a-z_]{1,40}")


def viewer_of(actor: Actor, at: datetime) -> Viewer:
    """Return the actor as the access log names them."""
    facts = centers.net(at).unit(actor.unit) if actor.unit is not None else None
    return Viewer(actor.user, actor.post, actor.unit, str(actor.role), facts.region if facts else "")


def note_look(
    *, number: str, actor: Actor, reason: str, at: datetime, own: bool = True, outcome: str = "shown", part: str = "parties"
) -> None:
    """Append a look to the access log; a reason that is no code is not repeated, for it may say anything."""
    record_access(
        county=numbers.parse(number).county,
        viewer=viewer_of(actor, at),
        matter=number,
        part=part,
        reason=reason if _CODE.fullmatch(reason) else "?",
        at=at,
        own=own,
        outcome=outcome,
    )


def note_file_opened(*, number: str, file_id: UUID, actor: Actor, at: datetime, own: bool) -> None:
    """Append that somebody opened an attachment; to be called before its first octet is sent. `own`: the viewer works on the matter."""
    note_look(number=number, actor=actor, reason="open", at=at, own=own, part=f"file.{file_id}")


def note_pictures_shown(*, number: str, actor: Actor, at: datetime, own: bool) -> None:
    """Append that somebody had the pictures of a matter shown, small: one look for all of them, before the first is sent."""
    note_look(number=number, actor=actor, reason="open", at=at, own=own, part="pictures")
