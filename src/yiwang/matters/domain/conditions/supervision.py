"""Conditions of urging, listing, conferences, chasing, recusal, whistles and arrivals."""

from __future__ import annotations

from datetime import timedelta

from yiwang.kernel.calendar import day_of

from .. import clocks
from ..ladder import next_rung
from ..scene import Scene
from ..words import OPEN_ORDER_STATES
from .naming import must


@must("chased_lately", "距上次催办已满间隔", "not chased a short while ago")
def not_chased_lately(s: Scene) -> bool:
    """A nudge, not a drum."""
    return s.case.chased is None or s.at >= s.case.chased + timedelta(hours=s.policy.body.chase_hours)


@must(
    "not_concerned",
    "被督办单位为牵头中心、承办单位，或尚无人签收时的登记单位，且不是本单位",
    "the unit leads, handles, or registered it and nobody received it yet; and is not one's own",
    field="unit",
)
def urged_is_concerned(s: Scene) -> bool:
    """One urges who owes something; whoever registered stays answerable until somebody receives (首问负责)."""
    units = s.units("unit")
    at_work = {s.holder, *(o.unit for o in s.case.orders.values() if o.state in OPEN_ORDER_STATES)}
    if not any(o.handlers for o in s.case.orders.values()):
        at_work.add(s.case.registrar)
    return bool(units) and units[0] in at_work and units[0] != s.actor.unit


@must("card_order", "黄牌在提醒或超期之后，红牌在黄牌之后", "yellow after a reminder or a passed limit, red after yellow", field="level")
def card_in_order(s: Scene) -> bool:
    """Cards rise step by step."""
    level, unit = s.word("level"), s.units("unit")
    had = {c.level for c in s.case.cards.values() if (c.unit,) == unit}
    due = clocks.due_of(s.case)
    late = due is not None and due <= s.at
    return level == "reminder" or (level == "yellow" and ("reminder" in had or late)) or (level == "red" and "yellow" in had)


@must("card_open", "该单位没有未回复的同档督办", "no card of that level is unanswered", field="unit")
def no_open_card(s: Scene) -> bool:
    """An unanswered card is followed by a higher one, not by itself."""
    return not any(c.state == "open" and c.level == s.word("level") and (c.unit,) == s.units("unit") for c in s.case.cards.values())


@must("card_answered", "督办尚未回复", "the card is unanswered")
def card_unanswered(s: Scene) -> bool:
    """A card is answered once; a late answer is still an answer."""
    return s.card.state in {"open", "lapsed"}


@must("no_card_due", "规则规定的督办时刻已到", "the moment of a card by rule has come", field="clock")
def rung_is_due(s: Scene) -> bool:
    """The rules say when a card goes out by itself."""
    rung = next_rung(s.case, s.policy)
    return rung is not None and rung.clock == s.word("clock") and rung.at <= s.at


@must("listed_already", "尚未挂牌，也没有待决定的提请", "neither listed nor proposed")
def not_listed(s: Scene) -> bool:
    """One listing at a time."""
    return s.case.listing is None or s.case.listing.state in {"refused", "lifted"}


@must("not_proposed", "有待决定的挂牌提请", "a listing is proposed")
def listing_proposed(s: Scene) -> bool:
    """The joint meeting decides what a center proposed."""
    return s.case.listing is not None and s.case.listing.state == "proposed"


@must(
    "listing_day",
    "同意时写明挂牌期限，在今日之后且不超过规则规定的天数",
    "when granted, a day ahead and within the pack's longest listing",
    field="until",
)
def listing_has_its_end(s: Scene) -> bool:
    """A listing has an end."""
    until, today = s.date("until"), day_of(s.at)
    if not s.flag("grant"):
        return True
    return until is not None and today < until <= today + timedelta(days=s.policy.supervision.listing.longest_days)


@must("not_listed", "正在挂牌督办", "it is listed")
def is_listed(s: Scene) -> bool:
    """Only what is listed is lifted."""
    return s.case.listing is not None and s.case.listing.state == "listed"


@must("conference_open", "没有未结论的会商", "no conference is still to be concluded")
def no_open_conference(s: Scene) -> bool:
    """One conference at a time."""
    return not any(conference.state == "called" for conference in s.case.conferences.values())


@must("conference_over", "会商尚无结论", "the conference is still to be concluded")
def conference_is_open(s: Scene) -> bool:
    """A conference is concluded once."""
    return s.conference.state == "called"


@must("taken_already", "尚未由本人包案", "not in charge already")
def not_in_charge(s: Scene) -> bool:
    """Taking charge twice would do nothing."""
    return s.case.in_charge != s.actor.user


@must("recused_already", "该人员尚未回避", "not recused already", on_input=True)
def not_recused(s: Scene) -> bool:
    """Who is out is out."""
    return (s.data.get("user") or s.actor.user) not in s.case.recused


@must("whistle_open_already", "没有未结束的吹哨", "no whistle is open")
def no_open_whistle(s: Scene) -> bool:
    """One call to the spot at a time."""
    return not any(w.open for w in s.case.whistles.values())


@must("whistle_over", "吹哨未结束", "the whistle is open")
def whistle_is_open(s: Scene) -> bool:
    """A call that ended needs no arrival."""
    return s.whistle.open
