"""Orders: sent, received, passed down, reassigned, taken back, reported, confirmed, sent back."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ..acts import On
from ..case import Case, Order
from ..scene import Scene, lead_of, next_key, touched, with_order
from ..words import OPEN_ORDER_STATES, OrderState, UnitKind


def send(s: Scene, case: Case, unit: int, *, lead: bool = False, parent: str = "") -> Case:
    """Return the case with a new order to a unit."""
    facts = s.net.unit(unit)
    mediation = facts is not None and facts.kind == UnitKind.MEDIATION_COMMITTEE
    case, key = next_key(case, On.ORDER)
    return with_order(case, key, Order(unit=unit, lead=lead, parent=parent, mediation=mediation, opening=case.closings))


def cancel(case: Case, keys: Iterable[str], *, outcome: str = "") -> Case:
    """Return the case where these orders are taken back, their children with them."""
    gone = set(keys)
    for key, order in case.orders.items():  # parents come before their children, keys are given in order
        if order.parent in gone:
            gone.add(key)
    changed = {
        key: replace(case.orders[key], state=OrderState.CANCELLED, outcome=outcome)
        for key in gone
        if case.orders[key].state in OPEN_ORDER_STATES
    }
    return replace(case, orders={**case.orders, **changed}) if changed else case


def dispatch(s: Scene, case: Case) -> Case:
    """Send the lead order (when none is at work) and the assisting orders.

    派出主办和协办工单。
    """
    for unit in s.units("unit"):
        case = send(s, case, unit, lead=True)
    for unit in s.units("assisting"):
        case = send(s, case, unit)
    return case


def receive(s: Scene, case: Case) -> Case:
    """Take the order; who takes it handles it.

    签收人即为经手人。
    """
    case = with_order(case, s.key, replace(case.orders[s.key], received_by=s.actor.user))
    return touched(case, s.key, s.actor.user)


def pass_down(s: Scene, case: Case) -> Case:
    """Send child orders whose results come back up.

    派出子工单，结果逐级报回。
    """
    case = with_order(case, s.key, replace(case.orders[s.key], passed_down=True))
    case = touched(case, s.key, s.actor.user)
    for unit in s.units("units"):
        case = send(s, case, unit, parent=s.key)
    return case


def reassign(s: Scene, case: Case) -> Case:
    """Take the order back and send it to another unit, in the same place of the tree.

    原工单收回，另派一张，主办、协办身份不变。
    """
    old = s.order
    case = cancel(case, [s.key])
    return send(s, case, s.unit("unit").id, lead=old.lead, parent=old.parent)


def cancel_order(s: Scene, case: Case) -> Case:
    """Take the order back, its children with it.

    工单及其子工单一并收回。
    """
    return cancel(case, [s.key])


def to_mediation(s: Scene, case: Case) -> Case:
    """Give the lead to the mediation committee; a lead at work hands over to it.

    由人民调解委员会主办；原主办工单收回。
    """
    lead = lead_of(case)
    if lead:
        case = cancel(case, [lead])
    return send(s, case, s.unit("unit").id, lead=True)


def report_result(s: Scene, case: Case) -> Case:
    """Note the outcome; the lead's report ends open whistles.

    主办提交的，未结束的吹哨随之结束。
    """
    order = replace(case.orders[s.key], outcome=s.word("outcome"))
    case = touched(with_order(case, s.key, order), s.key, s.actor.user)
    return end_whistles(case) if order.lead else case


def end_whistles(case: Case) -> Case:
    """Return the case where open whistles are over: a call ends before verifying."""
    changed = {key: replace(w, open=False) for key, w in case.whistles.items() if w.open}
    return replace(case, whistles={**case.whistles, **changed}) if changed else case


def rework(s: Scene, case: Case) -> Case:
    """Send the result back, counted.

    计退回一次。
    """
    order = case.orders[s.key]
    return with_order(case, s.key, replace(order, reworks=order.reworks + 1, outcome=""))
