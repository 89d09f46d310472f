"""The field's words as closed lists, each with the label that is printed on the screen (Chinese, English).

Words that rooms below speak too are declared there and only passed on here: the organisation's in `centers.domain`, those of
the policy packs in `policy.domain`.
"""

from __future__ import annotations

from yiwang.centers.domain.words import CENTER_ROLES, STAFF_ROLES, Role, UnitKind
from yiwang.kernel.labels import Labelled
from yiwang.policy.domain.words import Channel, ClockKind, Nature, Platform, Procedure

__all__ = [
    "CENTER_ROLES",
    "END_STATES",
    "OPEN_ORDER_STATES",
    "OPEN_STATES",
    "STAFF_ROLES",
    "Channel",
    "ClockKind",
    "Labelled",
    "Nature",
    "OrderState",
    "Platform",
    "Procedure",
    "Role",
    "State",
    "UnitKind",
]


class State(Labelled):
    """The states of a matter (DESIGN §4.1)."""

    REGISTERED = "registered", "待受理", "To accept"
    ACCEPTED = "accepted", "待分派", "To dispatch"
    HANDLING = "handling", "办理中", "Handling"
    VERIFYING = "verifying", "待核查", "To verify"
    CLOSED = "closed", "已办结", "Closed"
    ARCHIVED = "archived", "已归档", "Archived"
    DECLINED = "declined", "不予受理", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    MERGED = "merged", "已并件", "Merged"
    TRANSFERRED = "transferred", "已移送", "Transferred out"


OPEN_STATES = frozenset({State.REGISTERED, State.ACCEPTED, State.HANDLING, State.VERIFYING})
END_STATES = frozenset(set(State) - OPEN_STATES)


class OrderState(Labelled):
    """The states of an order (DESIGN §4.2)."""

    SENT = "sent", "待签收", "To receive"
    RECEIVED = "received", "办理中", "Handling"
    CONTESTED = "contested", "异议待裁", "Contested"
    REPORTED = "reported", "待审核", "Reported"
    REWORK = "rework", "退回重办", "Rework"
    CONFIRMED = "confirmed", "审核通过", "Confirmed"
    UPHELD = "upheld", "异议成立", "Contest upheld"
    CANCELLED = "cancelled", "已收回", "Cancelled"


OPEN_ORDER_STATES = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.CONTESTED, OrderState.REPORTED, OrderState.REWORK})
