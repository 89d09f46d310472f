"""Source states and targets the articles speak of."""

from __future__ import annotations

from ..case import Case
from ..deeds import endings, moving
from ..rows import Target
from ..scene import Scene
from ..words import OrderState, State

REGISTERED = frozenset({State.REGISTERED})
ACCEPTED = frozenset({State.ACCEPTED})
HANDLING = frozenset({State.HANDLING})
VERIFYING = frozenset({State.VERIFYING})
CLOSED = frozenset({State.CLOSED})
MERGED = frozenset({State.MERGED})
AT_WORK = ACCEPTED | HANDLING | VERIFYING
MOVABLE = REGISTERED | ACCEPTED | HANDLING
ANY = frozenset(State)

SENT = frozenset({OrderState.SENT})
TAKEN = frozenset({OrderState.RECEIVED, OrderState.REWORK})
UNREPORTED = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.CONTESTED, OrderState.REWORK})
REPORTED = frozenset({OrderState.REPORTED})


def lead_decides(source: State, on_lead: State) -> Target:
    """Return the target of an act on an order: the lead moves the matter, other orders leave it where it is."""

    def of(s: Scene, case: Case) -> State:
        return on_lead if s.order.lead and case.state == source else case.state

    zh, en = f"主办工单：事项转为{on_lead.zh}；协办、子工单：不变", f"lead order: the matter becomes: {on_lead.en}; others: unchanged"
    return Target(zh=zh, en=en, states=(on_lead,), sources=frozenset({source}), of=of)


def _ruled(s: Scene, case: Case) -> State:
    subject = s.request.subject
    return State.ACCEPTED if case.orders[subject].lead and case.orders[subject].state == OrderState.UPHELD else case.state


AFTER_CONTEST = Target(
    zh="主办异议成立：事项回到待分派；否则不变",
    en="lead's contest upheld: the matter goes back to: To dispatch; else unchanged",
    states=(State.ACCEPTED,),
    sources=frozenset({State.HANDLING}),
    of=_ruled,
)
AFTER_WITHDRAWAL = Target(
    zh="已撤回；隐患和检举控告不变",
    en="withdrawn; a hazard or accusation goes on",
    states=(State.WITHDRAWN,),
    of=lambda s, case: endings.after_withdrawal(case),
)
BACK = Target(
    zh="受理过的回到待分派，否则待受理",
    en="to dispatch if ever accepted, else to accept",
    states=(State.REGISTERED, State.ACCEPTED),
    of=lambda s, case: moving.back_from_merge(case),
)
FIRST_LEAD = Target(
    zh="派出主办的，事项转为办理中",
    en="with a lead, the matter becomes: Handling",
    states=(State.HANDLING,),
    sources=frozenset({State.ACCEPTED}),
    of=lambda s, case: State.HANDLING if s.units("unit") else case.state,
)
