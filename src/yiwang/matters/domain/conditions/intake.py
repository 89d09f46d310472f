"""Conditions of acceptance, declining, questions and supplements."""

from __future__ import annotations

from yiwang.kernel.calendar import day_of

from ..scene import Scene
from ..words import Role
from .naming import must


@must("accepted_already", "尚未受理过", "never accepted before")
def never_accepted(s: Scene) -> bool:
    """First contact: declining is possible only before any acceptance."""
    return not s.case.accepted_once


@must("not_on_spot", "该办理程序允许当场办结", "the procedure allows settling on the spot")
def on_spot_allowed(s: Scene) -> bool:
    """A petition needs acceptance and a written answer; small things do not."""
    return s.policy.procedure_rule(s.case.procedure).on_spot


@must("nobody_to_ask", "反映人留有联系方式", "the person can be reached")
def somebody_to_ask(s: Scene) -> bool:
    """An anonymous report without contact cannot be asked back."""
    return s.case.own_contact and not s.case.person_gone


@must("asked_already", "没有尚待答复的同类询问", "no such question is still open")
def not_asked_already(s: Scene) -> bool:
    """One open question of a kind by one unit."""
    kind = "correction" if s.move.act == "request_correction" else "question"
    return not any(r.state == "open" and r.kind == kind and r.by_unit == s.actor.unit for r in s.case.requests.values())


@must("not_for_person", "“新的事实”由牵头中心认定", "the holder finds that facts are new", field="new_facts")
def new_facts_found_by_holder(s: Scene) -> bool:
    """New facts set rulings aside, so the center finds them, not who wishes them."""
    return not s.flag("new_facts") or s.acts_for(s.holder, frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.DISCIPLINE}))


@must("trip_counted", "当天的来访尚未计入", "no trip of this day is counted yet")
def trip_not_counted(s: Scene) -> bool:
    """Whoever goes from one window to the next on one day has come once."""
    return s.case.visited != day_of(s.at)
