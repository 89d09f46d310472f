"""A refusal as problem+json (RFC 9457): a stable code, one error per field, worded in the client's language."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from yiwang.kernel.refusals import BadInput, Refused

from .wording import worded

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {429: 60, 503: 2}
"""Seconds to wait where the refusal does not say itself."""


def language_of(request: HttpRequest) -> str:
    """Return "zh" or "en", whichever the client's Accept-Language prefers; Chinese when it says nothing we have."""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if language.split("-")[0] in ("zh", "en"):
            return language.split("-")[0]
    return "zh"


def body_of(refusal: Refused, *, status: int, language: str) -> dict[str, Any]:
    """Return the members of the problem document."""
    problem: dict[str, Any] = {
        "type": f"urn:yiwang:refusal:{refusal.code}",
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


def answer(request: HttpRequest, refusal: Refused, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """Answer with that refusal; `retry_after` among its values becomes the header Retry-After (whole seconds)."""
    language = language_of(request)
    response = HttpResponse(
        orjson.dumps(body_of(refusal, status=status, language=language)), status=status, content_type=MEDIA_TYPE, headers=headers
    )
    response["Content-Language"] = "zh-Hans" if language == "zh" else "en"
    response["Cache-Control"] = "no-store"
    if status in RETRY_AFTER:
        response["Retry-After"] = str(max(1, int(refusal.values.get("retry_after", RETRY_AFTER[status]))))
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="yiwang"'
    return response
