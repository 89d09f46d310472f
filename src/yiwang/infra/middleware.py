"""The door of every request: is it text at all, is it small enough, is the database there; and one line in the log when it leaves."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from yiwang.kernel.refusals import Refused

from . import forms
from .faults import API, answer

log = structlog.get_logger("yiwang.request")
GetResponse = Callable[[HttpRequest], HttpResponse]
_View = TypeVar("_View", bound=Callable[..., Any])
_STATUS = {"too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "length_required": HTTPStatus.LENGTH_REQUIRED}


def body_limit(octets: int) -> Callable[[_View], _View]:
    """Mark a view with how much it takes in one request; the others take `settings.BODY_LIMIT`."""

    def mark(view: _View) -> _View:
        view.body_limit = octets  # type: ignore[attr-defined]
        return view

    return mark


class RequestLog:
    """One line per request: which view, how it ended, how long it took. No address, no path, no name: those may tell of a person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and log; the id in `X-Request-ID` finds the line."""
        begun = time.perf_counter()
        identity = uuid4().hex
        structlog.contextvars.bind_contextvars(request=identity)
        try:
            response = self.get_response(request)
            match = request.resolver_match
            if match or response.status_code >= HTTPStatus.BAD_REQUEST:  # files of the pages themselves are not worth a line
                log.info(
                    "request",
                    method=request.method,
                    view=match.view_name if match else "",
                    status=response.status_code,
                    ms=round((time.perf_counter() - begun) * 1000, 1),
                )
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = identity
        return response


class PageHeaders:
    """Tells the browser what a page of ours may do: `settings.PAGE_HEADERS`, where the view has not said it itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the headers."""
        response = self.get_response(request)
        for name, value in settings.PAGE_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class Door:
    """Refuses what cannot be read (400) or is too large (413), and says when to come back while the database returns (503)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, unless its address is no text."""
        if not forms.is_text(unquote_to_bytes(request.META.get("QUERY_STRING", ""))):
            return answer(request, Refused("bad_encoding"), HTTPStatus.BAD_REQUEST)
        response = self.get_response(request)
        return forms.answer_first(request, response) if response.status_code >= HTTPStatus.BAD_REQUEST else response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Before the view, and before anybody looks into the form: is it small enough for this view, is it whole, is it text?"""
        allowed = getattr(view, "body_limit", settings.BODY_LIMIT)
        if _length(request) > allowed:
            return answer(request, Refused("too_large", limit=allowed), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        refused = None if request.path_info.startswith(API) else forms.refusal(request)  # the API takes no forms
        return None if refused is None else answer(request, refused, _STATUS.get(refused.code, HTTPStatus.BAD_REQUEST))

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Word the troubles that are nobody's fault here; everything else goes on as it is."""
        return trouble_answer(request, trouble)


def trouble_answer(request: HttpRequest, trouble: BaseException | None) -> HttpResponse | None:
    """Return the answer to a lost database, a broken-off or oversized body; None for every other exception."""
    match trouble:
        case OperationalError() | InterfaceError():
            log.warning("request.database_away", kind=type(trouble).__name__)
            return answer(request, Refused("database_away"), HTTPStatus.SERVICE_UNAVAILABLE)
        case UnreadablePostError():
            return answer(request, Refused("broken_off"), HTTPStatus.BAD_REQUEST)
        case RequestDataTooBig():
            return answer(request, Refused("too_large"), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return None


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: a lost database outside any view (while a session is read or kept) is told like one inside; the rest is our fault."""
    told = trouble_answer(request, sys.exc_info()[1])
    if told is not None:
        return told
    return answer(request, Refused("server_error"), HTTPStatus.INTERNAL_SERVER_ERROR)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
