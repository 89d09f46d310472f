"""The regulation: one row for each act. Columns: source states · target · on what · who · where · conditions · clocks · deed.

Reading a row aloud is reading the article; `docs/rules/workflow.md` is printed from here.
"""

from __future__ import annotations

from . import conditions as c
from . import destinations as d
from . import effects as e
from . import rights as r
from .acts import Act, On
from .case import Case
from .deeds import contests, endings, intake, limits, moving, orders, supervision
from .rows import Row, Target
from .scene import Scene
from .words import OPEN_STATES, OrderState, State

_REGISTERED = frozenset({State.REGISTERED})
_ACCEPTED = frozenset({State.ACCEPTED})
_HANDLING = frozenset({State.HANDLING})
_VERIFYING = frozenset({State.VERIFYING})
_CLOSED = frozenset({State.CLOSED})
_MERGED = frozenset({State.MERGED})
_AT_WORK = _ACCEPTED | _HANDLING | _VERIFYING
_MOVABLE = _REGISTERED | _ACCEPTED | _HANDLING
_ANY = frozenset(State)

_SENT = frozenset({OrderState.SENT})
_TAKEN = frozenset({OrderState.RECEIVED, OrderState.REWORK})
_UNREPORTED = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.CONTESTED, OrderState.REWORK})
_REPORTED = frozenset({OrderState.REPORTED})


def _lead_decides(on_lead: State, zh: str, en: str) -> Target:
    def of(s: Scene, case: Case) -> State:
        order = s.order
        return on_lead if order.lead and case.state in {State.HANDLING, State.VERIFYING} else case.state

    return Target(zh=f"主办工单：{zh}；协办、子工单：不变", en=f"lead order: {en}; others: unchanged", states=(on_lead,), of=of)


def _after_contest(s: Scene, case: Case) -> State:
    subject = s.request.subject
    return State.ACCEPTED if case.orders[subject].lead and case.orders[subject].state == OrderState.UPHELD else case.state


_AFTER_CONTEST = Target(
    zh="主办异议成立：待分派；否则不变",
    en="lead's contest upheld: to dispatch; else unchanged",
    states=(State.ACCEPTED,),
    of=_after_contest,
)
_AFTER_WITHDRAWAL = Target(
    zh="已撤回；隐患和检举控告不变",
    en="withdrawn; a hazard or accusation goes on",
    states=(State.WITHDRAWN,),
    of=lambda s, case: endings.after_withdrawal(case),
)
_BACK = Target(
    zh="受理过的回到待分派，否则待受理",
    en="to dispatch if ever accepted, else to accept",
    states=(State.REGISTERED, State.ACCEPTED),
    of=lambda s, case: moving.back_from_merge(case),
)
_FIRST_LEAD = Target(
    zh="办理中", en="handling", states=(State.HANDLING,), of=lambda s, case: State.HANDLING if s.units("unit") else case.state
)

_ROWS = (
    # --- intake
    Row(
        act=Act.SETTLE_ON_SPOT,
        states=_REGISTERED,
        to=State.CLOSED,
        who=(r.holder_front, r.registrar_front, r.holder_grid_worker),
        conditions=(c.not_accusation, c.on_spot_allowed),
        clocks=(e.MEETS_ACCEPTANCE,),
        deed=intake.settle_on_spot,
    ),
    Row(
        act=Act.ACCEPT,
        states=_REGISTERED,
        to=State.ACCEPTED,
        who=(r.holder_front,),
        clocks=(e.MEETS_ACCEPTANCE, e.STARTS_HANDLING),
        deed=intake.accept,
    ),
    Row(
        act=Act.DECLINE,
        states=_REGISTERED,
        to=State.DECLINED,
        who=(r.holder_coordinates,),
        conditions=(c.never_accepted,),
        clocks=(e.MEETS_ACCEPTANCE,),
        deed=intake.decline,
    ),
    Row(
        act=Act.REQUEST_CORRECTION,
        states=_REGISTERED,
        who=(r.holder_front,),
        conditions=(c.somebody_to_ask, c.not_asked_already),
        deed=intake.ask,
    ),
    Row(
        act=Act.SUPPLEMENT,
        states=OPEN_STATES | _CLOSED,
        who=(r.person, r.holder_front, r.registrar_front),
        conditions=(c.new_facts_found_by_holder,),
        while_suspended=True,
        deed=intake.supplement,
    ),
    # --- orders
    Row(
        act=Act.DISPATCH,
        states=_ACCEPTED | _HANDLING,
        to=_FIRST_LEAD,
        who=(r.holder_coordinates,),
        conditions=(
            c.not_accusation,
            c.lead_named,
            c.no_second_lead,
            c.assisting_named,
            c.no_unit_twice,
            c.due_in_future,
            c.due_within_governing,
        ),
        where=d.DISPATCHED,
        clocks=(e.STARTS_ORDER,),
        deed=orders.dispatch,
    ),
    Row(
        act=Act.RECEIVE,
        on=On.ORDER,
        states=_AT_WORK,
        orders=_SENT,
        order_to=OrderState.RECEIVED,
        who=(r.order_unit,),
        clocks=(e.MEETS_RECEIPT,),
        while_suspended=True,
        deed=orders.receive,
    ),
    Row(
        act=Act.CONTEST,
        on=On.ORDER,
        states=_AT_WORK,
        orders=frozenset({OrderState.SENT, OrderState.RECEIVED}),
        order_to=OrderState.CONTESTED,
        who=(r.order_unit,),
        conditions=(c.not_own_order, c.may_contest, c.not_passed_down, c.within_contest_window, c.contests_left, c.proposes_another),
        clocks=(e.MEETS_RECEIPT, e.STARTS_CONTEST),
        deed=contests.contest,
    ),
    Row(
        act=Act.RULE_CONTEST,
        on=On.REQUEST,
        states=_AT_WORK,
        to=_AFTER_CONTEST,
        requests=frozenset({"contest"}),
        who=(r.contest_ruler,),
        clocks=(e.MEETS_CONTEST, e.MEETS_REFERRAL),
        while_suspended=True,
        deed=contests.rule_contest,
    ),
    Row(
        act=Act.REFER_RULING,
        on=On.REQUEST,
        states=_AT_WORK,
        requests=frozenset({"contest"}),
        who=(r.contest_ruler, r.contester_when_late),
        conditions=(c.not_referred, c.superior_exists),
        clocks=(e.MEETS_CONTEST, e.STARTS_REFERRAL),
        deed=contests.refer_ruling,
    ),
    Row(
        act=Act.PASS_DOWN,
        on=On.ORDER,
        states=_AT_WORK,
        orders=_TAKEN,
        who=(r.order_unit,),
        conditions=(c.not_mediation, c.no_unit_twice, c.due_in_future, c.due_within_parent),
        where=d.PASSED_DOWN,
        clocks=(e.STARTS_ORDER,),
        deed=orders.pass_down,
    ),
    Row(
        act=Act.REASSIGN,
        on=On.ORDER,
        states=_AT_WORK,
        orders=_SENT | _TAKEN,
        who=(r.order_sender,),
        conditions=(c.not_bound,),
        where=d.REASSIGNED,
        clocks=(e.KEEPS_ORDER,),
        deed=orders.reassign,
    ),
    Row(
        act=Act.CANCEL_ORDER,
        on=On.ORDER,
        states=_AT_WORK,
        to=_lead_decides(State.ACCEPTED, "待分派", "to dispatch"),
        orders=_UNREPORTED,
        who=(r.order_sender,),
        conditions=(c.not_bound,),
        deed=orders.cancel_order,
    ),
    Row(
        act=Act.REPORT_RESULT,
        on=On.ORDER,
        states=_AT_WORK,
        to=_lead_decides(State.VERIFYING, "待核查", "to verify"),
        orders=_TAKEN,
        order_to=OrderState.REPORTED,
        who=(r.order_unit,),
        conditions=(c.no_open_children, c.claims_counted, c.claims_within),
        clocks=(e.MEETS_ORDER, e.STARTS_VERIFY),
        deed=orders.report_result,
    ),
    Row(
        act=Act.CONFIRM,
        on=On.ORDER,
        states=_AT_WORK,
        orders=_REPORTED,
        order_to=OrderState.CONFIRMED,
        who=(r.fresh_eyes_at_sender,),
        clocks=(e.MEETS_VERIFY,),
    ),
    Row(
        act=Act.REWORK,
        on=On.ORDER,
        states=_AT_WORK,
        to=_lead_decides(State.HANDLING, "办理中", "handling"),
        orders=_REPORTED,
        order_to=OrderState.REWORK,
        who=(r.fresh_eyes_at_sender,),
        conditions=(c.rework_left,),
        clocks=(e.RUNS_ON,),
        deed=orders.rework,
    ),
    Row(
        act=Act.TO_MEDIATION,
        states=_ACCEPTED | _HANDLING,
        to=State.HANDLING,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.may_mediate, c.not_mediating, c.lead_may_leave),
        where=d.MEDIATED,
        clocks=(e.STARTS_ORDER,),
        deed=orders.to_mediation,
    ),
    # --- extension and suspension
    Row(
        act=Act.REQUEST_EXTENSION,
        on=On.ORDER,
        states=_AT_WORK,
        orders=_TAKEN,
        who=(r.order_unit,),
        conditions=(c.nothing_pending, c.extension_left, c.before_due, c.days_within),
        deed=limits.request_extension,
    ),
    Row(
        act=Act.RULE_EXTENSION,
        on=On.REQUEST,
        states=_AT_WORK,
        requests=frozenset({"extension"}),
        who=(r.extension_ruler,),
        clocks=(e.EXTENDS,),
        deed=limits.rule_extension,
    ),
    Row(
        act=Act.REQUEST_SUSPENSION,
        on=On.ORDER,
        also_on=On.REVIEW,
        states=_HANDLING | _CLOSED,
        orders=_TAKEN,
        who=(r.order_unit_or_reviewer,),
        conditions=(c.is_lead, c.may_suspend, c.nothing_pending, c.ground_fits, c.until_in_range),
        deed=limits.request_suspension,
    ),
    Row(
        act=Act.RULE_SUSPENSION,
        on=On.REQUEST,
        states=_HANDLING | _CLOSED,
        requests=frozenset({"suspension"}),
        who=(r.suspension_ruler,),
        conditions=(c.until_ahead,),
        clocks=(e.FREEZES,),
        deed=limits.rule_suspension,
    ),
    Row(
        act=Act.RESUME,
        also_on=On.REVIEW,
        states=OPEN_STATES | _CLOSED,
        who=(r.resumer,),
        conditions=(c.is_suspended,),
        clocks=(e.THAWS,),
        while_suspended=True,
        deed=limits.resume,
    ),
    # --- moving the holder
    Row(
        act=Act.ESCALATE,
        states=_MOVABLE,
        who=(r.holder_coordinates,),
        conditions=(c.parent_exists, c.not_escalated),
        deed=moving.escalate,
    ),
    Row(
        act=Act.HAND_DOWN,
        states=_REGISTERED | _ACCEPTED,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.not_handed_down, c.no_open_orders),
        where=d.HANDED_DOWN,
        deed=moving.hand_down,
    ),
    Row(
        act=Act.TRANSFER_OUT,
        states=_MOVABLE,
        to=State.TRANSFERRED,
        who=(r.holder_coordinates,),
        clocks=(e.MEETS_ACCEPTANCE, e.MEETS_HANDLING, e.MEETS_HANDOVER),
        while_suspended=True,
        deed=moving.transfer_out,
    ),
    # --- ending and after
    Row(
        act=Act.CLOSE,
        states=_VERIFYING,
        to=State.CLOSED,
        who=(r.fresh_eyes_at_holder,),
        conditions=(c.lead_confirmed, c.no_laggards, c.claims_settled),
        clocks=(e.MEETS_HANDLING,),
        deed=endings.close,
    ),
    Row(
        act=Act.SERVE,
        also_on=On.REVIEW,
        states=_CLOSED,
        who=(r.holder_front,),
        conditions=(c.not_served, c.service_day_fits, c.way_fits),
        clocks=(e.STARTS_REVIEW_TIME,),
        deed=endings.serve,
    ),
    Row(
        act=Act.RATE,
        states=frozenset({State.CLOSED, State.ARCHIVED, State.MERGED}),
        who=(r.person,),
        conditions=(c.may_be_rated, c.has_answer, c.not_rated),
        deed=endings.rate,
    ),
    Row(
        act=Act.FOLLOW_UP,
        states=_CLOSED,
        who=(r.holder_front,),
        conditions=(c.somebody_to_ask,),
        deed=endings.follow_up,
    ),
    Row(
        act=Act.REOPEN,
        states=_CLOSED,
        to=State.ACCEPTED,
        who=(r.holder_coordinates,),
        conditions=(c.reopenings_left, c.no_open_review, c.not_final),
        clocks=(e.NEW_HANDLING,),
        deed=endings.reopen,
    ),
    Row(
        act=Act.REQUEST_REVIEW,
        states=_CLOSED,
        who=(r.person,),
        conditions=(c.reviewable, c.no_open_review, c.review_left, c.within_review_window, c.organ_exists),
        clocks=(e.REVIEW_ASKED,),
        deed=endings.request_review,
    ),
    Row(
        act=Act.RULE_REVIEW,
        on=On.REVIEW,
        states=_CLOSED,
        who=(r.reviewing_organ,),
        conditions=(c.review_undecided,),
        clocks=(e.MEETS_OPINION,),
        deed=endings.rule_review,
    ),
    Row(
        act=Act.WITHDRAW,
        states=OPEN_STATES,
        to=_AFTER_WITHDRAWAL,
        who=(r.person,),
        while_suspended=True,
        deed=endings.withdraw,
    ),
    Row(
        act=Act.ARCHIVE,
        states=_CLOSED,
        to=State.ARCHIVED,
        who=(r.holder_front,),
        conditions=(c.no_open_review, c.served_where_due, c.review_window_over, c.rated_or_waited),
        clocks=(e.ENDS_ALL,),
    ),
    # --- supervision
    Row(
        act=Act.URGE,
        states=OPEN_STATES,
        who=(r.supervisor,),
        conditions=(c.urged_is_concerned, c.card_in_order, c.no_open_card),
        clocks=(e.STARTS_CARD,),
        while_suspended=True,
        deed=supervision.urge,
    ),
    Row(
        act=Act.ANSWER_URGE,
        on=On.CARD,
        states=_ANY,
        who=(r.urged_unit,),
        conditions=(c.card_unanswered,),
        clocks=(e.MEETS_CARD,),
        while_suspended=True,
        deed=supervision.answer_urge,
    ),
    Row(
        act=Act.CHASE,
        states=OPEN_STATES,
        who=(r.person, r.registrar_front, r.holder_front),
        conditions=(c.not_chased_lately,),
        while_suspended=True,
        deed=supervision.chase,
    ),
    Row(act=Act.INSTRUCT, states=OPEN_STATES | _CLOSED, who=(r.leader_above,), while_suspended=True),
    Row(
        act=Act.TAKE_CHARGE,
        states=OPEN_STATES,
        who=(r.leader_above,),
        conditions=(c.not_in_charge,),
        while_suspended=True,
        deed=supervision.take_charge,
    ),
    Row(
        act=Act.RECUSE,
        states=OPEN_STATES | _CLOSED,
        who=(r.recusing,),
        conditions=(c.not_recused,),
        while_suspended=True,
        deed=supervision.recuse,
    ),
    Row(
        act=Act.WHISTLE,
        states=_ACCEPTED | _HANDLING,
        who=(r.township_with_the_matter,),
        conditions=(c.not_accusation, c.no_open_whistle, c.no_unit_twice),
        where=d.CALLED,
        clocks=(e.STARTS_ARRIVAL,),
        deed=supervision.whistle,
    ),
    Row(
        act=Act.ARRIVE,
        on=On.WHISTLE,
        states=_AT_WORK,
        who=(r.called_department,),
        conditions=(c.whistle_is_open,),
        while_suspended=True,
        deed=supervision.arrive,
    ),
    # --- merging, linking, classing
    Row(
        act=Act.MERGE,
        states=_MOVABLE,
        to=State.MERGED,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.no_members, c.master_given, c.not_itself, c.one_holder, c.master_fit),
        clocks=(e.HOLDS_STILL,),
        deed=moving.merge,
    ),
    Row(
        act=Act.UNMERGE,
        states=_MERGED,
        to=_BACK,
        who=(r.holder_coordinates, r.system),
        conditions=(c.master_given, c.master_lets_go),
        clocks=(e.RUNS_AS_BEFORE,),
        deed=moving.unmerge,
    ),
    Row(
        act=Act.LINK,
        states=_ANY - {State.ARCHIVED},
        who=(r.holder_front,),
        conditions=(c.not_itself, c.not_linked),
        while_suspended=True,
        deed=moving.link,
    ),
    Row(
        act=Act.RECLASSIFY,
        states=_MOVABLE,
        who=(r.holder_coordinates,),
        conditions=(c.not_accusation, c.nature_fits, c.class_differs, c.accusation_prepared),
        clocks=(e.NEVER_LATER,),
        deed=moving.reclassify,
    ),
    # --- talking and keeping
    Row(
        act=Act.ASK,
        states=OPEN_STATES,
        who=(r.working_on_it,),
        conditions=(c.somebody_to_ask, c.not_asked_already),
        while_suspended=True,
        deed=intake.ask,
    ),
    Row(
        act=Act.ANSWER,
        on=On.REQUEST,
        states=OPEN_STATES,
        requests=frozenset({"question", "correction"}),
        who=(r.person, r.recorder),
        while_suspended=True,
        deed=intake.answer,
    ),
    Row(act=Act.NOTE, states=_ANY, who=(r.involved,), while_suspended=True),
    Row(act=Act.ATTACH, states=OPEN_STATES | _CLOSED, who=(r.involved,), while_suspended=True),
    Row(act=Act.CORRECT, states=OPEN_STATES | _CLOSED, who=(r.person, r.holder_front, r.registrar_front), while_suspended=True),
    Row(act=Act.REVEAL, states=_ANY, who=(r.working_on_it,), while_suspended=True),
    # --- the system
    Row(
        act=Act.FOLLOW_MASTER,
        states=_MERGED,
        who=(r.system,),
        conditions=(c.master_given, c.master_answered),
        deed=endings.close,
    ),
    Row(
        act=Act.RAISE_CLOCK,
        states=OPEN_STATES | _CLOSED,
        who=(r.system,),
        conditions=(c.clock_runs, c.clock_is_due),
        while_suspended=True,
        deed=limits.raise_clock,
    ),
    Row(
        act=Act.RECOMPUTE,
        states=OPEN_STATES | _CLOSED | _MERGED,
        who=(r.system,),
        conditions=(c.can_recompute,),
        clocks=(e.RECOMPUTES,),
        while_suspended=True,
    ),
    Row(
        act=Act.DEFAULT_RULING,
        on=On.REQUEST,
        states=_AT_WORK,
        to=_AFTER_CONTEST,
        requests=frozenset({"contest"}),
        who=(r.system,),
        conditions=(c.referral_lapsed,),
        clocks=(e.MEETS_REFERRAL,),
        while_suspended=True,
        deed=contests.default_ruling,
    ),
    Row(
        act=Act.END_SUSPENSION,
        also_on=On.REVIEW,
        states=OPEN_STATES | _CLOSED,
        who=(r.system,),
        conditions=(c.suspension_over,),
        clocks=(e.THAWS,),
        while_suspended=True,
        deed=limits.resume,
    ),
)

RULES: dict[Act, Row] = {row.act: row for row in _ROWS}
