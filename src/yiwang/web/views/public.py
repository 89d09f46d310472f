"""The first page, and the page that says what happens to what people confide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yiwang.infra import clock
from yiwang.matters.ledger import seals
from yiwang.web.presenters.city import city


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what can be done here, and the city alive: counts, never names."""
    place = request.GET.get("place", "")
    shown = city(code=place if place.isdigit() else "", today=timezone.localdate(clock.now()))
    return render(request, "yiwang/public/home.html", {"city": shown})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words who sees what."""
    return render(request, "yiwang/public/privacy.html")


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Publish the daily roots of the ledger, a line each, for whoever keeps them elsewhere (`yiwang ledger verify --roots`)."""
    lines = "".join(f"{seal.day}:{seal.root.hex()}\n" for seal in seals.stored())
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=300"})
