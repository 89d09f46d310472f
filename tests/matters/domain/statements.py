"""The statements of what must always hold, written apart from the rules they are held against."""

from __future__ import annotations

import msgspec

from yiwang.kernel.chain import apply_patch, merge_patch
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Case, Clock, Move
from yiwang.matters.domain.net import Net
from yiwang.matters.domain.regulation import RULES
from yiwang.matters.domain.rows import Target
from yiwang.matters.domain.words import Role, State
from yiwang.matters.domain.workflow import Decision

from .by_whom import who_acted
from .canon import CITY_DISCIPLINE, DISCIPLINE, UNITS, WATER, WATER_POST
from .ticking import ticking

OPEN = {"registered", "accepted", "handling", "verifying"}
OPEN_ORDER = {"sent", "received", "contested", "reported", "rework"}
RUNS = {"running", "frozen"}
STATUTORY_INNER = {"review_request", "review_opinion"}
CHANGES_LIMIT = {
    "accept",
    "rule_extension",
    "resume",
    "end_suspension",
    "recompute",
    "reopen",
    "reclassify",
    "merge",
    "unmerge",
    "settle_on_spot",
}
BELOW_WATER = {WATER, WATER_POST}
"""The accused of the accusation slices and what stands below it, written down by hand."""


def governing_of(case: Case) -> Clock | None:
    kinds = ("acceptance",) if case.state == "registered" else ("handling", "handover")
    found = [case.clocks[f"m.{k}"] for k in kinds if f"m.{k}" in case.clocks and case.clocks[f"m.{k}"].state in RUNS]
    return found[0] if found and case.state in OPEN else None


def one_holder_and_one_lead(case: Case, net: Net) -> str:
    if case.state in OPEN and (not case.trail or UNITS[case.trail[-1]].kind not in {"center", "discipline_body"}):
        return "no center holds it"
    leads = [
        o.state.value for o in case.orders.values() if o.lead and o.opening == case.closings and o.state.value in OPEN_ORDER | {"confirmed"}
    ]
    wanted = {
        "registered": leads == [],
        "accepted": leads == [],
        "handling": len(leads) == 1 and leads[0] in OPEN_ORDER - {"reported"},
        "verifying": len(leads) == 1 and leads[0] in {"reported", "confirmed"},
    }
    return "" if wanted.get(case.state.value, True) else f"{case.state.value} with leads {leads}"


def time_runs_for_somebody(case: Case, net: Net) -> str:
    if case.state.value not in OPEN:
        running = [k for k, c in case.clocks.items() if c.state in RUNS]
        allowed = [k for k in running if case.state == "closed" and case.clocks[k].kind in STATUTORY_INNER]
        if case.state == "merged":
            allowed += [k for k in running if case.clocks[k].state == "frozen" and case.clocks[k].subject == "m"]
        return "" if running == allowed else f"clocks at an end: {running}"
    governing = governing_of(case)
    if governing is None:
        return "no governing clock"
    if governing.state == "frozen" and case.suspension is None:
        return "the governing clock stands still without a suspension"
    if case.suspension is not None and any(
        c.state == "running" and c.kind in {"handling", "order", "receipt"} for c in case.clocks.values()
    ):
        return "a clock runs through a suspension"
    for key, order in case.orders.items():
        if order.state.value in OPEN_ORDER and not any(c.subject == key and c.state in RUNS for c in case.clocks.values()):
            return f"no clock for order {key}"
        if order.state.value not in OPEN_ORDER and any(c.subject == key and c.state in RUNS for c in case.clocks.values()):
            return f"a clock runs for ended order {key}"
    return ""


def inner_clocks_within(case: Case, net: Net) -> str:
    governing = governing_of(case)
    if governing is None:
        return ""
    for key, clock in case.clocks.items():
        if clock is governing or clock.state != "running" or clock.subject == "m" or clock.kind in STATUTORY_INNER:
            continue
        if clock.kind == "listing":  # its day is decided by the joint meeting, apart from what the unit owes the person
            continue
        if clock.due > governing.due > clock.started:
            return f"{key} ends after the governing limit"
        outer = (
            case.clocks.get(f"{case.orders[clock.subject].parent}.order")
            if clock.kind == "order" and clock.subject in case.orders
            else None
        )
        if outer is not None and outer.state == "running" and clock.due > outer.due > clock.started:
            return f"{key} ends after its parent's limit"
    return ""


def orders_form_a_tree(case: Case, net: Net) -> str:
    busy = [o.unit for o in case.orders.values() if o.state.value in OPEN_ORDER]
    if len(busy) != len(set(busy)):
        return "one unit has two open orders"
    for order in case.orders.values():
        if order.parent and order.state.value in OPEN_ORDER and case.orders[order.parent].state.value not in OPEN_ORDER:
            return "a child order outlives its parent"
        if order.state.value in OPEN_ORDER and case.state.value not in OPEN:
            return "an order is open at an end"
    return ""


def nothing_pends_at_an_end(case: Case, net: Net) -> str:
    if case.state.value in OPEN:
        stray = [
            r
            for r in case.requests.values()
            if r.state == "open" and r.subject in case.orders and case.orders[r.subject].state.value not in OPEN_ORDER
        ]
        return "a request waits for an ended order" if stray else ""
    pending = [r for r in case.requests.values() if r.state == "open" and r.subject not in case.reviews]
    if pending or any(w.open for w in case.whistles.values()) or case.suspension is not None:
        return "something pends at an end"
    return ""


def whistles_end_before_verifying(case: Case, net: Net) -> str:
    return "a whistle is open while verifying" if case.state == "verifying" and any(w.open for w in case.whistles.values()) else ""


def a_closed_matter_is_answered(case: Case, net: Net) -> str:
    if case.state.value in {"closed", "archived", "declined", "transferred"} and not case.answered:
        return "ended without an answer"
    return "rated more often than closed" if case.rated > case.closings else ""


def the_accused_have_no_part(case: Case, net: Net) -> str:
    if WATER not in case.accused:
        return ""
    if any(o.unit in BELOW_WATER and o.state.value in OPEN_ORDER for o in case.orders.values()) or case.holder in BELOW_WATER:
        return "the accused handle it"
    if (
        case.state.value in OPEN
        and case.holder not in {DISCIPLINE, CITY_DISCIPLINE}
        and len(UNITS[case.holder].region) >= len(UNITS[WATER].region)
    ):
        return "an accusation is not above whom it accuses"
    return "an accusation was dispatched" if any(o.state.value in OPEN_ORDER for o in case.orders.values()) else ""


def every_claimant_stands_for_themselves(case: Case, net: Net) -> str:
    parties = [line.party for line in case.claims.values()]
    if len(parties) != len(set(parties)) or any(not 0 < party <= case.parties for party in parties):
        return "a claimant has two lines, or a line has no party"
    return "fewer claimants than lines" if len(parties) > case.claimants else ""


OF_A_CASE = (
    one_holder_and_one_lead,
    time_runs_for_somebody,
    inner_clocks_within,
    orders_form_a_tree,
    nothing_pends_at_an_end,
    whistles_end_before_verifying,
    a_closed_matter_is_answered,
    the_accused_have_no_part,
    every_claimant_stands_for_themselves,
)


def of_a_move(before: Case, move: Move, decision: Decision, net: Net, other: Case | None) -> list[str]:
    """Return what a lawful move broke."""
    after = decision.case
    said = [
        _rights(before, move),
        "" if who_acted(before, move, net, other) else "somebody acted without right",
        _blocked(before, move),
        _limits(before, move, after),
        _holder(before, move, after, net),
        _replay(before, after),
        _only_the_person_rates(before, move, after),
        _each_agrees_for_themselves(before, move, after),
        _fresh_eyes(before, move),
        _as_the_row_says(before, move, after),
        ticking(before, move, after),
    ]
    if decision.other is not None and other is not None:
        said += [_replay(other, decision.other), *(f"master: {s(decision.other, net)}" for s in OF_A_CASE if s(decision.other, net))]
        was, now = governing_of(other), governing_of(decision.other)
        if move.act in {"supplement", "chase"} and decision.other != other:
            said.append("telling the master changed it")
        if was is not None and (now is None or now.due > was.due or now.started != was.started):
            said.append("merging moved the master's limit later or restarted it")
    return [s for s in said if s]


def _rights(before: Case, move: Move) -> str:
    if move.actor.role in {Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY}:
        return "an officer who reads no content acted"
    if move.actor.role == Role.PERSON and move.act not in {
        "supplement",
        "answer",
        "rate",
        "chase",
        "request_review",
        "withdraw",
        "correct",
        "agree_claim",
    }:
        return "the person did an act of the office"
    if move.actor.role == Role.SYSTEM and move.act not in SYSTEM_ACTS:
        return "the system did an act of the office"
    return ""


SYSTEM_ACTS = {"raise_clock", "urge_by_rule", "recompute", "default_ruling", "end_suspension", "unmerge", "follow_master"}


def _blocked(before: Case, move: Move) -> str:
    if WATER in before.accused and move.actor.unit in BELOW_WATER:
        return "the accused acted"
    return "a recused person acted" if move.actor.user is not None and move.actor.user in before.recused else ""


def _limits(before: Case, move: Move, after: Case) -> str:
    was, now = governing_of(before), governing_of(after)
    if was is None or now is None:
        return ""
    if was.kind != now.kind:
        allowed = {("accept",), ("reclassify",)}
        return "" if (move.act,) in allowed else f"{was.kind} became {now.kind}"
    if now.started != was.started:
        return "the governing clock was restarted"
    if move.act not in CHANGES_LIMIT and now.due != was.due:
        return "the governing limit moved"
    if move.act in {"reclassify", "merge"} and now.due > was.due:
        return "the person waits longer than promised"
    return ""


def _holder(before: Case, move: Move, after: Case, net: Net) -> str:
    if before.holder == after.holder:
        return ""
    if move.act == "escalate":
        return "" if net.parent_center(before.holder) == after.holder else "escalated elsewhere"
    if move.act == "hand_down":
        return "" if net.parent_center(after.holder) == before.holder else "handed to a stranger"
    return "" if move.act == "reclassify" and after.nature == "accusation" else f"{move.act} moved the holder"


def _replay(before: Case, after: Case) -> str:
    if after is before:
        return ""
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    folded = apply_patch(old, merge_patch(old, new))
    return "" if folded == new and msgspec.convert(folded, Case) == after else "replaying the change does not give the case"


def _only_the_person_rates(before: Case, move: Move, after: Case) -> str:
    return "somebody else rated" if after.rated != before.rated and move.actor.role != Role.PERSON else ""


def _each_agrees_for_themselves(before: Case, move: Move, after: Case) -> str:
    """A line becomes agreed only by its own claimant or with a signed proof, and nothing closes as settled before every line is."""
    for key, line in after.claims.items():
        was = before.claims.get(key)
        if line.agreed and not (was and was.agreed):
            own = move.actor.role == Role.PERSON and line.party == before.reporter
            signed = move.actor.role != Role.PERSON and "proof" in move.texts
            if move.act != "agree_claim" or move.subject != key or not (own or signed):
                return "somebody agreed for another"
    if after.claimants and after.state == State.CLOSED != before.state and move.data.get("result_class") not in {"unsettled", "explained"}:
        settled = [line for line in after.claims.values() if line.agreed and line.paid >= line.owed]
        return "" if len(settled) == after.claimants else "closed as settled with a claimant left"
    return ""


def _fresh_eyes(before: Case, move: Move) -> str:
    user = move.actor.user
    if move.act == "close" and user in before.handlers:
        return "closed by who handled"
    if move.act in {"confirm", "rework"} and user in before.orders[move.subject].handlers:
        return "verified by who handled"
    if move.act in {"rule_extension", "rule_suspension"} and user == before.requests[move.subject].by_user:
        return "ruled by who asked"
    if move.act in {"rule_contest", "default_ruling"}:
        contested = before.orders[before.requests[move.subject].subject]
        if move.actor.unit == contested.unit:
            return "a contest was ruled by the contester"
    return ""


def _as_the_row_says(before: Case, move: Move, after: Case) -> str:
    """The columns that the documents print are what happens."""
    row = RULES[Act(move.act)]
    allowed = {before.state} | ({row.to} if isinstance(row.to, State) else set(row.to.states) if row.to else set())
    sources = row.to.sources if isinstance(row.to, Target) else frozenset()
    if after.state not in allowed or (after.state != before.state and sources and before.state not in sources):
        return f"{before.state.value} became {after.state.value}, which the row does not say"
    key = (
        move.subject if move.subject in before.orders else before.requests[move.subject].subject if move.subject in before.requests else ""
    )
    if key in before.orders and row.order_to is not None:
        allowed_orders = row.order_to if isinstance(row.order_to, tuple) else (row.order_to,)
        if after.orders[key].state not in allowed_orders:
            return f"the order became {after.orders[key].state.value}, which the row does not say"
    return ""
