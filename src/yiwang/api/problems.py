"""Which HTTP status a refusal answers with; the document itself is written by `infra.problems`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from yiwang.infra import problems
from yiwang.kernel.refusals import Refused

STATUS: dict[str, int] = {
    "bad_request": 400,
    "bad_encoding": 400,
    "malformed_json": 400,
    "not_an_object": 400,
    "broken_off": 400,
    "file_broken_off": 400,
    "file_too_large": 413,
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


def problem(request: HttpRequest, refusal: Refused, *, status: int | None = None, headers: dict[str, str] | None = None) -> HttpResponse:
    """Answer with that refusal."""
    return problems.answer(request, refusal, status=status or status_of(refusal), headers=headers)
