"""From what a resident answered to what the operation takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.matters.domain.words import Channel
from yiwang.matters.operations import Intake, PartyIn, Registered, register


def send_bring(*, draft: dict[str, Any], key: str, at: datetime) -> Registered:
    """Register what a resident brought; raises BadInput by field."""
    anonymous = draft.get("way") == "anonymous"
    name, phone = ("" if anonymous else draft.get("name", "")), draft.get("phone", "")
    intake = Intake(
        category=draft["category"],
        nature=draft["nature"],
        place=draft["place"],
        narrative=draft["story"],
        title=draft["title"],
        address=draft.get("address", ""),
        channel=Channel.WEB,
        parties=(PartyIn(name=name, phone=phone),) if name or phone else (),
        anonymous=anonymous,
        accused_units=tuple(int(unit) for unit in draft.get("accused", [])),
        files=tuple(UUID(item["id"]) for item in draft.get("files", [])),
    )
    return register(intake=intake, actor=Actor(role=Role.PERSON), at=at, key=f"web:{key}" if key else None)
