"""Is it alive, is it ready: for whoever watches the installation from outside."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse

from . import sql


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has its tables, else 503."""
    try:
        ready = bool(sql.scalar("SELECT to_regclass('outbox_event') IS NOT NULL"))
    except (DatabaseError, InterfaceError):
        ready = False
    return JsonResponse({"database": "ready" if ready else "away"}, status=200 if ready else 503)
