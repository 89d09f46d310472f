"""Before anybody handles: from the registration to the dispatch, or one of the ends on the way."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.centers.domain.words import Role
from yiwang.matters.domain.words import ClockKind, Nature, Procedure

from .arrivals import HERE
from .crew import lead_unit, other_class, other_unit
from .grammar import themes
from .life import COORDINATES, FRONT, Life, Step
from .telling import outcome_texts

DECLINED = {"dispute": "court", "place": "in_progress", "service": "final"}
"""Scene of a matter → why it is declined."""
RISES = {5: "reason_village", 4: "reason_township", 3: "reason_county", 2: "reason_city", 1: "reason"}
SPOT_PROCEDURES = frozenset({Procedure.SERVICE, Procedure.DISPUTE, Procedure.HAZARD, Procedure.INQUIRY})


def registered(life: Life) -> Iterator[Step | None]:
    """Yield what may come next for a matter that waits to be accepted, best first."""
    fate = life.fate
    front = life.who(life.holder, *FRONT)
    regime = life.duty if life.fast else "village" if life.crew.level(life.holder) == 5 else "office"
    if life.case.nature == Nature.ACCUSATION:
        yield from _accusation(life)
        return
    yield from answers(life)
    if fate.withdraw == "registered" and life.once("withdraw"):
        yield _withdraw(life)
    if fate.repeat in {"merge", "unmerge"} and life.twin and life.once("merge"):
        yield _merge(life)
    if fate.spot and _simple(life) and life.once("spot"):
        actor = life.registrar if life.registrar and life.registrar.role in {Role.GRID_WORKER, Role.CLERK} else front
        yield actor and Step("settle_on_spot", actor, {"answer": _on_the_spot(life)}, hours=0.4, regime="home")
    if fate.correction and life.case.own_contact and life.once("correction"):
        yield front and Step(
            "request_correction", front, {"question": life.say("correction", "question")}, hours=1 * fate.pace, regime=regime
        )
    if fate.decline and life.once("decline"):
        data = {"reason_code": DECLINED[life.telling.scene], "answer": life.say("decline", "reason")}
        actor = life.coordinator()
        yield actor and Step("decline", actor, data, hours=3 * fate.pace, regime=regime, limit=life.clock(ClockKind.ACCEPTANCE))
    if _rises(life):
        yield _escalate(life)
    hours = (0.3 if life.fast else 2.2) * fate.pace
    yield front and Step(
        "accept",
        life.coordinator() or front,
        {"note": life.say("accept", "any")},
        hours=hours,
        regime=regime,
        limit=life.clock(ClockKind.ACCEPTANCE),
        missed=fate.late == "acceptance",
    )


def _officially(life: Life) -> bool:
    """Say whether an office or a counsellor has to come first: arrears and injuries at work are inspected, not talked over."""
    return str(themes()[life.telling.theme]["lead"]).startswith(("bureau", "social"))


def _simple(life: Life) -> bool:
    """Say whether it can be settled where it is brought: a question always, the rest where nobody else has to decide."""
    procedure = life.case.procedure
    return procedure == Procedure.INQUIRY or (procedure in SPOT_PROCEDURES and not _officially(life))


def _on_the_spot(life: Life) -> str:
    """Return what is answered at once: to a question its answer."""
    if life.case.procedure == Procedure.INQUIRY:
        return outcome_texts(life.telling, dice=life.dice.child("outcome", 0))[1]
    return life.say("spot", "answer")


def accepted(life: Life) -> Iterator[Step | None]:
    """Yield what may come next for a matter that waits to be dispatched, best first."""
    fate, actor = life.fate, life.coordinator()
    regime = life.duty if life.fast else "office"
    if life.case.nature == Nature.ACCUSATION:
        yield from _accusation(life)
        return
    yield from answers(life)
    yield from small_acts(life, "accepted")
    if fate.withdraw == "accepted" and life.once("withdraw"):
        yield _withdraw(life)
    if fate.reclassify and life.once("reclassify"):
        yield actor and _reclassify(life)
    if fate.transfer_out and life.once("transfer"):
        body = {"report": "body_report"}.get(life.case.nature.value, "body_labour" if life.telling.theme.startswith("labour") else "body")
        data = {"body": life.say("transfer", body), **{name: life.say("transfer", name) for name in ("proof", "answer")}}
        yield actor and Step("transfer_out", actor, data, hours=5 * fate.pace)
    if _comes_down(life):
        yield _hand_down(life)
    if _rises(life):
        yield _escalate(life)
    if fate.mediation and not life.case.closings and not _officially(life) and life.once("mediation"):
        committee = life.crew.units.get(f"{life.crew.region(life.holder)}/committee")
        if committee:
            yield actor and Step("to_mediation", actor, {"unit": committee, "reason": life.say("mediation", "reason")}, hours=2 * fate.pace)
    yield actor and _dispatch(life, regime)


def _dispatch(life: Life, regime: str) -> Step:
    lead = _lead(life)
    if lead in life.case.freed:
        others = [r.proposed_unit for r in life.case.requests.values() if r.kind == "contest" and r.proposed_unit]
        fit = [unit for unit in others if unit not in life.case.freed]
        lead = fit[-1] if fit else lead
    if life.refused:  # the lists would not have it: the committee of the place has none and helps with everything
        committee = life.crew.units.get(f"{life.crew.region(life.holder)}/committee", lead)
        lead = lead if committee in life.case.freed else committee
    data: dict[str, object] = {"unit": lead, "note": life.say("dispatch", "note")}
    assisting = other_unit(life.crew, theme=life.telling.theme, unit=lead, holder=life.holder)
    if life.fate.assist and not life.fate.contest and assisting and assisting not in life.case.freed and life.once("assist"):
        data["assisting"] = [assisting]
    actor = life.coordinator()
    if actor is None:
        raise LookupError(f"nobody dispatches {life.number}")
    return Step("dispatch", actor, data, hours=(0.15 if life.fast else 0.9) * life.fate.pace, regime=regime)


def _lead(life: Life) -> int:
    chosen = life.crew.units.get(life.fate.lead)
    return chosen or lead_unit(life.crew, theme=life.telling.theme, holder=life.holder, village=life.village)


def _rises(life: Life) -> bool:
    """Say whether the matter goes up now: its lead stands higher, or it is fated to climb."""
    if life.holder in life.case.escalated or life.crew.parent_center(life.holder) is None:
        return False
    if life.fate.ladder and not life.case.handed_down:
        return True
    lead = _lead(life)
    if not life.crew.region(lead).startswith(life.crew.region(life.holder)):
        return True
    return life.fate.escalate and life.crew.level(life.holder) > 2 and not life.case.escalated and life.case.state.value == "accepted"


def _escalate(life: Life) -> Step | None:
    actor = life.coordinator()
    hours = (0.3 if life.fast else 1.2) * life.fate.pace
    regime = life.duty if life.fast else "village" if life.crew.level(life.holder) == 5 else "office"
    data = {"reason": life.say("escalate", RISES[life.crew.level(life.holder)])}
    step = actor and Step("escalate", actor, data, hours=hours, regime=regime)
    return step or None


def _comes_down(life: Life) -> bool:
    """Say whether the matter goes down now: from the city's hotline to the county, or back from the province."""
    level = life.crew.level(life.holder)
    return level <= 2 and life.holder not in life.case.handed_down


def _hand_down(life: Life) -> Step | None:
    below = life.crew.center(life.village.code[:4] if life.crew.level(life.holder) == 1 else life.county)
    actor = life.coordinator()
    return actor and Step(
        "hand_down",
        actor,
        {"center": below, "reason": life.say("hand_down", "reason_back" if life.case.escalated else "reason")},
        hours=1.5,
        regime=life.duty if life.fast else "office",
    )


def _merge(life: Life) -> Step | None:
    twin, actor = life.twin, life.coordinator()
    if twin is None or actor is None or twin.case is None or twin.holder != life.holder or not _takes_members(twin):
        return None
    return Step("merge", actor, {"master": twin.number, "reason": life.say("merge", "reason")}, hours=1.5 * life.fate.pace)


def _takes_members(master: Life) -> bool:
    return master.case.state.value in {"registered", "accepted", "handling"} and not master.case.master and master.case.suspension is None


def merged(life: Life) -> Iterator[Step | None]:
    """Yield the unmerging of what was merged in error."""
    twin = life.twin
    if life.fate.repeat == "unmerge" and twin and twin.case.state.value in {"registered", "accepted", "handling"} and life.once("unmerge"):
        actor = twin.coordinator()
        yield actor and Step("unmerge", actor, {"reason": life.say("unmerge", "reason")}, hours=3)


def _withdraw(life: Life) -> Step:
    return Step("withdraw", life.person(), {"reason": life.say("withdraw", "reason")}, hours=3, regime="home")


def _reclassify(life: Life) -> Step | None:
    other, actor = other_class(life.telling.theme), life.coordinator()
    if other is None or actor is None:
        return None
    category, nature = other
    return Step("reclassify", actor, {"category": category, "nature": nature, "reason": life.say("reclassify", "reason")}, hours=1)


def _accusation(life: Life) -> Iterator[Step | None]:
    """An accusation is accepted by the center above or the discipline body and handed over with proof."""
    actor = life.who(life.holder, *COORDINATES)
    if life.case.state.value == "registered":
        yield actor and Step("accept", actor, {}, hours=4 * life.fate.pace)
    else:
        place = life.crew.places[life.county[:2] if life.telling.theme == "accuse_center" else life.county]
        data = {"body": f"{place.name}纪委监委", "proof": life.say("transfer", "proof")}
        yield actor and Step(
            "transfer_out", actor, {**data, "answer": outcome_texts(life.telling, dice=life.dice.child("answer"))[1]}, hours=6
        )


def answers(life: Life) -> Iterator[Step | None]:
    """Yield what the person does when asked something."""
    for key, _ in life.requests("correction"):
        if life.once(f"supplement {key}"):
            yield Step("supplement", life.person(), {"text": life.say("correction", "supplement")}, hours=5 * life.fate.pace, regime="home")
    for key, _ in life.requests("question"):
        if life.once(f"answer {key}"):
            yield Step("answer", life.person(), {"text": life.say("ask", "answer")}, subject=key, hours=4 * life.fate.pace, regime="home")


def small_acts(life: Life, when: str) -> Iterator[Step | None]:
    """Yield acts that colour the story while the matter is accepted or handled."""
    extras, actor = life.fate.extras, life.coordinator()
    wanted = life.twin is not None and life.twin.number and life.twin.number not in life.case.links
    if when == "accepted" and wanted and life.twin and life.once("link"):
        yield actor and Step("link", actor, {"other": life.twin.number}, hours=0.3)
    if when == "accepted" and "correct" in extras and life.once("correct"):
        data = {"part": "place", "text": life.say("correct", "address"), "reason": life.say("correct", "reason")}
        yield actor and Step("correct", actor, data, hours=0.4)
    if when == "accepted" and life.fate.new_facts and life.once("visit"):  # they come again, another day, to say what is new
        yield actor and Step("visit", actor, {}, hours=9)
    if when == "accepted" and life.fate.new_facts and life.once("new facts"):
        data = {"text": life.say("correction", "new_facts"), "new_facts": True}
        yield actor and Step("supplement", actor, data, hours=2)


def today(life: Life, at: object) -> str:
    """Return the day of a moment here, as forms write it."""
    return at.astimezone(HERE).date().isoformat()  # type: ignore[attr-defined,no-any-return]
