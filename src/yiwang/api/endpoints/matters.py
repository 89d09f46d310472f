"""Matters: register, act, list, read one, and what may be done with it now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters import queries
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.operations import act as do_act
from yiwang.matters.operations import register as do_register
from yiwang.matters.operations.intake import Intake
from yiwang.matters.queries.policy import policy_at

from ..bodies import json_object
from ..domain.scopes import Scope
from ..doors import PLACE, WRITING, Day, answer, door, idempotency_key
from ..matter_shapes import matter, offer
from ..schemas import Counts, Done, LawfulActs, Matter, MatterList, Registered
from ..shaping import shaped

router = Router(tags=["matters"])
_LONGEST_SUBJECT = 20
MOST_ID = 2**62


@router.post("", operation_id="register_matter", **door(Scope.MATTERS_REGISTER, Registered, status=201, problems=WRITING))
def register(request: HttpRequest) -> HttpResponse:
    """Register what somebody brought. The answer holds the number and, this once, the query code for the person."""
    body = json_object(request)
    body.setdefault("channel", "api")
    done = do_register(intake=shaped(body, Intake), actor=request.auth.actor, at=request.auth.at, key=_key(request))
    response = answer(
        {"number": done.number, "query_code": done.query_code, "version": done.version, "due": done.due},
        status=201,
    )
    response["Location"] = f"/api/v1/matters/{done.number}"
    return response


@router.post("/{number}/acts/{act}", operation_id="act", **door(Scope.MATTERS_ACT, Done, problems=WRITING))
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one act on a matter: all of it or, on any refusal, nothing."""
    body = json_object(request)
    subject, data, seen_version = _act_body(body)
    done = do_act(
        number=number,
        act=_act(act),
        actor=request.auth.actor,
        at=request.auth.at,
        subject=subject,
        data=data,
        seen_version=seen_version,
        key=_key(request),
    )
    return answer(done)


def _act(code: str) -> str:
    """Return a code a program may ask for; any other address does not exist."""
    if code not in set(Act) or code == Act.REGISTER or SPECS[Act(code)].system:
        raise Refused("not_found")
    return code


def _act_body(body: dict[str, object]) -> tuple[str, dict[str, object], int | None]:
    """Return subject, data and the version seen; what belongs inside `data` is checked by the act itself."""
    errors = [Refused("unknown_field", field=name) for name in body if name not in ("subject", "data", "seen_version")]
    subject, data, seen = body.get("subject", "m"), body.get("data", {}), body.get("seen_version")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        errors.append(Refused("wrong_type", field="subject", expected="str"))
    if not isinstance(data, dict):
        errors.append(Refused("wrong_type", field="data", expected="object"))
    if seen is not None and (isinstance(seen, bool) or not isinstance(seen, int)):
        errors.append(Refused("wrong_type", field="seen_version", expected="int"))
    if errors:
        raise BadInput(errors)
    return subject, data, seen  # type: ignore[return-value]  # just checked


def _key(request: HttpRequest) -> str | None:
    """Return the key of this request, kept apart from those of other tokens of the same person."""
    key = idempotency_key(request)
    return key and f"{request.auth.client}:{key}"


@router.get("", operation_id="list_matters", **door(Scope.MATTERS_READ, MatterList))
def list_matters(
    request: HttpRequest,
    *,
    duty: str = Query("held", description=f"What to list: {', '.join(queries.DUTIES)}."),
    state: str = Query("", description='A state, or "open".'),
    nature: str = Query("", max_length=20),
    category: str = Query("", max_length=40, description="A category; those below it are included."),
    platform: str = Query("", max_length=20),
    procedure: str = Query("", max_length=20),
    unit: int | None = Query(None, ge=1, le=MOST_ID, description="Matters in which this unit has a part."),
    place: str = Query("", pattern=PLACE, description="A division; those below it are included."),
    since: Day | None = Query(None, description="First day of registration (Asia/Shanghai)."),
    until: Day | None = Query(None, description="Last day of registration."),
    words: str = Query("", max_length=60, description="Words of the title or the address."),
    overdue: bool = Query(False),
    after: str = Query("", max_length=600, description="`next` of the page before."),
    limit: int = Query(25, ge=1, le=100),
) -> HttpResponse:
    """Lists of the token's post: what waits for its unit, by deadline; all it holds, worked on or supervises, newest first."""
    filters = queries.Filters(
        state=state,
        nature=nature,
        category=category,
        platform=platform,
        procedure=procedure,
        unit=unit,
        place=place,
        since=since,
        until=until,
        words=words,
        overdue=overdue,
    )
    page = queries.queue(actor=request.auth.actor, duty=duty, at=request.auth.at, after=after, filters=filters, limit=limit)
    return answer({"items": page.rows, "next": page.after or None})


@router.get("/counts", operation_id="count_matters", **door(Scope.MATTERS_READ, Counts))
def counts(request: HttpRequest) -> HttpResponse:
    """How much waits for the token's unit, by duty, and how much of it is late."""
    return answer({"duties": queries.queue_counts(actor=request.auth.actor, at=request.auth.at)})


@router.get("/{number}", operation_id="read_matter", **door(Scope.MATTERS_READ, Matter))
def read(request: HttpRequest, number: str) -> HttpResponse:
    """One matter: persons masked, orders as a tree, the timeline out of the ledger."""
    page = queries.matter_page(number=number, actor=request.auth.actor, at=request.auth.at)
    response = answer(matter(page))
    response["ETag"] = f'"{page.version}"'
    return response


@router.get("/{number}/acts", operation_id="list_lawful_acts", **door(Scope.MATTERS_READ, LawfulActs))
def lawful_acts(
    request: HttpRequest, number: str, *, why_not: bool = Query(False, description="Also the others, each with its reason.")
) -> HttpResponse:
    """What the token's post may do with the matter now, with the input of each act and the lists it chooses from."""
    page = queries.matter_page(number=number, actor=request.auth.actor, at=request.auth.at, why_not=why_not)
    policy = policy_at(request.auth.at)
    return answer({"number": page.number, "version": page.version, "items": [offer(o, page.case.procedure, policy) for o in page.offers]})
