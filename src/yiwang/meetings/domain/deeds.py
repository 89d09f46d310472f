"""What is possible with a meeting and its decisions in which state; pure."""

from __future__ import annotations

from yiwang.kernel.refusals import Refused

from .words import DecisionKind, DecisionState, MeetingState

_MEETING: dict[str, frozenset[MeetingState]] = {
    "agenda": frozenset({MeetingState.CALLED, MeetingState.HELD}),
    "minutes": frozenset({MeetingState.CALLED, MeetingState.HELD}),
    "decide": frozenset({MeetingState.CALLED, MeetingState.HELD}),
    "sign": frozenset({MeetingState.HELD}),
    "call_off": frozenset({MeetingState.CALLED}),
}
"""Deed → states of the meeting it is possible in. Signed minutes are not touched again."""
_DECISION: dict[str, tuple[DecisionState, DecisionState]] = {
    "report_done": (DecisionState.OPEN, DecisionState.REPORTED),
    "confirm": (DecisionState.REPORTED, DecisionState.DONE),
    "send_back": (DecisionState.REPORTED, DecisionState.OPEN),
}
"""Deed on a task → from which state to which."""
AT_ONCE = frozenset({DecisionKind.INSTRUCT, DecisionKind.LIST, DecisionKind.NOT_LIST, DecisionKind.LIFT})
"""Decisions that are carried out by being made."""
NEEDS_UNIT = frozenset({DecisionKind.TASK, DecisionKind.ORDER, DecisionKind.ASSIST, DecisionKind.URGE})
NEEDS_DAY = frozenset({DecisionKind.TASK, DecisionKind.LIST})


def possible(deed: str, state: str) -> bool:
    """Say whether a deed is possible in a state of the meeting."""
    return state in _MEETING[deed]


def must_be_possible(deed: str, state: str) -> None:
    """Refuse what the state of the meeting does not allow."""
    if not possible(deed, state):
        raise Refused("minutes_signed" if state == MeetingState.SIGNED else "wrong_meeting_state", state=state)


def next_of_decision(deed: str, state: str) -> DecisionState:
    """Return the state of a decision after a deed. Refused `wrong_decision_state`."""
    source, target = _DECISION[deed]
    if state != source:
        raise Refused("wrong_decision_state", state=state)
    return target


def after_order(order_state: str) -> DecisionState:
    """Return how far a decision is that became an order (or a card), by the state of that."""
    if order_state in {"confirmed", "answered"}:
        return DecisionState.DONE
    return DecisionState.FALLEN if order_state in {"cancelled", "upheld"} else DecisionState.OPEN
