"""The clocks column: what an act starts, meets, freezes or prolongs. Limits are those of the policy pack."""

from __future__ import annotations

from datetime import timedelta

from yiwang.kernel.calendar import Limit, end_of

from . import clocks
from .acts import On
from .case import Case
from .rows import Effect
from .scene import Scene
from .words import ClockKind, Nature

LISTING = "g"
"""Subject of the listing's clock: not one of the matter's own limits."""


def _meets(kind: ClockKind) -> Effect:
    def apply(s: Scene, before: Case, after: Case) -> Case:
        return clocks.meet(after, kind, at=s.at)

    return Effect(zh=f"完成：{kind.zh}", en=f"meets: {kind.en}", apply=apply)


def _meets_own(kind: ClockKind) -> Effect:
    def apply(s: Scene, before: Case, after: Case) -> Case:
        return clocks.meet(after, kind, at=s.at, subject=s.key)

    return Effect(zh=f"完成：{kind.zh}（本单）", en=f"meets: {kind.en} (its own)", apply=apply)


def _starts_own(kind: ClockKind) -> Effect:
    def apply(s: Scene, before: Case, after: Case) -> Case:
        return clocks.start(after, kind, at=s.at, policy=s.policy, subject=s.key)

    return Effect(zh=f"开始：{kind.zh}（本单）", en=f"starts: {kind.en} (its own)", apply=apply)


def _card_clock(s: Scene, before: Case, after: Case) -> Case:
    for key, card in after.cards.items():
        if key not in before.cards and card.state == "open":
            after = clocks.start(after, ClockKind.CARD, at=s.at, policy=s.policy, subject=key)
    return after


def _listing_over(s: Scene, before: Case, after: Case) -> Case:
    return clocks.meet(after, ClockKind.LISTING, at=s.at, subject=LISTING)


def _listing_clock(s: Scene, before: Case, after: Case) -> Case:
    until = s.date("until")
    if not s.flag("grant") or until is None:
        return after
    ends = Limit(due=end_of(until), base=until, provisional=False)
    return clocks.start_set(after, ClockKind.LISTING, subject=LISTING, ends=ends, at=s.at, policy=s.policy)


def _starts_new(on: On, kind: ClockKind) -> Effect:
    """Start a clock on each part of this sort that the deed added."""

    def apply(s: Scene, before: Case, after: Case) -> Case:
        old, new = _parts(before, on), _parts(after, on)
        for key in new:
            if key not in old:
                after = clocks.start(after, kind, at=s.at, policy=s.policy, subject=key)
        return after

    return Effect(zh=f"开始：{kind.zh}", en=f"starts: {kind.en}", apply=apply)


def _parts(case: Case, on: On) -> dict[str, object]:
    parts: dict[On, dict[str, object]] = {
        On.ORDER: dict(case.orders),
        On.REQUEST: dict(case.requests),
        On.WHISTLE: dict(case.whistles),
        On.CARD: dict(case.cards),
        On.REVIEW: dict(case.reviews),
    }
    return parts[on]


def _start_handling(s: Scene, before: Case, after: Case) -> Case:
    if after.nature != Nature.ACCUSATION:
        after = clocks.start(after, ClockKind.HANDLING, at=s.at, policy=s.policy)
    else:
        after = clocks.start(after, ClockKind.HANDOVER, at=after.registered, policy=s.policy)
    return clocks.recap(after, s.policy)  # a card sent before acceptance ends within the new limit too


def _order_clocks(s: Scene, before: Case, after: Case) -> Case:
    asked = s.date("due")
    for key in after.orders:
        if key not in before.orders:
            after = clocks.start(after, ClockKind.RECEIPT, at=s.at, policy=s.policy, subject=key)
            after = clocks.start_order(after, key, at=s.at, policy=s.policy, asked=asked)
    return after


def _inherit_order_clock(s: Scene, before: Case, after: Case) -> Case:
    after = _order_clocks(s, before, after)
    old = before.clocks.get(clocks.key_of(ClockKind.ORDER, s.key))
    for key in after.orders:
        if key not in before.orders and old is not None and old.due > s.at:
            fresh = clocks.key_of(ClockKind.ORDER, key)
            after = clocks.fix(after, fresh, due=old.due, base=old.base, provisional=old.provisional)
    return clocks.recap(after, s.policy)


def _extend(s: Scene, before: Case, after: Case) -> Case:
    if not s.flag("grant"):
        return after
    request = before.requests[s.key]
    order = before.orders[request.subject]
    own = clocks.key_of(ClockKind.ORDER, request.subject)
    if order.lead and clocks.running(after, ClockKind.HANDLING) is not None:
        after = clocks.extend(after, clocks.key_of(ClockKind.HANDLING), request.days, policy=s.policy)
    if own in after.clocks and after.clocks[own].state in clocks.RUNS:
        after = clocks.extend(after, own, request.days, policy=s.policy)
        outer = clocks.running(after, ClockKind.ORDER, order.parent) if order.parent else None
        if outer is not None and after.clocks[own].due > outer.due:
            after = clocks.fix(after, own, due=outer.due, base=outer.base, provisional=outer.provisional)
    return clocks.recap(after, s.policy)


def _freeze(s: Scene, before: Case, after: Case) -> Case:
    if not s.flag("grant"):
        return after
    subject = before.requests[s.key].subject
    if subject in before.reviews:
        return clocks.freeze(after, at=s.at, kinds=frozenset({ClockKind.REVIEW_OPINION}), subject=subject)
    return clocks.freeze(after, at=s.at)


def _thaw(s: Scene, before: Case, after: Case) -> Case:
    subject = s.key if s.key in before.reviews else ""
    held = before.reviews[subject].hearing if subject else before.suspension
    moment = s.at if held is None else min(s.at, end_of(held.until))
    return clocks.thaw(after, at=moment, policy=s.policy, subject=subject)


def _review_time(s: Scene, before: Case, after: Case) -> Case:
    day = s.date("on")
    if day is None or not s.policy.procedure_rule(after.procedure).review or len(after.reviews) >= 2:
        return after
    return clocks.start(after, ClockKind.REVIEW_REQUEST, at=end_of(day) - timedelta(days=1), policy=s.policy, subject=s.key)


def _review_asked(s: Scene, before: Case, after: Case) -> Case:
    for key, clock in after.clocks.items():
        if clock.kind == ClockKind.REVIEW_REQUEST and clock.state in clocks.RUNS:
            after = clocks.meet(after, ClockKind.REVIEW_REQUEST, at=s.at, subject=key.split(".")[0])
    return STARTS_OPINION.apply(s, before, after)


def _reopened(s: Scene, before: Case, after: Case) -> Case:
    subjects = {c.subject for c in after.clocks.values() if c.kind == ClockKind.REVIEW_REQUEST}
    after = clocks.stop(after, subjects)
    return clocks.start(after, ClockKind.HANDLING, at=s.at, policy=s.policy)


def _filed(s: Scene, before: Case, after: Case) -> Case:
    return clocks.stop(after, {clock.subject for clock in after.clocks.values()})


def _reworked(s: Scene, before: Case, after: Case) -> Case:
    after = clocks.meet(after, ClockKind.VERIFY, at=s.at, subject=s.key)
    return clocks.again(after, ClockKind.ORDER, subject=s.key)


def _reclassed(s: Scene, before: Case, after: Case) -> Case:
    if before.nature != Nature.ACCUSATION and after.nature == Nature.ACCUSATION:
        return _to_accusation(s, before, after)
    found = clocks.governing(before)
    if found is None:
        return after
    key, clock = found
    counted = clocks.start(after, clock.kind, at=clock.started, policy=s.policy).clocks[key]
    if s.at < counted.due < clock.due:
        after = clocks.fix(after, key, due=counted.due, base=counted.base, provisional=counted.provisional)
    return clocks.recap(after, s.policy)


def _to_accusation(s: Scene, before: Case, after: Case) -> Case:
    if not after.accepted_once:
        return after
    old = clocks.running(before, ClockKind.HANDLING)
    after = clocks.stop(after, ("m",))
    after = clocks.start(after, ClockKind.HANDOVER, at=s.at, policy=s.policy)
    key = clocks.key_of(ClockKind.HANDOVER)
    if old is not None and s.at < old.due < after.clocks[key].due:
        after = clocks.fix(after, key, due=old.due, base=old.base, provisional=old.provisional)
    return after


def _merged_limits(s: Scene, before: Case, after: Case) -> Case:
    return clocks.freeze(after, at=s.at, kinds=frozenset(ClockKind), subject="m")


def _parted(s: Scene, before: Case, after: Case) -> Case:
    return clocks.unfreeze_as_it_was(after)


def _recompute(s: Scene, before: Case, after: Case) -> Case:
    return clocks.recompute(after, s.policy)


MEETS_ACCEPTANCE = _meets(ClockKind.ACCEPTANCE)
MEETS_HANDLING = _meets(ClockKind.HANDLING)
MEETS_HANDOVER = _meets(ClockKind.HANDOVER)
STARTS_HANDLING = Effect(
    zh="开始：办理期限；检举控告为移交期限（自登记起）",
    en="starts: handling; hand-over for an accusation, from registration",
    apply=_start_handling,
)
MEETS_RECEIPT = _meets_own(ClockKind.RECEIPT)
MEETS_ORDER = _meets_own(ClockKind.ORDER)
STARTS_VERIFY = _starts_own(ClockKind.VERIFY)
MEETS_VERIFY = _meets_own(ClockKind.VERIFY)
STARTS_CONTEST = _starts_new(On.REQUEST, ClockKind.CONTEST)
MEETS_CONTEST = _meets_own(ClockKind.CONTEST)
STARTS_REFERRAL = _starts_own(ClockKind.REFERRAL)
MEETS_REFERRAL = _meets_own(ClockKind.REFERRAL)
STARTS_ARRIVAL = _starts_new(On.WHISTLE, ClockKind.ARRIVAL)
STARTS_CARD = Effect(zh="开始：督办回复期限（须回复的）", en="starts: answer to urging, where one is asked for", apply=_card_clock)
STARTS_LISTING = Effect(
    zh="同意时开始：挂牌期限（至决定之日止）", en="if granted, starts: listing, until the day decided", apply=_listing_clock
)
MEETS_LISTING = Effect(zh="完成：挂牌期限", en="meets: listing", apply=_listing_over)
MEETS_CARD = _meets_own(ClockKind.CARD)
STARTS_OPINION = _starts_new(On.REVIEW, ClockKind.REVIEW_OPINION)
MEETS_OPINION = _meets_own(ClockKind.REVIEW_OPINION)
STARTS_ORDER = Effect(
    zh="开始：每张新工单的签收期限和工单期限", en="starts: receipt and order limit of each new order", apply=_order_clocks
)
KEEPS_ORDER = Effect(zh="沿用原工单期限，另计签收期限", en="keeps the old order's limit, starts receipt", apply=_inherit_order_clock)
EXTENDS = Effect(
    zh="同意时：办理期限（非主办为工单期限）自未顺延的末日起延长",
    en="if granted: handling (or the order's own) limit prolonged from the unrolled day",
    apply=_extend,
)
FREEZES = Effect(zh="同意时：除受理期限外全部停走", en="if granted: all clocks but acceptance stand still", apply=_freeze)
THAWS = Effect(zh="恢复计时，顺延停走的天数", en="clocks run on, later by the days they stood still", apply=_thaw)
STARTS_REVIEW_TIME = Effect(
    zh="开始：申请复查复核期限（自送达之日）", en="starts: time to ask for a review, from service", apply=_review_time
)
REVIEW_ASKED = Effect(zh="完成：申请期限；开始：复查复核期限", en="meets: time to ask; starts: review opinion", apply=_review_asked)
ENDS_ALL = Effect(zh="所有时限停止", en="no clock runs any more", apply=_filed)
NEW_HANDLING = Effect(
    zh="开始：新的办理期限；申请复查期限作废", en="starts: a new handling limit; time to ask for review is void", apply=_reopened
)
RUNS_ON = Effect(zh="完成：核查期限；原工单期限继续", en="meets: verification; the old order limit runs on", apply=_reworked)
NEVER_LATER = Effect(
    zh="按新程序自原起点重算，只可提前、不早于当前，不重新起算",
    en="counted from the old start; may only come earlier, never restarts",
    apply=_reclassed,
)
HOLDS_STILL = Effect(
    zh="本件时限停走，由主件从早期限管辖", en="its clocks stand still; the master's earliest limit governs", apply=_merged_limits
)
RUNS_AS_BEFORE = Effect(zh="原时限按原期继续", en="its old limits run on as they were", apply=_parted)
RECOMPUTES = Effect(zh="暂定时限按现行日历重算", en="provisional limits counted again", apply=_recompute)
