"""What a request is told when it cannot even be looked at: broken text, too much of it, or a database that is just coming back.

One function words it: `settings.FAULT_PAGE` (a page for people) or problem+json below the API's address.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from yiwang.kernel.refusals import Refused

from . import problems
from .wording import worded

API = "/api/"


def answer(request: HttpRequest, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    """Return the response that tells `refusal` in the way and language of whoever asks."""
    if request.path_info.startswith(API):
        return problems.answer(request, refusal, status=status.value)
    if page := getattr(settings, "FAULT_PAGE", ""):
        response = import_string(page)(request, refusal, status)
    else:
        sentence = worded(refusal, get_language() or settings.LANGUAGE_CODE)
        response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(problems.RETRY_AFTER[status.value])
    return response
