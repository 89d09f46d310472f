"""What a request is told when it cannot even be looked at: broken text, too much of it, or a database that is just coming back.

One function words it: `settings.FAULT_PAGE` (a page for people) or problem+json below the API's address.
"""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from yiwang.kernel.refusals import Refused

from . import problems
from .wording import worded

log = structlog.get_logger(__name__)
API = "/api/"


def answer(request: HttpRequest, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    """Return the response that tells `refusal` in the way and language of whoever asks."""
    if request.path_info.startswith(API):
        return problems.answer(request, refusal, status=status.value)
    response = _page(request, refusal, status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(problems.RETRY_AFTER[status.value])
    return response


def _page(request: HttpRequest, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    """The site's own page, or plain words when it has none or the page itself is at fault."""
    if page := settings.FAULT_PAGE:
        try:
            response: HttpResponse = import_string(page)(request, refusal, status)
            return response
        except Exception:  # told below in plain words
            log.exception("fault.page_failed")
    sentence = worded(refusal, get_language() or settings.LANGUAGE_CODE)
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
