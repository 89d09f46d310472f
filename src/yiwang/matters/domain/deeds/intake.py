"""Acceptance, declining, settling on the spot; asking for corrections and supplementing."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from yiwang.kernel.calendar import day_of

from ..acts import On
from ..case import Case, Request
from ..scene import Scene, next_key, with_request
from ..words import Role


def accept(s: Scene, case: Case) -> Case:
    """Mark the matter as accepted once, so that it can never be declined afterwards.

    此后不得再作不予受理。
    """
    return replace(case, accepted_once=True)


def decline(s: Scene, case: Case) -> Case:
    """Tell the person the lawful way: that is the answer.

    告知的法定途径即为答复。
    """
    return replace(case, answered=True)


def settle_on_spot(s: Scene, case: Case) -> Case:
    """Close with an answer at once; it counts as accepted and as a closing that can be rated.

    视同受理并办结，可以评价。
    """
    return replace(case, accepted_once=True, answered=True, closings=case.closings + 1, closed=s.at)


def ask(s: Scene, case: Case) -> Case:
    """Put a question (or a request for correction) that the person can answer.

    反映人可以答复。
    """
    kind = "correction" if s.move.act == "request_correction" else "question"
    case, key = next_key(case, On.REQUEST)
    return with_request(case, key, Request(kind=kind, by_unit=s.actor.unit, by_user=s.actor.user))


def answer(s: Scene, case: Case) -> Case:
    """Close the question with the person's answer.

    询问了结。
    """
    return with_request(case, s.key, replace(s.request, state="answered"))


def visit(s: Scene, case: Case) -> Case:
    """Count a trip of the person.

    计一次跑动，同一天只计一次。
    """
    return with_trip(case, s.at)


def with_trip(case: Case, at: datetime) -> Case:
    """Return the case with the trip of that day counted."""
    day = day_of(at)
    return case if case.visited == day else replace(case, trips=case.trips + 1, visited=day)


def supplement(s: Scene, case: Case) -> Case:
    """Answer an open request for correction; new facts found by the holder set rulings and moves free; brought in person it is a trip.

    补正要求随之了结；属于新的事实的，解除异议裁定的约束和提级、下转的次数限制；本人到窗口补充的，计一次跑动。
    """
    if s.flag("in_person") and s.actor.role != Role.PERSON:
        case = with_trip(case, s.at)
    for key, request in case.requests.items():
        if request.kind == "correction" and request.state == "open" and s.actor.role in {Role.PERSON, Role.CLERK}:
            case = with_request(case, key, replace(request, state="answered"))
    if not s.flag("new_facts"):
        return case
    return replace(case, new_facts=case.new_facts + 1, bound=(), freed=(), escalated=(), handed_down=())
