"""How the API says no: problem+json (RFC 9457) with a stable code, one error per field, worded in the client's language."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused

MEDIA_TYPE = "application/problem+json"

STATUS: dict[str, int] = {
    "bad_encoding": 400,
    "malformed_json": 400,
    "not_an_object": 400,
    "incomplete_body": 400,
    "bad_cursor": 400,
    "bad_key": 400,
    "no_token": 401,
    "token_not_good": 401,
    "scope_missing": 403,
    "not_found": 404,
    "no_such_matter": 404,
    "number_malformed": 404,
    "number_mistyped": 404,
    "method_not_allowed": 405,
    "length_required": 411,
    "too_large": 413,
    "wrong_media_type": 415,
    "bad_input": 422,
    "key_reused": 422,
    "too_many_requests": 429,
    "server_error": 500,
    "database_away": 503,
}
"""HTTP status by code. Any other refusal is 422 when it names a field, else 409: the matter does not allow the act now."""


def status_of(refusal: Refused) -> int:
    """Return the HTTP status that a refusal answers with."""
    return STATUS.get(refusal.code) or (422 if refusal.field else 409)


def language_of(request: HttpRequest) -> str:
    """Return "zh" or "en", whichever the client's Accept-Language prefers; Chinese when it says nothing we have."""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if language.split("-")[0] in ("zh", "en"):
            return language.split("-")[0]
    return "zh"


def body_of(refusal: Refused, *, status: int, language: str) -> dict[str, Any]:
    """Return the members of the problem document."""
    problem: dict[str, Any] = {
        "type": f"/api/v1/problems#{refusal.code}",
        "code": refusal.code,
        "title": worded(refusal, language),
        "status": status,
    }
    errors = refusal.errors if isinstance(refusal, BadInput) else [refusal] if refusal.field else []
    if errors:
        problem["errors"] = [{"field": e.field, "code": e.code, "detail": worded(e, language)} for e in errors]
    values = {k: v for k, v in refusal.values.items() if isinstance(v, str | int | float | bool) or v is None}
    if values:
        problem["values"] = values
    return problem


def problem(request: HttpRequest, refusal: Refused, *, status: int | None = None, headers: dict[str, str] | None = None) -> HttpResponse:
    """Answer with that refusal; `retry_after` among its values becomes the header Retry-After (whole seconds)."""
    status = status or status_of(refusal)
    language = language_of(request)
    response = HttpResponse(
        orjson.dumps(body_of(refusal, status=status, language=language)), status=status, content_type=MEDIA_TYPE, headers=headers
    )
    response["Content-Language"] = "zh-Hans" if language == "zh" else "en"
    response["Cache-Control"] = "no-store"
    if status in (429, 503):
        response["Retry-After"] = str(max(1, int(refusal.values.get("retry_after", 1 if status == 503 else 60))))
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="yiwang"'
    return response
