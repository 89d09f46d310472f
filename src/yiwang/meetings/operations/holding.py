"""Holding a meeting for a deed: its row is locked, the right and the state are asked, texts are checked and sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries.several import seen
from yiwang.privacy.sealing import context, seal

from ..access import must_keep, visible_to
from ..domain.deeds import must_be_possible

LONGEST_TEXT = 8000
LONGEST_LINE = 100


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting whose row this transaction holds."""

    county: str
    id: UUID
    number: str
    kind: str
    center: int
    title: str
    matter: str
    conference: str
    starts: datetime
    state: str
    chair: int
    version: int
    general: bytes | None


_COLUMNS = "g.county, g.id, g.number, g.kind, g.center, g.title, g.matter, g.conference, g.starts, g.state, g.chair, g.version, g.general"


def hold(county: str, meeting: UUID, *, actor: Actor, at: datetime) -> Held:
    """Lock a meeting the actor may see. Refused `no_such_meeting`."""
    condition, values = visible_to(actor, centers.net(at))
    row = sql.one(
        f"SELECT {_COLUMNS} FROM meeting g WHERE g.county = %s AND g.id = %s AND {condition} FOR UPDATE OF g",  # noqa: S608
        [county, meeting, *values],
    )
    if row is None or (row["matter"] and not seen(numbers=[row["matter"]], actor=actor, at=at)):
        raise Refused("no_such_meeting")
    return Held(**row)


def keep(county: str, meeting: UUID, *, deed: str, actor: Actor, at: datetime) -> Held:
    """Lock a meeting for a deed of who keeps it. Refused besides `not_your_right`, `minutes_signed`, `wrong_meeting_state`."""
    held = hold(county, meeting, actor=actor, at=at)
    must_keep(actor, held.center, centers.net(at))
    must_be_possible(deed, held.state)
    return held


def touch(held: Held, *, state: str = "") -> None:
    """Count the deed, and write the state it leads to."""
    sql.execute(
        "UPDATE meeting SET version = version + 1, state = %s WHERE county = %s AND id = %s", [state or held.state, held.county, held.id]
    )


def line(text: str, *, field: str, needed: bool = True) -> str:
    """Return one line, or raise BadInput."""
    return _checked(" ".join(text.split()), field=field, needed=needed, longest=LONGEST_LINE)


def prose(text: str, *, field: str, needed: bool = True) -> str:
    """Return a text, or raise BadInput."""
    return _checked(text.strip(), field=field, needed=needed, longest=LONGEST_TEXT)


def _checked(text: str, *, field: str, needed: bool, longest: int) -> str:
    if needed and not text:
        raise BadInput([Refused("required", field=field)])
    if len(text) > longest:
        raise BadInput([Refused("too_long", field=field, longest=longest)])
    if "\x00" in text:
        raise BadInput([Refused("bad_characters", field=field)])
    return text


def sealed(held_id: UUID, county: str, part: str, text: str) -> bytes | None:
    """Return a text sealed for its place in a meeting; nothing for nothing."""
    return seal(text, context(county, held_id, "meeting", part)) if text else None
