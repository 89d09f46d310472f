"""The claim sheet of a group: every claimant listed, paid, and agreeing for themselves; what fails is one line left open."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role

from .life import Life, Step

DAY_WAGE = 180
"""Yuan a day."""
SUMS = {"heating": (200, 900), "property_fee": (60, 480), "land_contract": (800, 6000)}
"""Themes in which each claimant wants money back, from and to how many yuan; wages are counted by the day, a repair in no money."""


def claims(life: Life, handler: Actor) -> Iterator[Step | None]:
    """Yield the next line to write, payment to note or agreement to record, for a group matter."""
    if not life.case.claimants:
        return
    listed = {line.party for line in life.case.claims.values()}
    for party in range(1, life.case.claimants):
        if party not in listed and life.once(f"claim {party}"):
            yield Step("list_claim", handler, {"party": party, **_amounts(life, party)}, hours=0.3)
    joins = life.telling.joins
    if joins and life.once("claim joins"):
        data = {"name": joins.name, "phone": joins.phone, **_amounts(life, life.case.claimants)}
        yield Step("list_claim", handler, data, hours=2)
    yield from _settling(life, handler)


def _amounts(life: Life, party: int) -> dict[str, object]:
    dice, theme = life.dice.child("claim", party), life.telling.theme
    if "wages" in theme:
        days = dice.between(12, 95)
        return {"days": days, "owed": str(days * DAY_WAGE)}
    return {"owed": str(dice.between(*SUMS[theme]))} if theme in SUMS else {}


def _settling(life: Life, handler: Actor) -> Iterator[Step | None]:
    lines = list(life.case.claims.items())
    for key, line in lines if life.fate.solved else lines[:-1]:
        if line.paid < line.owed and life.once(f"pay {key}"):
            yield Step("pay_claim", handler, {"paid": f"{line.owed / 100:.2f}", "proof": f"银行代发回单{key}"}, subject=key, hours=0.5)
        elif not line.agreed and line.paid >= line.owed and life.once(f"agree {key}"):
            yield _agreement(life, key, own=line.party == life.case.reporter)


def _agreement(life: Life, key: str, *, own: bool) -> Step | None:
    if own:
        return Step("agree_claim", life.person(), {"agrees": True}, subject=key, hours=2, regime="home")
    clerk = life.who(life.holder, Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD)
    return clerk and Step("agree_claim", clerk, {"agrees": True, "proof": f"本人签字确认单{key}"}, subject=key, hours=0.5)
