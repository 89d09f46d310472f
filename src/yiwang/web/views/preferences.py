"""Language and size of type, kept in cookies: plain forms, so that they work without a script and without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yiwang.web.face import SIZE_COOKIE

YEAR = 365 * 86400
SIZES = ("normal", "large", "largest")


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return where the form asked to go back to, if it is an address of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if allowed and target.startswith("/") else fallback


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember the language or the size of type on this device."""
    response = HttpResponseRedirect(safe_next(request, "/"))
    language, size = request.POST.get("language", ""), request.POST.get("size", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    if size in SIZES:
        response.set_cookie(SIZE_COOKIE, size, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
