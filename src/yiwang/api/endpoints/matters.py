"""Matters: register, act, list, read one, and what may be done with it now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.operations import act as do_act
from yiwang.matters.operations import register as do_register
from yiwang.matters.operations.intake import Intake

from ..bodies import json_object
from ..domain.scopes import Scope
from ..doors import WRITING, answer, door, idempotency_key
from ..schemas import Done, Registered
from ..shaping import shaped

router = Router(tags=["matters"])
_LONGEST_SUBJECT = 20


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
