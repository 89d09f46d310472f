"""The first page, and the page that says what happens to what people confide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what can be done here, and the city alive: counts, never names."""
    return render(request, "yiwang/public/home.html", {})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words who sees what."""
    return render(request, "yiwang/public/privacy.html")
