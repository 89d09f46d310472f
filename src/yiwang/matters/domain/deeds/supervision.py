"""Urging with cards, chasing, taking charge, recusal, whistles and arrivals."""

from __future__ import annotations

from msgspec.structs import replace

from .. import clocks
from ..acts import On
from ..case import Card, Case, Whistle
from ..rights import arriving_unit
from ..scene import Scene, next_key
from ..words import ClockKind


def urge(s: Scene, case: Case) -> Case:
    """Send a card to a unit and its person in charge.

    发出提醒、黄牌或红牌。
    """
    case, key = next_key(case, On.CARD)
    card = Card(level=s.word("level"), unit=s.unit("unit").id, by_unit=s.actor.unit or 0)
    return replace(case, cards={**case.cards, key: card})


def answer_urge(s: Scene, case: Case) -> Case:
    """Answer the card.

    督办了结。
    """
    return replace(case, cards={**case.cards, s.key: replace(s.card, state="answered")})


def chase(s: Scene, case: Case) -> Case:
    """Note when it was chased.

    记明催办时间。
    """
    return replace(case, chased=s.at)


def take_charge(s: Scene, case: Case) -> Case:
    """A leader takes the matter on their own account.

    由本人包案。
    """
    return replace(case, in_charge=s.actor.user)


def recuse(s: Scene, case: Case) -> Case:
    """Withdraw an official; orders they had received wait for a colleague.

    不再经手；已签收的工单由同事接办。
    """
    named = s.data.get("user")
    user = named if isinstance(named, int) else s.actor.user
    if user is None:
        return case
    orders = {k: replace(o, received_by=None) for k, o in case.orders.items() if o.received_by == user}
    charge = None if case.in_charge == user else case.in_charge
    return replace(case, recused=(*case.recused, user), orders={**case.orders, **orders} if orders else case.orders, in_charge=charge)


def whistle(s: Scene, case: Case) -> Case:
    """Call departments to the spot.

    呼叫部门到场。
    """
    case, key = next_key(case, On.WHISTLE)
    return replace(case, whistles={**case.whistles, key: Whistle(caller=s.actor.unit or 0, units=s.units("units"))})


def arrive(s: Scene, case: Case) -> Case:
    """Note the arrival; when all came the call is over and its clock met.

    全部到齐的，吹哨结束。
    """
    unit = arriving_unit(s)
    if unit is None:
        return case
    whistle = replace(s.whistle, arrived=(*s.whistle.arrived, unit))
    if set(whistle.units) <= set(whistle.arrived):
        whistle = replace(whistle, open=False)
        case = clocks.meet(case, ClockKind.ARRIVAL, at=s.at, subject=s.key)
    return replace(case, whistles={**case.whistles, s.key: whistle})
