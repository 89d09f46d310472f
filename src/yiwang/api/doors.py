"""What the operations of the API share: how an answer is written, which refusals a door documents, how a page is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from pydantic import BeforeValidator

from yiwang.kernel.refusals import Refused

from .auth import Bearer
from .domain.scopes import Scope
from .schemas import Problem

_KEY = re.compile(r"[\x21-\x7e]{8,160}")
PLACE = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$"
"""A division's code, or nothing."""


def _written_as_day(value: Any) -> Any:
    """Only YYYY-MM-DD is a day; the library would take seconds since 1970 as well."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return value


Day = Annotated[date, BeforeValidator(_written_as_day)]
"""A day in a query: YYYY-MM-DD."""
_encoder = msgspec.json.Encoder()

READING = (400, 401, 403, 404, 405, 422, 429, 503)
WRITING = (400, 401, 403, 404, 405, 409, 411, 413, 415, 422, 429, 503)


def door(scope: Scope, answer: Any, *, status: int = 200, problems: Sequence[int] = READING) -> dict[str, Any]:
    """Return the settings of one operation: its bearer scope, its answer and the problems it may give."""
    return {
        "auth": Bearer(scope),
        "response": {status: answer} | dict.fromkeys(problems, Problem),
        "openapi_extra": {"x-scope": str(scope)},
    }


def answer(value: Any, *, status: int = 200, cache: str = "no-store") -> HttpResponse:
    """Write a read model as JSON. Answers hold people's business: nothing on the way may keep them unless `cache` says so."""
    response = HttpResponse(_encoder.encode(value), status=status, content_type="application/json")
    response["Cache-Control"] = cache
    response["Vary"] = "Authorization"
    return response


def idempotency_key(request: HttpRequest) -> str | None:
    """Return the Idempotency-Key of a write, None without one; raises Refused bad_key for one that is no visible ASCII of 8 to 160."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not _KEY.fullmatch(key):
        raise Refused("bad_key", field="Idempotency-Key", shortest=8, longest=160)
    return key
