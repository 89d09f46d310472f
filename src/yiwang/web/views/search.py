"""Search: a number opens its matter, anything else finds matters by words; the palette gets the same as JSON."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.domain.asked import LONGEST
from yiwang.matters.queries.rows import Filters
from yiwang.matters.queries.search import SORTS, Found
from yiwang.matters.queries.search import search as find
from yiwang.web.access_table import GATES, passes
from yiwang.web.presenters import found as presenter

PAGE, PALETTE = 25, 8
ENDS = {"30": 30, "90": 90, "365": 365}
"""Days back that a search may be narrowed to."""
NARROWED = ("state", "nature", "platform", "place", "unit")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Open the matter of a number, else show what is found; without a question, only the box."""
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("q", "sort", "days", "after", *NARROWED)}
    if (number := _number(asked["q"])) and not asked["after"]:
        return HttpResponseRedirect(reverse("matter", args=[number]))
    at = now()
    asked["sort"] = asked["sort"] if asked["sort"] in SORTS else SORTS[0]
    trouble, found = None, Found()
    try:
        found = find(
            actor=request.actor,  # type: ignore[attr-defined]
            text=asked["q"],
            at=at,
            filters=_filters(asked, at),
            sort=asked["sort"],
            after=asked["after"],
            limit=PAGE,
        )
    except Refused as refusal:
        trouble = refusal
    contact = passes(GATES["search_contact"], request.actor, signed_in=True)  # type: ignore[attr-defined]
    view = presenter.view_of(asked=asked, found=found, trouble=trouble, now=at, contact=contact)
    return render(request, "yiwang/staff/search.html", {"s": view}, status=422 if trouble else 200)


def _number(typed: str) -> str:
    """Return the number that was typed, "" when it is none."""
    try:
        return str(numbers.parse(typed))
    except Refused:
        return ""


def _filters(asked: dict[str, str], at: datetime) -> Filters:
    unit = asked["unit"]
    return Filters(
        state=asked["state"],
        nature=asked["nature"],
        platform=asked["platform"],
        place=asked["place"],
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else None,
        since=day_of(at) - timedelta(days=ENDS[asked["days"]]) if asked["days"] in ENDS else None,
    )


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Return the first few of what is found, for the palette: number, title, state, address; and the matter a number names."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    number = _number(text)
    try:
        found = Found() if number else find(actor=request.actor, text=text, at=now(), limit=PALETTE)  # type: ignore[attr-defined]
    except Refused:
        found = Found()
    answer = JsonResponse(presenter.palette_of(found, number=number), json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
