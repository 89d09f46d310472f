"""Conditions of moving, merging, linking and reclassifying."""

from __future__ import annotations

from ..blocks import unit_blocked
from ..scene import Scene
from ..words import OPEN_ORDER_STATES, OPEN_STATES, Nature, OrderState, State, UnitKind
from .naming import must


@must("no_parent_center", "有上一级中心", "there is a center above")
def parent_exists(s: Scene) -> bool:
    """The nearest ancestor region that has a center."""
    return parent_of(s) is not None


def parent_of(s: Scene) -> int | None:
    """Return the nearest center above the holder that is not blocked."""
    facts = s.net.unit(s.holder)
    if facts is None or facts.kind != UnitKind.CENTER:  # a discipline body hands over, it does not escalate
        return None
    for center in s.centers_above(s.holder):
        if not unit_blocked(s.case.accused, center, s.net):
            return center
    return None


@must("escalated_already", "本中心未曾提级（有新事实除外）", "this center has not escalated before, unless there are new facts")
def not_escalated(s: Scene) -> bool:
    """Once per direction without new facts."""
    return s.holder not in s.case.escalated


@must("handed_down_already", "本中心未曾下转（有新事实除外）", "this center has not handed down before, unless there are new facts")
def not_handed_down(s: Scene) -> bool:
    """Once per direction without new facts."""
    return s.holder not in s.case.handed_down


@must("orders_open", "没有未完结的工单", "no order is open")
def no_open_orders(s: Scene) -> bool:
    """Nothing is left running behind."""
    return not any(o.state in OPEN_ORDER_STATES for o in s.case.orders.values())


@must("wrong_state", "下转限于尚无主办工单时", "no lead is at work")
def no_lead(s: Scene) -> bool:
    """What somebody handles is not handed down over their head."""
    return not s.lead_key


@must("master_needed", "并入的事项存在", "the other matter is given", on_input=True)
def master_given(s: Scene) -> bool:
    """Merging looks at both matters."""
    return s.other is not None


@must("same_matter", "不是同一事项", "not the matter itself", on_input=True)
def not_itself(s: Scene) -> bool:
    """Nothing is merged into or linked with itself."""
    named = s.word("master") or s.word("other")
    return named != s.case.number


@must("not_one_holder", "两个事项由同一中心牵头", "both have the same holder", field="master")
def one_holder(s: Scene) -> bool:
    """A merge needs one holder."""
    return s.other is not None and s.other.holder == s.holder


@must(
    "master_unfit",
    "并入的事项在办、未暂停、非检举控告，且受理进度不落后",
    "the master is open, not suspended, no accusation, and as far as this one",
    field="master",
)
def master_fit(s: Scene) -> bool:
    """What was accepted is not merged into what may still be declined."""
    master = s.other
    if master is None or master.nature == Nature.ACCUSATION or master.suspension is not None:
        return False
    if master.state not in OPEN_STATES - {State.VERIFYING}:
        return False
    return master.accepted_once or not s.case.accepted_once


@must("has_members", "本事项没有并入的事项", "nothing was merged into this one")
def no_members(s: Scene) -> bool:
    """Merges do not nest."""
    return not s.case.members


@must("master_closed", "主件仍在办，或不予受理、已撤回", "the master is open, declined or withdrawn", on_input=True)
def master_lets_go(s: Scene) -> bool:
    """After the common answer there is nothing to part."""
    return s.other is not None and s.other.state in OPEN_STATES | {State.DECLINED, State.WITHDRAWN, State.TRANSFERRED}


@must("linked_already", "尚未关联", "not linked already", field="other")
def not_linked(s: Scene) -> bool:
    """A link is made once."""
    return s.word("other") not in s.case.links


@must("nature_not_allowed", "该类别可为此诉求性质", "the category knows this nature", field="nature")
def nature_fits(s: Scene) -> bool:
    """Category and nature go together in the pack."""
    return s.policy.procedure_of(s.word("category"), Nature.of(s.word("nature"))) is not None


@must("same_class", "类别或性质有变化", "category or nature differs", field="category")
def class_differs(s: Scene) -> bool:
    """A change that changes nothing is none."""
    return (s.word("category"), s.word("nature")) != (s.case.category, s.case.nature.value)


@must(
    "accusation_apart",
    "转为检举控告须无未完结工单并指明被检举控告单位",
    "to an accusation only without open orders, naming who is accused",
    field="accused",
)
def accusation_prepared(s: Scene) -> bool:
    """What becomes an accusation leaves the hands of everybody below."""
    if s.word("nature") != Nature.ACCUSATION.value:
        return True
    return bool(s.units("accused")) and no_open_orders.holds(s) and not s.case.members


@must("no_mediation", "该办理程序可以调解", "the procedure knows mediation")
def may_mediate(s: Scene) -> bool:
    """People's mediation is for disputes between people, and for what can be agreed."""
    return s.policy.procedure_rule(s.case.procedure).mediation


@must("already_mediating", "尚未在调解中", "not in mediation already")
def not_mediating(s: Scene) -> bool:
    """The committee has it already."""
    return not (s.lead_key and s.case.orders[s.lead_key].mediation)


@must("ruled_binding", "主办单位未受异议裁定约束，主办工单未在待审核或异议中", "the lead is not bound by a ruling, reported or contested")
def lead_may_leave(s: Scene) -> bool:
    """Mediation may take over from a lead that is free to go."""
    order = s.case.orders.get(s.lead_key)
    return order is None or (order.unit not in s.case.bound and order.state in LEAVING)


LEAVING = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.REWORK})
