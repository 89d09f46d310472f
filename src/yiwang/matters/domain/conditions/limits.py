"""Conditions of extensions and suspensions."""

from __future__ import annotations

from datetime import timedelta

from yiwang.kernel.calendar import day_of

from .. import clocks
from ..scene import Scene
from ..words import ClockKind
from .naming import must


@must("pending_already", "没有尚待审批的同类申请", "no such request is pending")
def nothing_pending(s: Scene) -> bool:
    """One request of a kind at a time."""
    kind = "extension" if s.move.act == "request_extension" else "suspension"
    return not any(r.state == "open" and r.kind == kind and r.subject == s.key for r in s.case.requests.values())


@must("no_extension", "该办理程序可以延期且未用完次数", "the procedure allows one more extension")
def extension_left(s: Scene) -> bool:
    """A petition is prolonged once."""
    clock = s.case.clocks.get(clocks.key_of(ClockKind.HANDLING if s.order.lead else ClockKind.ORDER, "m" if s.order.lead else s.key))
    return clock is not None and clock.extensions < s.policy.procedure_rule(s.case.procedure).extension.times


@must("asked_late", "期限届满前提出", "asked before the limit passed")
def before_due(s: Scene) -> bool:
    """What is late already is not prolonged."""
    clock = clocks.running(s.case, ClockKind.HANDLING) if s.order.lead else clocks.running(s.case, ClockKind.ORDER, s.key)
    return clock is not None and s.at < clock.due


@must("too_many_days", "不超过规则包规定的天数", "no more days than the pack allows", field="days")
def days_within(s: Scene) -> bool:
    """A petition by at most thirty days."""
    return 1 <= s.number("days") <= s.policy.procedure_rule(s.case.procedure).extension.days


@must("no_suspension", "该办理程序允许暂停计时", "the procedure's time may stand still")
def may_suspend(s: Scene) -> bool:
    """A petition's 60 days stop for nothing; a review's only for a hearing."""
    if s.key in s.case.reviews:
        return s.case.reviews[s.key].hearing is None
    return s.policy.procedure_rule(s.case.procedure).suspension_days > 0 and not s.case.unstoppable


@must("only_lead", "由主办工单提出", "asked by the lead")
def is_lead(s: Scene) -> bool:
    """Suspension is matter-wide, so the lead asks."""
    return s.key in s.case.reviews or s.order.lead


@must("suspended", "计时未暂停", "the clocks run")
def not_suspended(s: Scene) -> bool:
    """What stands still cannot be stopped again."""
    return s.case.suspension is None


@must("not_suspended", "计时已暂停", "the clocks stand still")
def is_suspended(s: Scene) -> bool:
    """Only what stands still can run again."""
    return s.case.reviews[s.key].hearing is not None if s.key in s.case.reviews else s.case.suspension is not None


@must(
    "not_on_list",
    "复查期限仅因听证暂停；其他事由须在该程序清单内",
    "a review stops only for a hearing, else the ground is on the procedure's list",
    field="reason_code",
)
def ground_fits(s: Scene) -> bool:
    """Each procedure has its own grounds."""
    reason = s.word("reason_code")
    if s.key in s.case.reviews:
        return reason == "hearing"
    return reason in {c.code for c in s.policy.procedure_rule(s.case.procedure).suspension_reasons}


@must("until_out_of_range", "暂停截止日在次日以后且不超过上限", "ends on a later day within the cap", field="until")
def until_in_range(s: Scene) -> bool:
    """A suspension has an end."""
    until, today = s.date("until"), day_of(s.at)
    rule = s.policy.procedure_rule(s.case.procedure)
    days = s.policy.body.review_hearing_days if s.key in s.case.reviews else rule.suspension_days
    return until is not None and today < until <= today + timedelta(days=days)


@must("until_past", "所申请的截止日未过", "the end asked for is still ahead")
def until_ahead(s: Scene) -> bool:
    """A grant after the end would stop nothing; it can only be refused."""
    return s.move.data.get("grant") is not True or (s.request.until is not None and s.request.until > day_of(s.at))


@must("suspension_runs", "暂停期已满", "the suspension has ended")
def suspension_over(s: Scene) -> bool:
    """The system ends it when its last day is over."""
    held = s.case.reviews[s.key].hearing if s.key in s.case.reviews else s.case.suspension
    return held is not None and day_of(s.at) > held.until
