"""Random deeds: whatever somebody of the cast is offered, with input made up from the specification."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import SPECS, Act, ActSpec, Input, Kind
from yiwang.matters.operations import Done, act
from yiwang.matters.queries import matter_page
from yiwang.matters.queries.policy import policy_at

from .net import Town

PEOPLE = (
    "county",
    "county_second",
    "county_head",
    "county_leader",
    "clerk",
    "township",
    "city",
    "province",
    "housing_handler",
    "housing_second",
    "housing_head",
    "labour_handler",
    "mediator",
    "housing_city_head",
)
RARE = {Act.DECLINE, Act.WITHDRAW, Act.TRANSFER_OUT, Act.RECUSE, Act.ARCHIVE, Act.CANCEL_ORDER}
CHATTER = {Act.NOTE, Act.SUPPLEMENT, Act.CHASE, Act.CORRECT, Act.INSTRUCT, Act.REVEAL, Act.ATTACH, Act.LINK, Act.TAKE_CHARGE, Act.ESCALATE}
CENTERS = ("37", "3705", "370502", "370502001", "370502001001")
BODIES = ("housing", "labour", "housing_station", "housing_city", "mediation", "mediation_county", "police_station")


def made_up(spec: ActSpec, town: Town, dice: random.Random, at: datetime, others: list[str]) -> dict[str, Any]:
    """Return some input for an act; it may be refused."""
    return {field.name: _value(field, town, dice, at, others) for field in spec.inputs if field.required or dice.random() < 0.4}


def _value(field: Input, town: Town, dice: random.Random, at: datetime, others: list[str]) -> Any:
    policy = policy_at(at)
    unit = town.units[dice.choice(CENTERS if field.name == "center" else BODIES)]
    match field.kind:
        case Kind.TEXT | Kind.LINE:
            return dice.choice(["已经核实。", "按李秀英电话13905461111所说办理", "情况属实，正在处理"])
        case Kind.UNIT:
            return unit
        case Kind.UNITS:
            return [unit]
        case Kind.CHOICE:
            lists = policy.body.lists.get(field.choices) or policy.body.procedures["service"].suspension_reasons
            return dice.choice(lists).code
        case Kind.FLAG:
            return dice.random() < 0.5
        case Kind.DATE:
            return (at + timedelta(days=dice.randint(-1, 9))).date().isoformat()
        case Kind.DAYS:
            return dice.randint(1, 8)
        case Kind.STARS:
            return dice.randint(1, 5)
        case Kind.PARTY:
            return dice.randint(1, 3)
        case Kind.MONEY:
            return str(dice.randint(0, 3) * 100)
        case Kind.PLACE:
            return dice.choice(CENTERS)
        case Kind.COUNT:
            return dice.randint(0, 3)
        case Kind.CATEGORY:
            return dice.choice(sorted(policy.categories))
        case Kind.USER:
            return town.users[dice.choice(("county_second", "housing_second"))]
        case Kind.MATTER:
            return dice.choice(others) if others else "370502-20260101-2222-2"
        case _:
            return None


def step(town: Town, number: str, dice: random.Random, at: datetime, others: list[str]) -> Done | None:
    """Let somebody do something lawful; None when nobody who was asked could, or the input did not do."""
    who = dice.choice((*PEOPLE, "person"))
    actor = Actor(role=Role.PERSON, party=number) if who == "person" else town.actor(who)
    try:
        page = matter_page(number=number, actor=town.actor("county") if who == "person" else actor, at=at)
    except Refused:
        return None
    offers = [
        (offer.act, offer.subject)
        for offer in page.offers
        if dice.random() < (0.1 if offer.act in RARE else 0.15 if offer.act in CHATTER else 1)
    ]
    if who == "person":
        offers = [(Act.SUPPLEMENT, "m"), (Act.CHASE, "m"), (Act.RATE, "m"), (Act.REQUEST_REVIEW, "m")]
    if not offers:
        return None
    name, subject = dice.choice(offers)
    try:
        return act(number=number, act=name, actor=actor, at=at, subject=subject, data=made_up(SPECS[name], town, dice, at, others))
    except Refused:
        return None
