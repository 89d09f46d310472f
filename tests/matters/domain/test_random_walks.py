"""Long random lives of a matter, time passing: what the slices of the exhaustive walk do not combine."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.case import Actor, Case, Move
from yiwang.matters.domain.regulation import RULES
from yiwang.matters.domain.words import END_STATES
from yiwang.matters.domain.workflow import Decision, Offer, decide, offers

from . import statements
from .canon import ALL_TEXTS, CAST, NET, NOW, POLICY, WATER, handling, registered
from .inputs import inputs_of
from .slices import MASTER

STARTS = (
    lambda: registered(at="county"),
    lambda: registered(at="secretary"),
    lambda: registered("complaint", "other", at="county"),
    lambda: registered("dispute", "other", at="secretary"),
    lambda: registered("complaint", "wages", at="county", claimants=2),
    lambda: registered("hazard", "fire", at="township"),
    lambda: registered("hazard", "water", at="township"),
    lambda: registered("accusation", "other", at="county", accused=(WATER,)),
    lambda: registered("inquiry", "other", at="township", own_contact=False),
)
_DULL = (
    "note",
    "visit",
    "attach",
    "reveal",
    "instruct",
    "correct",
    "link",
    "chase",
    "ask",
    "follow_up",
    "supplement",
    "recuse",
    "urge",
    "raise_clock",
)
_ENDS = ("withdraw", "transfer_out", "decline", "settle_on_spot", "merge", "archive", "escalate")
_WEIGHTS = dict.fromkeys(_DULL, 1.0) | dict.fromkeys(_ENDS, 0.3)
"""Lives go on: talk is drawn seldom, ends more seldom."""


def _days(data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Move the fixed days of the bounded inputs to where this life is now."""
    today = (at + timedelta(hours=8)).date()
    return {k: (today + timedelta(days=9) if k == "until" else today if k == "on" else v) for k, v in data.items()}


def _drawn(case: Case, at: datetime, dice: random.Random) -> tuple[Actor, list[Offer]]:
    """Draw somebody who may do something that carries the matter on; else whoever was drawn last."""
    actor, possible = CAST["county"], []
    for name in dice.sample(sorted(CAST), 12):
        actor = CAST[name]
        possible = [o for o in offers(case, actor, NET, POLICY, at) if o.refused is None]
        if any(o.act.value not in _WEIGHTS for o in possible):
            break
    return actor, possible


def _lawful(case: Case, at: datetime, dice: random.Random) -> tuple[Move, Decision] | None:
    """Return a random lawful move and its decision, or None when nobody drawn can do anything."""
    actor, possible = _drawn(case, at, dice)
    weights = [_WEIGHTS.get(o.act.value, 6.0) for o in possible]
    while possible:
        (n,) = dice.choices(range(len(possible)), weights)
        offer = possible.pop(n)
        weights.pop(n)
        inputs = list(inputs_of(offer.act.value, case))
        dice.shuffle(inputs)
        for data in inputs:
            move = Move(act=offer.act.value, actor=actor, at=at, subject=offer.subject, data=_days(data, at), texts=ALL_TEXTS)
            try:
                return move, decide(case, move, NET, POLICY, OTHER)
            except Refused:
                continue
    return None


OTHER = replace(handling().case, number=MASTER)


def _live(seed: int, steps: int) -> tuple[set[str], list[str]]:
    dice = random.Random(seed)
    case, at, path, acts = dice.choice(STARTS)(), NOW, [], set()
    for _ in range(steps):
        if dice.random() < 0.3:
            at += timedelta(hours=dice.choice((1, 5, 30, 100, 400)))
        found = _lawful(case, at, dice)
        if found is None:
            continue
        move, decision = found
        path.append(f"{move.act} {move.subject}")
        acts.add(move.act)
        said = [s(decision.case, NET) for s in statements.OF_A_CASE] + statements.of_a_move(case, move, decision, NET, OTHER)
        if any(said):
            return acts, [f"seed {seed}: {'; '.join(filter(None, said))} after {' → '.join(path)}"]
        case = decision.case
        if case.state in END_STATES - {"closed", "merged"}:
            break
    return acts, []


def _all(seeds: range, steps: int, *, acts_seen: int) -> None:
    seen: set[str] = set()
    broken: list[str] = []
    for seed in seeds:
        acts, said = _live(seed, steps)
        seen |= acts
        broken += said
    assert not broken, "\n".join(broken[:10])
    assert len(seen) >= acts_seen, f"{sorted({act.value for act in RULES} - seen)} never came"


def test_lives() -> None:
    _all(range(40), 60, acts_seen=38)


@pytest.mark.slow
def test_many_lives() -> None:
    _all(range(1000, 1300), 150, acts_seen=52)
