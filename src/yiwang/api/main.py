"""The API put together: its operations, how every failure is answered, and the addresses."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
import structlog
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import HttpError, ValidationError

from yiwang import __version__
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import BadInput, Refused

from .endpoints import catalogue, files, matters, regions, units
from .openapi import Api
from .problems import problem

_log = structlog.get_logger("yiwang.api")

api = Api(
    title="Yiwang 一网 API",
    version=__version__,
    description="Register, act on, list and read matters; read regions, units and categories. Errors are problem+json (RFC 9457).",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    servers=[{"url": "/", "description": "This installation"}],
)
api.add_router("/matters", matters.router)
api.add_router("/files", files.router)
api.add_router("/regions", regions.router)
api.add_router("/units", units.router)
api.add_router("", catalogue.router)

_CODES = {
    "missing": "required",
    "string_too_short": "required",
    "string_too_long": "too_long",
    "int_parsing": "not_a_number",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(request, refusal)


@api.exception_handler(ValidationError)
def _bad_parameters(request: HttpRequest, failure: ValidationError) -> HttpResponse:
    """A query parameter or header was wrong."""
    errors = [
        Refused(
            _CODES.get(error["type"], "bad_format"),
            field=str(error["loc"][-1]),
            longest=error.get("ctx", {}).get("max_length", ""),
        )
        for error in failure.errors
    ]
    return problem(request, BadInput(errors))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _missing: Http404) -> HttpResponse:
    return problem(request, Refused("not_found"))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, failure: HttpError) -> HttpResponse:
    return problem(request, Refused("server_error"), status=failure.status_code)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _database_away(request: HttpRequest, failure: Exception) -> HttpResponse:
    """The database does not answer: the deed was rolled back or never began; with the same key it may be sent again."""
    _log.warning("api.database_away", kind=type(failure).__name__)
    return problem(request, Refused("database_away"))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, failure: Exception) -> HttpResponse:
    """A fault of ours: recorded with its places in the code, never shown."""
    got_request_exception.send(sender=None, request=request)
    _log.error("api.fault", exc_info=failure)
    return problem(request, Refused("server_error"))


@csrf_exempt
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    if request.method not in {"GET", "HEAD"}:
        return problem(request, Refused("method_not_allowed"), headers={"Allow": "GET, HEAD"})
    response = HttpResponse(written_document(), content_type="application/vnd.oai.openapi+json;version=3.1")
    response["Cache-Control"] = "public, max-age=300"
    return response


_document: list[bytes] = []


def written_document() -> bytes:
    """Return the document as it is served; made once in a process."""
    if not _document:
        _document.append(orjson.dumps(api.get_openapi_schema(), option=orjson.OPT_INDENT_2))
    return _document[0]


@csrf_exempt
def nothing_here(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Answer for every other address below /api/."""
    return problem(request, Refused("not_found"))


def _guarded(view: Callable[..., HttpResponse], parameters: frozenset[str]) -> Callable[..., HttpResponse]:
    """Refuse a query parameter that is none (a filter with a typing error would list everything), and word the library's own 405."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unknown = [Refused("unknown_field", field=name) for name in request.GET if name not in parameters]
        if unknown:
            return problem(request, BadInput(unknown))
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return problem(request, Refused("method_not_allowed"), headers={"Allow": response["Allow"]})
        return response

    return inner


def _parameters() -> dict[str, frozenset[str]]:
    """Return the query parameters of each address, by the name of a function that answers there: its keyword-only ones."""
    found = {}
    for router in (matters.router, files.router, regions.router, units.router, catalogue.router):
        for view in router.path_operations.values():
            functions = [operation.view_func for operation in view.operations]
            given = [p for f in functions for p in inspect.signature(f).parameters.values() if p.kind is p.KEYWORD_ONLY]
            found |= {f.__name__: frozenset(p.name for p in given) for f in functions}
    return found


def _routes() -> tuple[list[Any], str, str]:
    patterns, app, namespace = api.urls
    parameters = _parameters()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _guarded(pattern.callback, parameters.get(str(pattern.name), frozenset()))
            if pattern.name == files.upload.__name__:
                pattern.callback = body_limit(files.MOST_BYTES)(pattern.callback)
    return patterns, app, namespace


urlpatterns = [
    path("v1/openapi.json", document, name="api-document"),
    path("v1/", _routes()),
    re_path("^", nothing_here, name="api-nothing-here"),
]
"""Below /api/."""
