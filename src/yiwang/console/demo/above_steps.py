"""What comes from above while it is handled: cards and their answers, instructions, conferences, listing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of
from yiwang.matters.domain.words import ClockKind

from .crew import called_units
from .life import HANDLES, HEADS, Life, Step

URGED_LEVELS = {"reminder": ("reminder",), "yellow": ("reminder", "yellow"), "red": ("reminder", "yellow", "red")}
_LISTED_DAYS = 60
COMES_AGAIN = 0.09
"""Chance that somebody who registered at a window comes once more while it is handled."""


def supervision(life: Life) -> Iterator[Step | None]:
    """Yield what comes from above and from the person while it is handled."""
    fate = life.fate
    for key, card in life.case.cards.items():
        if card.state == "open" and not fate.silent_urge:
            actor = life.who(card.unit, *HEADS, *HANDLES)
            if life.once(f"answer {key}"):
                data = {"answer": life.say("urge", "answer")}
                yield actor and Step(
                    "answer_urge", actor, data, subject=key, hours=3, regime=life.regime, limit=life.clock(ClockKind.CARD, key)
                )
    if fate.chase and life.once("chase"):
        yield Step("chase", life.person(), {"text": life.say("chase", "text")}, hours=9 * fate.pace, regime="home")
    if _comes_again(life) and life.once("visit"):
        clerk = life.who(life.holder, Role.CLERK, Role.COORDINATOR, Role.GRID_WORKER)
        yield clerk and Step("visit", clerk, {}, hours=8 * fate.pace, regime=life.regime)
    lead = next((order for _, order in life.orders(lead=True)), None)
    for level in URGED_LEVELS.get(fate.urge, ()):
        if lead and life.once(f"urge {level}"):
            above = life.crew.parent_center(life.holder) if level == "red" else life.holder
            actor = life.who(above or life.holder, Role.COORDINATOR, Role.CENTER_HEAD)
            data = {"level": level, "unit": lead.unit, "reason": life.say("urge", f"reason_{level}")}
            yield actor and Step("urge", actor, data, hours=2.5 * fate.pace, regime=life.regime)
    leader = _leader(life)
    if fate.take_charge and life.once("charge"):
        yield leader and Step("take_charge", leader, {"note": life.say("take_charge", "note")}, hours=3)
    if "instruct" in fate.extras and life.once("instruct"):
        yield leader and Step("instruct", leader, {"text": life.say("instruct", "text")}, hours=2)
    if life.instructed and life.once("answer instruct"):
        actor = life.coordinator()
        yield actor and Step("note", actor, {"text": life.say("instruct", "answer"), "answers": life.instructed}, hours=4)
    yield from _conference(life)
    yield from _listing(life, leader)


def _comes_again(life: Life) -> bool:
    """Say whether the person comes to the window once more to ask."""
    return "visit" in life.fate.extras or (life.arrival.channel == "window" and life.dice.child("visit").chance(COMES_AGAIN))


def _leader(life: Life) -> Actor | None:
    unit: int | None = life.holder
    while unit is not None:
        found = life.who(unit, Role.LEADER)
        if found:
            return found
        unit = life.crew.parent_center(unit)
    return None


def _conference(life: Life) -> Iterator[Step | None]:
    """Yield a conference with another department, and what it came to."""
    actor = life.coordinator()
    for key, conference in life.case.conferences.items():
        if conference.state == "called":
            yield actor and Step("conclude", actor, {"conclusion": life.say("confer", "conclusion")}, subject=key, hours=6)
    if "confer" in life.fate.extras and life.once("confer"):
        busy = {order.unit for _, order in life.orders()}
        units = called_units(life.crew, village=life.village, without=busy, turn=life.turn)[:2]
        yield actor and Step("confer", actor, {"units": list(units), "topic": life.say("confer", "topic")}, hours=4)


def _listing(life: Life, leader: Actor | None) -> Iterator[Step | None]:
    """Yield a listing proposed, decided and lifted."""
    listing, say = life.case.listing, life.say
    if listing is None and "listing" in life.fate.extras:
        actor = life.coordinator()
        yield actor and Step("propose_listing", actor, {"reason": say("listing", "reason")}, hours=3)
    elif listing is not None and listing.state == "proposed":
        until = day_of(life.case.registered) + timedelta(days=_LISTED_DAYS)
        data = {"grant": True, "until": until.isoformat(), "minutes": say("listing", "minutes")}
        yield leader and Step("rule_listing", leader, data, hours=5)
    elif listing is not None and listing.state == "listed":
        yield leader and Step("lift_listing", leader, {"minutes": say("listing", "minutes"), "reason": say("listing", "lifted")}, hours=16)
