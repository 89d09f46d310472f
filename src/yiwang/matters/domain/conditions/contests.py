"""Conditions of contesting competence and of ruling on it."""

from __future__ import annotations

from .. import clocks
from ..blocks import unit_blocked
from ..scene import Scene, sender_of
from ..words import ClockKind, Role
from .naming import must


@must("passed_down_already", "尚未交办下级", "nothing was passed down yet")
def not_passed_down(s: Scene) -> bool:
    """Who passed work on has taken it."""
    return not s.order.passed_down


@must("bound", "该单位的异议未曾被裁定不成立", "no contest of this unit was ruled unfounded")
def may_contest(s: Scene) -> bool:
    """A contest that was ruled cannot recur."""
    return s.order.unit not in s.case.bound


@must("own_order", "工单不是本单位派给自己的", "the order does not come from the unit itself")
def not_own_order(s: Scene) -> bool:
    """Nobody rules a contest against themselves."""
    return s.order.unit != s.sender and s.stand_in(s.sender, frozenset(Role)) != s.order.unit


@must("contest_late", "在提出异议的期限内", "within the time for contesting")
def within_contest_window(s: Scene) -> bool:
    """Competence is disputed within five working days of the order."""
    clock = s.case.clocks.get(clocks.key_of(ClockKind.RECEIPT, s.key))
    return clock is None or s.at < s.policy.calendar.limit(clock.started, s.policy.body.contest_window).due


@must("contest_cap", "本事项异议次数未超过上限", "not contested too often")
def contests_left(s: Scene) -> bool:
    """A matter does not wander for ever."""
    return sum(r.kind == "contest" for r in s.case.requests.values()) < s.policy.body.contests


@must("proposed_self", "建议的承办单位不是本单位", "another unit is proposed", field="proposed_unit")
def proposes_another(s: Scene) -> bool:
    """A contest says whose it is."""
    return s.units("proposed_unit") != (s.order.unit,)


@must("referred_already", "尚未提请上级裁定", "not referred yet")
def not_referred(s: Scene) -> bool:
    """There is one common superior."""
    return s.request.ruler is None


@must("no_superior", "有共同上级", "there is a common superior")
def superior_exists(s: Scene) -> bool:
    """At the top the sender rules."""
    return common_superior(s) is not None


def common_superior(s: Scene) -> int | None:
    """Return the nearest center above both that may rule between sender and contester, or None; for a child order that is the holder."""
    order = s.case.orders[s.request.subject]
    contester, sender = order.unit, sender_of(s.case, order)
    for center in (s.holder, *s.centers_above(s.holder)):
        if center == sender:
            continue
        if center != contester and not unit_blocked(s.case.accused, center, s.net) and s.net.staff(center):
            return center
    return None


@must("referral_runs", "提请裁定的期限已过", "the limit of the referred ruling has passed")
def referral_lapsed(s: Scene) -> bool:
    """The default comes only when the superior was silent."""
    clock = clocks.running(s.case, ClockKind.REFERRAL, s.key)
    return clock is not None and clock.due <= s.at
