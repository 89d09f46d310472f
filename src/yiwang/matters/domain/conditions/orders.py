"""Conditions of dispatching, passing down, reporting and sending back."""

from __future__ import annotations

from yiwang.kernel.calendar import day_of, last_day

from .. import clocks
from ..scene import COORDINATING, Scene
from ..words import OPEN_ORDER_STATES, ClockKind, Nature, State
from .naming import must


@must("accusation_apart", "不是检举控告", "it is no accusation")
def not_accusation(s: Scene) -> bool:
    """An accusation is handed to the discipline body and goes nowhere else."""
    return s.case.nature != Nature.ACCUSATION


@must("needs_lead", "待分派时须指定主办单位", "a lead unit is named when none is at work", field="unit")
def lead_named(s: Scene) -> bool:
    """Exactly one lead order while handling."""
    return s.case.state != State.ACCEPTED or bool(s.units("unit"))


@must("window_off_list", "窗口人员只按事项清单分派", "the window dispatches by the duty list only", field="unit")
def window_by_list(s: Scene) -> bool:
    """What the list does not settle, or is under way already, is for the coordinator to decide."""
    if s.acts_for(s.holder, COORDINATING):
        return True
    leads = all(s.net.duty(unit, s.case.category) == "main" for unit in s.units("unit"))
    return leads and s.case.state == State.ACCEPTED and all(s.net.duty(unit, s.case.category) for unit in s.units("assisting"))


@must("lead_exists", "已有主办单位时只能增派协办", "with a lead at work only assisting units are added", field="unit")
def no_second_lead(s: Scene) -> bool:
    """Another lead comes by reassigning."""
    return s.case.state == State.ACCEPTED or not s.units("unit")


@must("required", "办理中分派须指定协办单位", "while handling assisting units are named", field="assisting")
def assisting_named(s: Scene) -> bool:
    """While a lead works a dispatch without assisting units would do nothing."""
    return s.case.state == State.ACCEPTED or bool(s.units("assisting"))


@must("same_unit_twice", "同一单位只派一次", "no unit is named twice", on_input=True)
def no_unit_twice(s: Scene) -> bool:
    """One unit has one order in a matter at a time."""
    named = [u for name in ("unit", "assisting", "units") for u in s.units(name)]
    return len(named) == len(set(named))


@must("due_past", "期限不早于次日", "the limit is a later day", field="due")
def due_in_future(s: Scene) -> bool:
    """A limit of today would be late before it is read."""
    day = s.date("due")
    return day is None or day > day_of(s.at)


@must("due_beyond_governing", "期限不晚于办理期限", "the limit is within the governing one", field="due")
def due_within_governing(s: Scene) -> bool:
    """Inner clocks end no later than the governing one."""
    day, due = s.date("due"), clocks.due_of(s.case)
    return day is None or due is None or due <= s.at or day <= last_day(due)


@must("due_beyond_parent", "期限不晚于上级工单期限", "the limit is within the parent order's", field="due")
def due_within_parent(s: Scene) -> bool:
    """A child's limit lies within its parent's."""
    day, outer = s.date("due"), clocks.running(s.case, ClockKind.ORDER, s.key)
    return day is None or outer is None or outer.due <= s.at or day <= last_day(outer.due)


@must(
    "ruled_binding", "异议已裁定不成立的单位不得改派（有新事实除外）", "a unit bound by a ruling keeps the order unless there are new facts"
)
def not_bound(s: Scene) -> bool:
    """A ruled contest binds that unit for that matter, also against reassigning."""
    return s.order.unit not in s.case.bound


@must("ruled_binding", "主办单位未受异议裁定约束（有新事实除外）", "the lead is not bound by a ruling, unless there are new facts")
def lead_not_bound(s: Scene) -> bool:
    """Taking the lead's order back to send it elsewhere would be reassigning; an assisting order that is not needed any more may go."""
    return not s.order.lead or not_bound.holds(s)


@must("children_open", "所交办的下级工单均已办完或收回", "all orders passed down are done or taken back")
def no_open_children(s: Scene) -> bool:
    """What was passed down comes back up first."""
    return not any(o.parent == s.key and o.state in OPEN_ORDER_STATES for o in s.case.orders.values())


@must("mediation_stays", "调解工单不得交办", "a mediation order is not passed down")
def not_mediation(s: Scene) -> bool:
    """The committee mediates itself."""
    return not s.order.mediation


@must("rework_cap", "退回次数未超过上限", "not sent back too often")
def rework_left(s: Scene) -> bool:
    """Sending back has an end; after it one confirms and says how it stands."""
    return s.order.reworks < s.policy.body.reworks
