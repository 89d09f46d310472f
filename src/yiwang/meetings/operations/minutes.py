"""Attendance and minutes: drafted as often as one likes, then signed by the chair and never altered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import act
from yiwang.matters.queries.several import seen, without_persons
from yiwang.privacy.sealing import context, seal_bytes, unseal

from ..access import CHAIRS
from ..domain.words import MeetingState
from .holding import Held, keep, prose, sealed, touch

SALT = 16


def save_minutes(
    *,
    county: str,
    meeting: UUID,
    actor: Actor,
    at: datetime,
    general: str = "",
    points: Mapping[int, str] | None = None,
    came: Collection[str] = (),
    seen_version: int | None = None,
) -> None:
    """Save the draft: the general part, what was said on each point the actor may see, and who came (keys of guests).

    Refused `changed_meanwhile` when somebody else saved since `seen_version`, besides what `keep` refuses.
    """
    with transaction.atomic():
        held = keep(county, meeting, deed="minutes", actor=actor, at=at)
        if seen_version is not None and seen_version != held.version:
            raise Refused("minutes_changed")
        matters = _matters(held)
        allowed = {*seen(numbers=matters.values(), actor=actor, at=at), ""}
        whole = without_persons(numbers=[held.matter], text=prose(general, field="general", needed=False))
        sql.execute(
            "UPDATE meeting SET general = %s WHERE county = %s AND id = %s", [sealed(held.id, county, "general", whole), county, held.id]
        )
        for no, text in (points or {}).items():
            if no in matters and matters[no] in allowed:
                _save_point(held, no, matters[no], prose(text, field=f"point{no}", needed=False))
        sql.execute("UPDATE meeting_guest SET came = key = ANY(%s) WHERE county = %s AND meeting_id = %s", [sorted(came), county, held.id])
        touch(held, state=MeetingState.HELD)


def _matters(held: Held) -> dict[int, str]:
    rows = sql.rows("SELECT no, matter FROM meeting_item WHERE county = %s AND meeting_id = %s", [held.county, held.id])
    return {row["no"]: row["matter"] for row in rows}


def _save_point(held: Held, no: int, matter: str, text: str) -> None:
    plain = without_persons(numbers=[matter], text=text)
    sql.execute(
        "UPDATE meeting_item SET minutes = %s WHERE county = %s AND meeting_id = %s AND no = %s",
        [sealed(held.id, held.county, f"point{no}", plain), held.county, held.id, no],
    )


def sign(*, county: str, meeting: UUID, actor: Actor, at: datetime) -> None:
    """Sign the minutes as they stand: they are frozen, and a conference is concluded with them.

    Refused `not_the_chair`, `no_minutes`, besides what `keep` refuses.
    """
    with transaction.atomic():
        held = keep(county, meeting, deed="sign", actor=actor, at=at)
        if actor.role not in CHAIRS or (actor.user != held.chair and actor.role != "leader"):
            raise Refused("not_the_chair")
        whole = _whole(held)
        if not whole["general"] and not whole["points"]:
            raise Refused("no_minutes", field="general")
        plain = msgspec.json.encode(whole, order="deterministic")
        salt = secrets.token_bytes(SALT)
        blob = seal_bytes(salt + plain, context(county, held.id, "meeting", "minutes"))
        sql.execute(
            "INSERT INTO meeting_minutes (county, meeting_id, sealed, digest, signed, signed_by) VALUES (%s, %s, %s, %s, %s, %s)",
            [county, held.id, blob, hashlib.sha256(salt + plain).digest(), at, actor.user],
        )
        if held.matter:
            conclusion = "\n".join(filter(None, (whole["general"], *whole["points"].values())))
            act(number=held.matter, act=Act.CONCLUDE, subject=held.conference, actor=actor, at=at, data={"conclusion": conclusion[:4000]})
        touch(held, state=MeetingState.SIGNED)


def _whole(held: Held) -> dict[str, object]:
    rows = sql.rows(
        "SELECT no, minutes FROM meeting_item WHERE county = %s AND meeting_id = %s AND minutes IS NOT NULL ORDER BY no",
        [held.county, held.id],
    )
    general = unseal(held.general, context(held.county, held.id, "meeting", "general")) if held.general else ""
    points = {str(row["no"]): unseal(row["minutes"], context(held.county, held.id, "meeting", f"point{row['no']}")) for row in rows}
    return {"number": held.number, "title": held.title, "general": general, "points": points}
