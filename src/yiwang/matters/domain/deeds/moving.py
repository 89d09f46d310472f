"""Moving the matter between centers, merging and parting, linking, reclassifying, handing it out of the net."""

from __future__ import annotations

from msgspec.structs import replace

from yiwang.kernel.refusals import Refused

from .. import clocks
from ..acts import On
from ..blocks import accusation_holder
from ..case import Case, Order
from ..conditions import parent_of
from ..scene import Scene, next_key, with_order
from ..words import OPEN_ORDER_STATES, ClockKind, Nature, OrderState, Procedure, State
from .orders import cancel


def escalate(s: Scene, case: Case) -> Case:
    """Move the holder to the center above; orders keep running and answer to the new holder.

    牵头中心上移，工单照常，改向新的牵头中心负责。
    """
    parent = parent_of(s)
    if parent is None:
        raise Refused("no_parent_center")
    return replace(case, trail=(*case.trail, parent), escalated=(*case.escalated, case.holder))


def hand_down(s: Scene, case: Case) -> Case:
    """Move the holder to a center directly below.

    牵头中心下移。
    """
    return replace(case, trail=(*case.trail, s.unit("center").id), handed_down=(*case.handed_down, case.holder))


def transfer_out(s: Scene, case: Case) -> Case:
    """Leave the net with a proof of hand-over; the person is told where it went.

    留存移交凭证，并告知反映人去向。
    """
    return replace(case, answered=True, accepted_once=True)


def merge(s: Scene, case: Case) -> Case:
    """Become a member of the master; open orders move along, so here they end.

    未完结的工单转为主件的协办工单，从早的期限管辖主件。
    """
    open_keys = [key for key, order in case.orders.items() if order.state in OPEN_ORDER_STATES]
    case = cancel(case, open_keys, outcome="merged")
    return replace(case, master=s.word("master"), before_merge=case.state)


def take_in(s: Scene, member: Case, master: Case) -> Case:
    """Return the master with this member: its root orders assist, the earliest limit governs."""
    number = member.number
    master = replace(master, members=(*master.members, number))
    rule = s.policy.procedure_rule(member.procedure)
    if rule.suspension_days == 0 or member.unstoppable:
        master = replace(master, unstoppable=True)
    master = _earliest_limit(s, member, master)
    busy = {o.unit for o in master.orders.values() if o.state in OPEN_ORDER_STATES}
    for order in member.orders.values():
        if order.state in OPEN_ORDER_STATES and not order.parent and order.unit not in busy:
            busy.add(order.unit)
            master, key = next_key(master, On.ORDER)
            moved = replace(order, lead=False, from_matter=number, passed_down=False, opening=master.closings, state=_uncontested(order))
            master = replace(master, handlers=(*master.handlers, *(u for u in order.handlers if u not in master.handlers)))
            master = _with_clocks_of(s, member, order_key_of(member, order.unit), with_order(master, key, moved), key)
    return clocks.recap(master, s.policy)


def _uncontested(order: Order) -> OrderState:
    """A contest lapses with the matter it was raised in; the order goes on as it stood before."""
    if order.state != OrderState.CONTESTED:
        return order.state
    return OrderState.SENT if order.received_by is None else OrderState.RECEIVED


def order_key_of(case: Case, unit: int) -> str:
    """Return the key of the unit's open order."""
    return next(key for key, order in case.orders.items() if order.unit == unit and order.state in OPEN_ORDER_STATES)


def _with_clocks_of(s: Scene, member: Case, old: str, master: Case, new: str) -> Case:
    for clock in member.clocks.values():
        if clock.subject == old and clock.state in clocks.RUNS:
            master = clocks.put(master, replace(clock, subject=new))
    if clocks.running(master, ClockKind.ORDER, new) is None and clocks.running(master, ClockKind.VERIFY, new) is None:
        master = clocks.start_order(master, new, at=s.at, policy=s.policy)
    return master


def _earliest_limit(s: Scene, member: Case, master: Case) -> Case:
    mine, theirs = clocks.governing(member), clocks.governing(master)
    if mine is None or theirs is None or mine[1].kind != theirs[1].kind or mine[1].due >= theirs[1].due:
        return master
    early = mine[1]
    return clocks.fix(master, theirs[0], due=early.due, base=early.base, provisional=early.provisional)


def unmerge(s: Scene, case: Case) -> Case:
    """Come back out of the master, to acceptance or dispatch.

    回到本件，随件转去的工单由主件收回。
    """
    return replace(case, master="", before_merge=None)


def let_go(s: Scene, member: Case, master: Case) -> Case:
    """Return the master without this member; the orders that came with it are taken back."""
    number = member.number
    keys = [k for k, o in master.orders.items() if o.from_matter == number and o.state in OPEN_ORDER_STATES]
    master = cancel(master, keys, outcome="unmerged")
    return replace(master, members=tuple(m for m in master.members if m != number))


def link(s: Scene, case: Case) -> Case:
    """Remember a related matter.

    记下关联。
    """
    return replace(case, links=(*case.links, s.word("other")))


def reclassify(s: Scene, case: Case) -> Case:
    """Change category and nature, and with them the procedure; an accusation leaves for the level above the accused.

    办理程序随之改变，待批的延期、暂停申请失效；转为检举控告的，移交被检举控告单位的上级。
    """
    nature = Nature.of(s.word("nature"))
    procedure = s.policy.procedure_of(s.word("category"), nature) or Procedure.SERVICE
    case = replace(case, category=s.word("category"), nature=nature, procedure=procedure)
    requests = {
        k: replace(r, state="lapsed") for k, r in case.requests.items() if r.state == "open" and r.kind in {"extension", "suspension"}
    }
    if requests:
        case = replace(case, requests={**case.requests, **requests})
    return _as_accusation(s, case) if nature == Nature.ACCUSATION else case


def _as_accusation(s: Scene, case: Case) -> Case:
    accused = s.units("accused")
    holder = accusation_holder(case.holder, accused, s.net)
    if holder is None:
        raise Refused("no_superior", field="accused")
    trail = case.trail if holder == case.holder else (*case.trail, holder)
    return replace(case, accused=accused, trail=trail)


def back_from_merge(case: Case) -> State:
    """Return the state a parted matter comes back to: nobody handles it now."""
    return State.ACCEPTED if case.accepted_once else State.REGISTERED
