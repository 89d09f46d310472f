"""While units handle: receiving, contesting, extending, suspending, passing down, whistling, urging, reporting, verifying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yiwang.centers.domain.words import Role, UnitKind
from yiwang.kernel.calendar import day_of
from yiwang.matters.domain.case import Order
from yiwang.matters.domain.words import ClockKind, OrderState, Procedure

from .above_steps import supervision
from .claim_steps import claims
from .crew import called_units, other_unit
from .intake_steps import answers, small_acts
from .life import HANDLES, HEADS, Life, Step, Wait
from .telling import outcome_texts, say

WORK_HOURS = {"inquiry": 4, "service": 11, "hazard": 5, "emergency": 1.2, "dispute": 24, "petition": 26, "statutory": 32}
"""Median hours a lead works on a matter of a procedure, in its own hours."""
SUSPENDABLE = {
    Procedure.SERVICE: "appraisal",
    Procedure.STATUTORY: "appraisal",
    Procedure.DISPUTE: "party_absent",
    Procedure.HAZARD: "season",
}
_SPOKEN = {2: "两", 4: "四", 5: "五", 15: "十五"}
_OUTCOMES = {
    "explained": ("explained", "explained"),
    "agreed": ("agreed", "agreed"),
    "solved": ("solved", "solved"),
    "no_agreement": ("no_agreement", "legal_way"),
    "partly": ("partly", "unsettled"),
}
"""How it ended → (outcome of the order, class of the result)."""
SOON_DUE = frozenset({Procedure.SERVICE, Procedure.INQUIRY, Procedure.HAZARD, Procedure.EMERGENCY})
"""Procedures whose limit can pass within the month: nobody is told of as late who has sixty days."""
STATION_KINDS = frozenset({UnitKind.DEPARTMENT, UnitKind.POLICE_STATION})


def handling(life: Life) -> Iterator[Step | Wait | None]:
    """Yield what may come next while units work, best first."""
    yield from answers(life)
    yield from ruling(life)
    if life.case.suspension is not None:
        yield from _suspended(life)
        return
    lead_key, lead = next(((key, order) for key, order in life.orders(lead=True)), ("", None))
    if lead is not None and lead.state == OrderState.SENT:
        yield from _sent(life, lead_key, lead)
    yield from assisting(life, only=OrderState.SENT)
    yield from supervision(life)
    yield from assisting(life)
    if lead is None:
        return
    if lead.state in {OrderState.RECEIVED, OrderState.REWORK}:
        yield from _at_work(life, lead_key, lead)
    elif lead.state == OrderState.REPORTED:
        yield from verifying(life)


def _sent(life: Life, key: str, lead: Order) -> Iterator[Step | None]:
    fate = life.fate
    if fate.withdraw == "handling" and life.chance("early", 0.3) and life.once("withdraw"):
        yield Step("withdraw", life.person(), {"reason": life.say("withdraw", "reason")}, hours=3, regime="home")
    head = life.who(lead.unit, *HEADS, *HANDLES)
    if fate.contest and lead.unit not in life.case.bound and life.once("contest"):
        proposed = other_unit(life.crew, theme=life.telling.theme, unit=lead.unit, holder=life.holder)
        if proposed and proposed not in life.case.freed and head and not _busy(life, proposed):
            data = {
                "duty_item": life.case.category,
                "proposed_unit": proposed,
                "reason": life.say("contest", "reason", unit2=_called(life, proposed)),
            }
            limit = life.clock(ClockKind.RECEIPT, key)
            hours = (0.4 if life.fast else 2.5) * fate.pace
            yield Step("contest", head, data, subject=key, hours=hours, regime=life.regime, limit=limit)
    if fate.reassign and life.once("reassign"):
        other = other_unit(life.crew, theme=life.telling.theme, unit=lead.unit, holder=life.holder)
        actor = life.coordinator()
        if other and other not in life.case.freed and not _busy(life, other):
            yield actor and Step("reassign", actor, {"unit": other, "reason": life.say("reassign", "reason")}, subject=key, hours=1.5)
    handler = life.who(lead.unit, *HANDLES)
    yield handler and Step(
        "receive",
        handler,
        {},
        subject=key,
        hours=(0.25 if life.fast else 2.0) * fate.pace,
        regime=life.regime,
        limit=life.clock(ClockKind.RECEIPT, key),
        missed=fate.late == "receipt",
    )


def _busy(life: Life, unit: int) -> bool:
    return any(order.unit == unit for _, order in life.orders())


def _called(life: Life, unit: int | None) -> str:
    """Return how an official calls another unit."""
    return life.crew.names.get(unit or 0, "其他单位")


def ruling(life: Life) -> Iterator[Step | Wait | None]:
    """Yield the rulings that wait: contests, extensions, suspensions."""
    for key, request in life.requests("contest"):
        yield from _contest_ruling(life, key, request.subject, request.ruler, request.by_user)
    for key, request in life.requests("extension"):
        grant = life.fate.extension != "refuse"
        order = life.case.orders[request.subject]
        ruler = _extension_ruler(life, order, request.by_user)
        data = {"grant": grant, "reason": life.say("extension", "grant" if grant else "refuse")}
        yield ruler and Step("rule_extension", ruler, data, subject=key, hours=2.5, regime=life.regime)
    for key, request in life.requests("suspension"):
        grant = life.fate.suspension != "refuse"
        actor = life.coordinator(besides=request.by_user)
        data = {"grant": grant, "reason": life.say("suspension", f"grant_{_hindered(life)}" if grant else "refuse")}
        yield actor and Step("rule_suspension", actor, data, subject=key, hours=2, regime=life.regime)


def _contest_ruling(life: Life, key: str, subject: str, ruler: int | None, by: int | None) -> Iterator[Step | Wait | None]:
    fate = life.fate
    if ruler is None and fate.contest in {"refer", "silence"}:
        actor = life.coordinator(besides=by)
        yield actor and Step("refer_ruling", actor, {"reason": life.say("contest", "refer")}, subject=key, hours=1, regime=life.regime)
        return
    if ruler is not None and fate.contest == "silence":
        clock = life.clock(ClockKind.REFERRAL, key)
        if clock is not None:
            yield Wait(clock.due + timedelta(hours=2))
            return
    actor = life.who(ruler if ruler is not None else life.holder, Role.COORDINATOR, Role.CENTER_HEAD, without={by})
    uphold = fate.contest != "refuse"
    proposed = life.case.requests[key].proposed_unit
    data = {"uphold": uphold, "reason": life.say("contest", "uphold" if uphold else "refuse", unit2=_called(life, proposed))}
    kind = ClockKind.CONTEST if ruler is None else ClockKind.REFERRAL
    hours = 0.5 if life.fast else 3
    yield actor and Step("rule_contest", actor, data, subject=key, hours=hours, regime=life.regime, limit=life.clock(kind, key))


def _extension_ruler(life: Life, order: Order, by: int | None) -> object:
    if life.case.procedure in {Procedure.PETITION, Procedure.STATUTORY} and order.lead:
        unit: int | None = order.unit
        while unit is not None:
            found = life.who(unit, *HEADS, without={by})
            if found:
                return found
            unit = life.crew.superior(unit)
    return life.coordinator(besides=by)


def _suspended(life: Life) -> Iterator[Step | Wait | None]:
    held = life.case.suspension
    actor = life.coordinator()
    if held is None:
        return
    if life.fate.suspension == "resume" and life.once("resume"):
        yield actor and Step("resume", actor, {"note": life.say("suspension", f"resume_{_hindered(life)}")}, hours=9, regime="office")
    yield Wait(held.since + timedelta(days=(held.until - day_of(held.since)).days + 1, hours=3))


def _at_work(life: Life, key: str, lead: Order) -> Iterator[Step | Wait | None]:
    """Yield what the lead does, from the first note to the report."""
    fate = life.fate
    handler = life.who(lead.unit, *HANDLES) if lead.received_by is None else _same(life, lead)
    if handler is None:
        return
    regime = life.regime
    if fate.recuse and life.once("recuse"):
        colleague = life.who(lead.unit, *HANDLES, without={handler.user})
        yield colleague and Step("recuse", handler, {"reason": life.say("recuse", "reason")}, hours=1, regime=regime)
    yield from _talks(life, handler, regime)
    yield from _whistles(life)
    yield from small_acts(life, "accepted")
    yield from _passes_down(life, key, lead, handler, regime)
    yield from _asks_for_time(life, key, handler, regime)
    yield from claims(life, handler)
    if fate.withdraw == "handling" and life.once("withdraw"):
        yield Step("withdraw", life.person(), {"reason": life.say("withdraw", "reason")}, hours=6, regime="home")
    hours = WORK_HOURS.get(life.case.procedure.value, 12) * fate.pace * (0.35 if lead.reworks else 1.0)
    yield Step(
        "report_result",
        handler,
        _result(life, key, lead),
        subject=key,
        hours=hours,
        regime=regime,
        limit=life.clock(ClockKind.ORDER, key) or life.clock(ClockKind.HANDLING),
        missed=fate.late == "handling" and life.case.procedure in SOON_DUE,
    )


def _hindered(life: Life) -> str:
    """Return the code of what can keep this matter waiting."""
    return SUSPENDABLE.get(life.case.procedure, "appraisal")


def _same(life: Life, order: Order) -> object:
    """Return who received the order, if they may still act."""
    for actor in life.crew.actors.get(order.unit, ()):
        if actor.user == order.received_by and actor.user not in life.case.recused and actor.role in HANDLES:
            return actor
    return life.who(order.unit, *HANDLES)


def _ending(life: Life) -> str:
    """Say how the round ends as the office tells it: "explained", "agreed", "solved", or "no_agreement" or "partly" if it owns up."""
    dispute = life.case.nature.value == "dispute"
    if life.case.procedure == Procedure.INQUIRY:
        return "explained"
    settled = life.case.claimants == life.case.claims_settled
    if settled and (life.fate.solved or not (life.case.claimants or life.chance("owns up", 0.6))):
        return "agreed" if dispute else "solved"
    return "no_agreement" if dispute else "partly"


def _told(life: Life) -> tuple[str, str]:
    """Return (result, reply) of this round: the same words when it is reported and when it is closed."""
    dice = life.dice.child("outcome", life.case.closings)
    result, reply = outcome_texts(life.telling, dice=dice)
    if _ending(life) in {"no_agreement", "partly"}:
        return tuple(say(life.telling, "partly", part, dice=dice.child(part)) for part in ("result", "reply"))  # type: ignore[return-value]
    if life.case.closings:
        result, reply = (say(life.telling, "again", part, dice=dice) + text for part, text in (("result", result), ("reply", reply)))
    return result, reply


def _result(life: Life, key: str, lead: Order) -> dict[str, object]:
    result, reply = _told(life)
    if any(order.parent == key for order in life.case.orders.values()):
        result = life.say("below", "result") + result
    data: dict[str, object] = {"outcome": _OUTCOMES[_ending(life)][0], "result": result, "reply": reply}
    return data


def _talks(life: Life, handler: object, regime: str) -> Iterator[Step | None]:
    extras = life.fate.extras
    acts = (
        ("reveal", {"reason_code": "call_back"}, 0.4),
        ("note", {"text": life.say("note", "text"), "visible": life.chance("note for the person", 0.35)}, 3 * life.fate.pace),
        ("ask", {"question": life.say("ask", "question")}, 1.5),
        ("attach", {}, 2),
    )
    for act, data, hours in acts:
        if act not in extras or (act == "ask" and not life.case.own_contact) or not life.once(act):
            continue
        yield Step(act, handler, data, hours=hours * (0.3 if life.fast else 1), regime=regime)  # type: ignore[arg-type]


def _whistles(life: Life) -> Iterator[Step | Wait | None]:
    fate = life.fate
    for key, whistle in life.case.whistles.items():
        for position, unit in enumerate(whistle.units):
            comes = fate.whistle == "all" or position == 0
            if whistle.open and unit not in whistle.arrived and comes and life.once(f"arrive {key} {unit}"):
                actor = life.who(unit, *HANDLES)
                data = {"note": life.say("whistle", "arrive")}
                limit = life.clock(ClockKind.ARRIVAL, key)
                yield actor and Step("arrive", actor, data, subject=key, hours=0.7, regime=life.duty, limit=limit)
    if fate.whistle and not life.case.whistles and life.crew.level(life.holder) == 4 and life.once("whistle"):
        busy = {order.unit for _, order in life.orders()}
        units = called_units(life.crew, village=life.village, without=busy, turn=life.turn)
        actor = life.coordinator()
        if units:
            data = {"units": list(units), "task": life.say("whistle", "task")}
            yield actor and Step("whistle", actor, data, hours=1, regime=life.duty if life.fast else "office")


def _passes_down(life: Life, key: str, lead: Order, handler: object, regime: str) -> Iterator[Step | Wait | None]:
    region, line = life.crew.keys[lead.unit].split("/")
    child = life.crew.units.get(f"{life.village.code[:9]}/{line}")
    wanted = life.fate.pass_down and len(region) == 6 and child and child != lead.unit and not lead.mediation
    if wanted and life.once("pass down"):
        data = {"units": [child], "note": life.say("pass_down", "note")}
        yield Step("pass_down", handler, data, subject=key, hours=1, regime=regime)  # type: ignore[arg-type]
    for below, order in life.orders(parent=key):
        yield from _helper(life, below, order, sender=lead.unit)


def _asks_for_time(life: Life, key: str, handler: object, regime: str) -> Iterator[Step | None]:
    fate, procedure = life.fate, life.case.procedure
    if fate.extension and procedure != Procedure.EMERGENCY and life.once("extension"):
        days = {"service": 5, "inquiry": 2, "hazard": 4}.get(procedure.value, 15)
        data = {"days": days, "reason": life.say("extension", "reason", days=_SPOKEN[days])}
        yield Step("request_extension", handler, data, subject=key, hours=3, regime=regime)  # type: ignore[arg-type]
    if fate.suspension and procedure in SUSPENDABLE and life.once("suspension"):
        days = 4 if life.fast else 5 if fate.suspension == "run_out" else 9
        code = _hindered(life)
        data = {"reason_code": code, "until": f"+{days}", "reason": life.say("suspension", f"reason_{code}")}
        yield Step("request_suspension", handler, data, subject=key, hours=2, regime=regime)  # type: ignore[arg-type]


def assisting(life: Life, *, only: OrderState | None = None) -> Iterator[Step | Wait | None]:
    """Yield what units do that assist the lead, and what their sender does with it; `only` those in one state."""
    for key, order in life.orders(parent="", lead=False):
        if only is None or order.state == only:
            yield from _helper(life, key, order, sender=life.holder)


def _helper(life: Life, key: str, order: Order, *, sender: int) -> Iterator[Step | None]:
    handler = life.who(order.unit, *HANDLES)
    regime = life.regime
    if order.state == OrderState.SENT:
        if life.fate.cancel_assist and not order.parent and life.once(f"cancel {key}"):
            actor = life.coordinator()
            yield actor and Step("cancel_order", actor, {"reason": life.say("cancel", "reason")}, subject=key, hours=2, regime=regime)
        limit = life.clock(ClockKind.RECEIPT, key)
        yield handler and Step("receive", handler, {}, subject=key, hours=0.3 if life.fast else 1.5, regime=regime, limit=limit)
    elif order.state in {OrderState.RECEIVED, OrderState.REWORK}:
        same = _same(life, order) or handler
        result = _told(life)[0] if order.parent else life.say("dispatch", "help")
        data = {"outcome": _OUTCOMES[_ending(life)][0] if order.parent else "solved", "result": result}
        limit = life.clock(ClockKind.ORDER, key)
        yield same and Step("report_result", same, data, subject=key, hours=1 if life.fast else 4, regime=regime, limit=limit)  # type: ignore[arg-type]
    elif order.state == OrderState.REPORTED:
        if order.parent:
            actor = life.who(sender, Role.UNIT_HEAD, Role.HANDLER, Role.COORDINATOR, without=order.handlers)
        else:
            actor = life.coordinator(fresh=True)
        limit = life.clock(ClockKind.VERIFY, key)
        yield actor and Step("confirm", actor, {}, subject=key, hours=0.5 if life.fast else 1, regime=regime, limit=limit)


def verifying(life: Life) -> Iterator[Step | None]:
    """Yield what the holder does with a reported result: back, or confirmed and closed."""
    yield from answers(life)
    yield from assisting(life)
    fate, actor, regime = life.fate, life.coordinator(fresh=True), life.regime
    if fate.withdraw == "verifying" and life.once("withdraw"):
        yield Step("withdraw", life.person(), {"reason": life.say("withdraw", "reason")}, hours=2, regime="home")
    for key, order in life.case.orders.items():
        if not order.lead or order.state != OrderState.REPORTED:
            continue
        limit = life.clock(ClockKind.VERIFY, key)
        if order.reworks < fate.rework and life.once(f"rework {order.reworks}"):
            yield actor and Step(
                "rework", actor, {"reason": life.say("rework", "reason")}, subject=key, hours=1, regime=regime, limit=limit
            )
        data = {"note": life.say("confirm", "note")}
        hours = 0.6 if life.fast else 2.2
        missed = fate.late == "verify"
        yield actor and Step("confirm", actor, data, subject=key, hours=hours, regime=regime, limit=limit, missed=missed)
    data = {"result_class": _OUTCOMES[_ending(life)][1], "answer": life.say("close", "answer", reply=_told(life)[1])}
    yield actor and Step("close", actor, data, hours=0.4, regime=regime, limit=life.clock(ClockKind.HANDLING))
