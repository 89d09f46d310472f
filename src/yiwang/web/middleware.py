"""The gate in front of every page: who acts, and whether this address exists for them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from yiwang.web.access_table import GATES, Gate, passes
from yiwang.web.posts import MUST_CHANGE_KEY, NAME_KEY, actor_of, is_idle
from yiwang.web.views.errors import signed_out

CONFIDED = ("bring", "follow", "book", "hall")
"""Names of the resident's pages begin so: what they show is one person's, sign-in or not."""
BEFORE_CHANGE = frozenset({"password", "sign_out"})
"""What opens to somebody whose password must be changed first."""
BY_ITSELF = frozenset({"bell", "reports_waiting", "report_live", "live_ticket", "live_news"})
"""What an open page asks by itself: no sign of life, and no reason to lead anybody away from what they are typing."""
NOT_OURS = "/api/"
"""Below this address the API stands behind a gate of its own (scoped tokens)."""


class GateMiddleware:
    """Close every page that `access_table` does not open for this visitor: staff pages ask a stranger to sign in, all else is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the check happens once the address is known. What is personal is kept by no cache."""
        response = self.get_response(request)
        match = request.resolver_match
        name = (match.url_name if match else "") or ""
        if not request.path_info.startswith(NOT_OURS) and (GATES.get(name) is not Gate.EVERYBODY or name.startswith(CONFIDED)):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object) -> HttpResponse | None:
        """Refuse before the view runs."""
        match = request.resolver_match
        if match is None or request.path_info.startswith(NOT_OURS):
            return None
        gate = GATES.get(match.url_name or "")
        if gate is None:
            raise Http404
        if gate is Gate.EVERYBODY:
            return None
        if request.session.get(NAME_KEY) and is_idle(request.session, asked=not _by_itself(request)):
            request.session.flush()
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        signed_in = request.actor is not None or bool(request.session.get(NAME_KEY))  # type: ignore[attr-defined]
        if signed_in and request.session.get(MUST_CHANGE_KEY) and match.url_name not in BEFORE_CHANGE:
            return _elsewhere(request, reverse("password"))
        if passes(gate, request.actor, signed_in=signed_in):  # type: ignore[attr-defined]
            return None
        return self._turn_away(request, signed_in=signed_in)

    def _turn_away(self, request: HttpRequest, *, signed_in: bool) -> HttpResponse:
        fragment = request.headers.get("HX-Request") == "true"
        if fragment and _by_itself(request):
            return HttpResponse(status=204)
        if signed_in and request.actor is None and not fragment:  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("choose_post"))
        if signed_in:
            raise Http404
        if kept := signed_out(request):
            return kept
        back = request.get_full_path() if request.method == "GET" else reverse("desk")
        return _elsewhere(request, f"{reverse('sign_in')}?{urlencode({'next': back})}")


def _by_itself(request: HttpRequest) -> bool:
    """Say whether the page asks, and not the person before it: such an address, or what `js/live.js` fetches because it was told."""
    match = request.resolver_match
    return request.headers.get("X-By-Itself") == "1" or (match is not None and match.url_name in BY_ITSELF)


def _elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to another page: the whole of it, not the pane that was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
