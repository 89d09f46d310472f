"""Matters for tests, brought and moved by real operations only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.matters.operations import Done, Intake, PartyIn, Registered, act, register
from yiwang.policy import queries as packs

from .net import Town

STORY = "我家楼上王大明装修漏水，电话13805461234，把三号楼二单元302室的天花板泡坏了，找物业一直没人管。"


def category_for(nature: str, at: datetime) -> str:
    """Return some category of the shipped tree that may have this nature."""
    tree = packs.pack("categories", at).body
    return next(node.code for node in tree.leaves if nature in node.natures and not node.sensitive)


def intake_of(town: Town, **changes: Any) -> Intake:
    """Return an ordinary intake: a complaint about a leak, with one reporter."""
    nature = changes.get("nature", "complaint")
    plain: dict[str, Any] = {
        "category": category_for(nature, town.start),
        "nature": nature,
        "place": "370502001001",
        "narrative": STORY,
        "address": "文汇街道安泰小区3号楼",
        "room": "2单元302室",
        "channel": "window",
        "parties": (
            PartyIn(name="李秀英", phone="13905461111", document="370502196503121249"),
            PartyIn(part="counterpart", name="王大明", phone="13805461234"),
        ),
    }
    return Intake(**{**plain, **changes})


def bring(town: Town, who: str = "clerk", *, at: datetime | None = None, key: str | None = None, **changes: Any) -> Registered:
    """Register a matter as somebody of the cast ("person": without an account, on the web)."""
    actor = Actor(role=Role.PERSON) if who == "person" else town.actor(who)
    return register(intake=intake_of(town, **changes), actor=actor, at=at or town.start + timedelta(days=30), key=key)


_PLAIN: dict[str, Any] = {
    "accept": ("county", {}),
    "receive": ("housing_handler", {}),
    "report_result": ("housing_handler", {"outcome": "solved", "result": "已经修好，现场核实不再漏水。"}),
    "confirm": ("county_second", {}),
    "close": ("county_second", {"result_class": "solved", "answer": "您反映的漏水已经修好。"}),
}


def do(town: Town, number: str, what: str, who: str, *, at: datetime, subject: str = "m", **data: Any) -> Done:
    """Do one act as somebody of the cast."""
    return act(number=number, act=what, actor=town.actor(who), at=at, subject=subject, data=data)


def walk(town: Town, number: str, to: str, *, at: datetime, data: Mapping[str, Any] | None = None) -> str:
    """Walk a fresh matter held by the county to a state (accepted, handling, received, verifying, closed); return the lead order's key."""
    steps = ["accepted", "handling", "received", "verifying", "closed"]
    step = timedelta(hours=1)
    order = ""
    do(town, number, "accept", "county", at=at)
    if to in steps[1:]:
        order = do(town, number, "dispatch", "county", at=at + step, unit=town.units["housing"], **(data or {})).subject
    if to in steps[2:]:
        do(town, number, "receive", "housing_handler", at=at + 2 * step, subject=order)
    if to in steps[3:]:
        who, values = _PLAIN["report_result"]
        do(town, number, "report_result", who, at=at + 3 * step, subject=order, **values)
    if to in steps[4:]:
        do(town, number, "confirm", "county_second", at=at + 4 * step, subject=order)
        who, values = _PLAIN["close"]
        do(town, number, "close", who, at=at + 4 * step, **values)
    return order
