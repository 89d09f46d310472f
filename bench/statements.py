"""How many SQL statements a request sends, counted in this process by the same application (BEGIN and COMMIT are not counted)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from .cases import Case
from .client import Request

_CLIENT = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")


def of(case: Case) -> int | None:
    """Return the statements of the third request of a case: what a process reads once and remembers is in the first two."""
    requests, seen = case.requests(), 0
    for _ in range(3):
        request = next(requests, None)
        if request is None:
            return None
        seen = _count(request, case.heard)
    return seen


def _count(request: Request, heard: Callable[[bytes], None] | None) -> int:
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append(str(sql))
        return execute(sql, params, many, context)

    headers = dict(request.headers)
    kind = headers.pop("Content-Type", "application/octet-stream")
    with connection.execute_wrapper(note):
        answer = _CLIENT.generic(request.method, request.path, request.body, content_type=kind, headers=headers)
    if answer.status_code == request.expect and heard:
        heard(answer.content)
    return len(seen)
