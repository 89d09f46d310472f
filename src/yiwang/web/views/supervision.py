"""The board of supervision (督办), what stands above one matter, and the printed card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.centers import queries as centers
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries import supervision
from yiwang.meetings import queries as meetings
from yiwang.policy.domain.supervision import LEVELS
from yiwang.web.presenters import supervision as presenter
from yiwang.web.presenters.meetings import rows_of
from yiwang.web.presenters.names import Names
from yiwang.web.views.matter import page_or_404


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List cards by state, unit and level, with the counts by unit and what is listed."""
    at, actor = now(), request.actor  # type: ignore[attr-defined]
    asked = presenter.Asked(
        show=request.GET.get("show", "waiting"),
        unit=int(unit) if (unit := request.GET.get("unit", "")).isascii() and unit.isdigit() and len(unit) < 12 else None,
        level=level if (level := request.GET.get("level", "")) in LEVELS else "",
    )
    try:
        page = supervision.cards(
            actor=actor, at=at, show=asked.show, unit=asked.unit, level=asked.level, after=request.GET.get("after", "")[:600]
        )
    except Refused:
        return HttpResponseRedirect(reverse("supervision"))
    tallies = supervision.card_counts(actor=actor, at=at)
    listed = supervision.listed(actor=actor, at=at)
    ids = presenter.units_named(page.rows, tallies, listed, asked)
    names = Names(units={key: unit.name for key, unit in centers.units(ids).items()}, at=at)
    view = presenter.board_of(page=page, tallies=tallies, listed=listed, asked=asked, names=names, now=at)
    return render(request, "yiwang/staff/supervision.html", {"b": view, "started": bool(request.GET.get("after"))})


@require_safe
def of_matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show what stands above one matter: its cards with reason and answer, its listing, its conferences, its way hop by hop."""
    at = now()
    page = page_or_404(request, number, at)
    names = Names(units=page.units, at=at)
    hops = supervision.hops(county=page.county, matter_id=page.id)
    view = presenter.above_of(page=page, hops=hops, names=names, now=at)
    called = meetings.meetings_of(matter=page.number, actor=request.actor, at=at) if page.case.conferences else []  # type: ignore[attr-defined]
    view["meetings"] = rows_of(called, page.units)
    return render(request, "yiwang/staff/above.html", {"a": view})


@require_safe
def slip(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Print one card (督办单)."""
    at = now()
    page = page_or_404(request, number, at)
    if key not in page.case.cards:
        raise Http404
    names = Names(units=page.units, at=at)
    return render(request, "yiwang/staff/card-slip.html", {"c": presenter.slip_of(page=page, key=key, names=names, now=at)})
