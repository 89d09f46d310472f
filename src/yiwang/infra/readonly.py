"""Reading a page changes nothing: GET and HEAD run in read-only transactions, promised by the database, not by a look at the SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

_View = TypeVar("_View", bound=Callable[..., Any])
_READING = frozenset({"GET", "HEAD"})


def may_write(view: _View) -> _View:
    """Mark a view that writes although it is asked by GET, and say why beside it."""
    view.may_write = True  # type: ignore[attr-defined]
    return view


@contextmanager
def reading() -> Iterator[None]:
    """Whatever this thread does inside, the database refuses to write."""
    before = connection.read_only
    connection.read_only = True
    try:
        yield
    finally:
        connection.read_only = before


@contextmanager
def writing() -> Iterator[None]:
    """Lift the guard for what a page must write down itself: that it was looked at, or tried. Not inside a transaction that only reads."""
    before = connection.read_only
    connection.read_only = False
    try:
        yield
    finally:
        connection.read_only = before


class ReadOnlyPages:
    """Middleware: guards every GET and HEAD but those of views marked `may_write`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the guard never outlives it."""
        try:
            return self.get_response(request)
        finally:
            connection.read_only = False

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """Once the view is known: read only, if it is asked to read."""
        connection.read_only = request.method in _READING and not getattr(view, "may_write", False)
