"""What may happen to a ticket: from which states, to which."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled
from yiwang.kernel.refusals import Refused

from .turns import RULES, Rules
from .words import AT_WINDOW, IN_LINE, TicketState


class Deed(Labelled):
    """A deed on a ticket."""

    CALL = "call", "叫号", "Call"
    AGAIN = "again", "重呼", "Call again"
    MISS = "miss", "过号", "Not there"
    HAND = "hand", "转窗口", "Hand to another window"
    BEGIN = "begin", "开始接待", "Begin"
    FINISH = "finish", "接待完毕", "Finish"
    CANCEL = "cancel", "取消", "Cancel"
    CLOSE = "close", "日终关闭", "Close the day"


_WAYS: dict[Deed, tuple[frozenset[TicketState], TicketState]] = {
    Deed.CALL: (IN_LINE, TicketState.CALLED),
    Deed.AGAIN: (frozenset({TicketState.CALLED}), TicketState.CALLED),
    Deed.MISS: (frozenset({TicketState.CALLED}), TicketState.MISSED),
    Deed.HAND: (IN_LINE | AT_WINDOW, TicketState.WAITING),
    Deed.BEGIN: (frozenset({TicketState.CALLED}), TicketState.SERVING),
    Deed.FINISH: (AT_WINDOW, TicketState.FINISHED),
    Deed.CANCEL: (IN_LINE | AT_WINDOW, TicketState.CANCELLED),
    Deed.CLOSE: (IN_LINE | AT_WINDOW, TicketState.LAPSED),
}


def after(deed: Deed, state: TicketState, *, misses: int = 0, rules: Rules = RULES) -> TicketState:
    """Return the state after a deed, given how often it was missed before. Refused `ticket_moved` where it is not possible from here."""
    states, then = _WAYS[deed]
    if state not in states:
        raise Refused("ticket_moved", state=state.zh, state_en=state.en)
    if deed is Deed.MISS and misses >= rules.misses:
        return TicketState.ABSENT
    return then
