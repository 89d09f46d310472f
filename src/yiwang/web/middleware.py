"""The gate in front of every page: who acts, and whether this address exists for them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from yiwang.web.access_table import GATES, Gate, passes
from yiwang.web.posts import NAME_KEY, actor_of

NOT_OURS = "/api/"
"""Below this address the API stands behind a gate of its own (scoped tokens)."""


class GateMiddleware:
    """Close every page that `access_table` does not open for this visitor: staff pages ask a stranger to sign in, all else is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the check happens once the address is known."""
        return self.get_response(request)

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
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        signed_in = request.actor is not None or bool(request.session.get(NAME_KEY))  # type: ignore[attr-defined]
        if passes(gate, request.actor, signed_in=signed_in):  # type: ignore[attr-defined]
            return None
        return self._turn_away(request, signed_in=signed_in)

    def _turn_away(self, request: HttpRequest, *, signed_in: bool) -> HttpResponse:
        fragment = request.headers.get("HX-Request") == "true"
        if signed_in and request.actor is None and not fragment:  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("choose_post"))
        if signed_in:
            raise Http404
        address = f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path() if request.method == 'GET' else reverse('desk')})}"
        if fragment:  # the whole page goes to the sign-in, not the pane
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
