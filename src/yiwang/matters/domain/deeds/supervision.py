"""Urging with cards by hand and by rule, listing, conferences, chasing, taking charge, recusal, whistles and arrivals."""

from __future__ import annotations

from msgspec.structs import replace

from yiwang.kernel.calendar import day_of

from .. import clocks
from ..acts import On
from ..case import Card, Case, Conference, Listing, Whistle
from ..ladder import graver, lies_with, next_rung
from ..rights import arriving_unit
from ..scene import Scene, next_key, superior_of
from ..words import ClockKind, Nature


def urge(s: Scene, case: Case) -> Case:
    """Send a card to a unit and its person in charge.

    发出提醒、黄牌或红牌。
    """
    case, key = next_key(case, On.CARD)
    card = Card(level=s.word("level"), unit=s.unit("unit").id, by_unit=s.actor.unit or 0, at=s.at)
    return _climbed(replace(case, cards={**case.cards, key: card}), card.level)


def urge_by_rule(s: Scene, case: Case) -> Case:
    """Send the card whose moment has come, in the name of the leading center, or of the one above it.

    以牵头中心名义（督办牵头中心的，以其上级中心名义）发出规则规定的督办。
    """
    rung = next_rung(case, s.policy)
    if rung is None:
        return case
    sender = case.holder if rung.unit != case.holder else s.net.parent_center(case.holder) or case.holder
    case, key = next_key(case, On.CARD)
    state = "open" if rung.answer else "told"
    card = Card(level=rung.level, unit=rung.unit, by_unit=sender, state=state, at=s.at, by_rule=True)
    return _climbed(replace(case, cards={**case.cards, key: card}), rung.reached)


def _climbed(case: Case, level: str) -> Case:
    """Return the case where the ladder by rule goes on above this level."""
    found = clocks.governing(case)
    if found is None:
        return case
    clock = found[1]
    return clocks.put(case, replace(clock, carded=graver(clock.carded, level)))


def risen(s: Scene, case: Case, key: str) -> Case:
    """Return the case where a card that was not answered in time lapsed, and rose one level up with a limit of its own.

    逾期未回复的，提到上一级单位督促回复，另计期限。
    """
    card = case.cards[key]
    if card.state == "lapsed":
        return case  # one level, once
    facts = s.net.unit(card.unit)
    above = superior_of(facts, s.net) if facts and case.nature != Nature.ACCUSATION else None
    case = replace(case, cards={**case.cards, key: replace(card, state="lapsed", above=above or 0)})
    return clocks.start(case, ClockKind.CARD, at=s.at, policy=s.policy, subject=key) if above else case


def propose_listing(s: Scene, case: Case) -> Case:
    """Ask the joint meeting to list the matter.

    提请联席会议决定。
    """
    return replace(case, listing=Listing(state="proposed", by_unit=s.actor.unit or 0))


def rule_listing(s: Scene, case: Case) -> Case:
    """List the matter until a day, with a unit answerable for it; or do not.

    同意的，挂牌至决定之日，明确责任单位；不同意的，提请了结。
    """
    listing = case.listing
    if listing is None or not s.flag("grant"):
        return case if listing is None else replace(case, listing=replace(listing, state="refused"))
    unit = s.unit("unit").id if s.units("unit") else lies_with(case)
    return replace(case, listing=replace(listing, state="listed", unit=unit, since=day_of(s.at), until=s.date("until")))


def lift_listing(s: Scene, case: Case) -> Case:
    """End the listing.

    摘牌。
    """
    return case if case.listing is None else replace(case, listing=replace(case.listing, state="lifted"))


def confer(s: Scene, case: Case) -> Case:
    """Call a conference; the units invited may read the matter from now on.

    发起会商，参加单位可阅本事项。
    """
    case, key = next_key(case, On.CONFERENCE)
    conference = Conference(by_unit=s.actor.unit or 0, units=s.units("units"))
    return replace(case, conferences={**case.conferences, key: conference})


def conclude(s: Scene, case: Case) -> Case:
    """Note what the conference came to.

    会商形成意见，或者取消。
    """
    state = "called_off" if s.flag("off") else "concluded"
    return replace(case, conferences={**case.conferences, s.key: replace(s.conference, state=state)})


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
