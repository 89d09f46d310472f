"""What the window's page fetches while somebody types: it keeps the form and brings what follows from it, in one request."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations.contacts import look_up
from yiwang.policy import queries as policy
from yiwang.regions.outlines import outlines_for, region_at
from yiwang.web.forms.bring import found_categories
from yiwang.web.presenters.found import row_of
from yiwang.web.presenters.window import saved_words
from yiwang.web.presenters.wording import by_field, sentence
from yiwang.web.views.window import keep, key_of
from yiwang.web.views.window_form import FOUND, Form, places_found, places_under, within


@require_POST
def live(request: HttpRequest) -> HttpResponse:
    """Keep the form as it stands, and draw anew what follows from it; what was registered meanwhile is not brought back."""
    at, values = now(), request.POST
    try:
        kept = keep(key_of(values), values, request.actor, at)  # type: ignore[attr-defined]
    except Refused as refusal:
        return render(request, "yiwang/staff/window-saved.html", {"saved": "", "unsaved": sentence(refusal), "oob": True})
    if not kept:
        return HttpResponse(status=204)
    form = Form(values=values, kept=[], errors={}, actor=request.actor, at=at)  # type: ignore[attr-defined]
    same, aside = form.same_for != values.get("same_for"), form.side_for != values.get("side_for")
    context: dict[str, Any] = {"saved": saved_words(at, at), "oob": True, "form": form, "show_same": same, "show_side": aside}
    if same:
        context |= {"same": form.same, "dismissed": values.getlist("not_same")}
    if aside:
        context |= form.live() | {"renatured": values.get("natures_for", "") != values.get("category", "")}
    return render(request, "yiwang/staff/window-live.html", context)


@never_cache
@require_POST
def earlier(request: HttpRequest) -> HttpResponse:
    """Look for the visitor's earlier matter by the phone, else the document number, they gave; on their button only, written down."""
    at, posted = now(), request.POST
    phone, document = posted.get("phone", "").strip()[:40], posted.get("document", "").strip()[:40]
    kind, value = ("document", document) if document and not phone else ("phone", phone)
    context: dict[str, Any] = {}
    try:
        looked = look_up(actor=request.actor, kind=kind, value=value, reason="verify", at=at)  # type: ignore[attr-defined]
    except Refused as refusal:
        context["said"] = next(iter(by_field(refusal).values()))
    else:
        context["row"] = row_of(looked.row, at) if looked.row else None
        context["more"] = bool(looked.after)
    return render(request, "yiwang/staff/window-earlier.html", context)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Return the places that fit what is being typed, or with `under` the next level below one, as a fragment."""
    under, word = request.GET.get("under", "")[:12], request.GET.get("place_q", "").strip()[:40]
    if under:
        return render(request, "yiwang/staff/places.html", places_under(under, request.actor))  # type: ignore[attr-defined]
    found = places_found(word, "", request.actor)  # type: ignore[attr-defined]
    return render(request, "yiwang/staff/places.html", {"places": found, "place_q": word, "place": ""})


@require_safe
def outlines(request: HttpRequest) -> HttpResponse:
    """Return the outlines around the window as GeoJSON; an installation without them has no map."""
    found = outlines_for(within(request.actor))  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return HttpResponse(found.text, content_type="application/geo+json")


@require_POST
def point(request: HttpRequest) -> HttpResponse:
    """Return the region a point of the map lies in, with the level below it to go on by; the point itself is kept nowhere."""
    around = within(request.actor)  # type: ignore[attr-defined]
    try:
        lon, lat = (float(request.POST.get(name, "")[:20]) for name in ("lon", "lat"))
        region = region_at(code=around, lon=lon, lat=lat, datum=request.POST.get("datum", ""))
    except (ValueError, Refused):
        region = ""
    return render(request, "yiwang/staff/places.html", places_under(region, request.actor) if region else {"places": [], "place_q": "?"})  # type: ignore[attr-defined]


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Return the categories that fit what is being typed, as a fragment."""
    word = request.GET.get("find_category", "").strip()[:40]
    found = found_categories(policy.pack("categories", now()).body, word=word, limit=FOUND * 2)
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": "category", "many": False})
