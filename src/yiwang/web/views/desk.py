"""The desk: what waits for one's unit, by duty and deadline, one page at a time; any list narrowed, ordered, as rows or as a table."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.desk import queries as desk_queries
from yiwang.desk import wanted
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters import queries as matters
from yiwang.matters.access import SUPERVISORS
from yiwang.matters.queries.queues import DUTIES
from yiwang.web.presenters import queue as presenter

PAGE = 25
BESIDE = frozenset({"open", "after", "look_up", "find_place", "find_unit"})
"""Parameters of an address that are no part of what the list is asked for."""


def is_center(request: HttpRequest, at: datetime) -> bool:
    """Say whether the reader's unit is one that holds matters."""
    facts = centers.net(at).unit(request.actor.unit)  # type: ignore[attr-defined]
    return facts is not None and facts.kind in (UnitKind.CENTER, UnitKind.DISCIPLINE_BODY)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show one duty's queue; without a duty, the first under which something waits."""
    if "look_up" in request.GET:
        return HttpResponseRedirect(f"{reverse('desk_filter')}?{request.GET.urlencode()}")
    if any(not value for name, value in request.GET.items() if name not in BESIDE):  # a form sent with empty fields: a shorter address
        kept = {name: value for name, value in request.GET.items() if value and name not in BESIDE}
        return HttpResponseRedirect(presenter.desk_href(**kept))
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    counts, at_center = matters.queue_counts(actor=actor, at=at), is_center(request, at)
    duties = presenter.duties_for(Role(actor.role), counts, at_center=at_center)
    first = next((duty for duty in duties if counts.get(duty)), duties[0])
    duty, after = request.GET.get("duty") or first, request.GET.get("after", "")
    if duty not in DUTIES:
        raise Http404
    try:
        asked = wanted.read(request.GET, duty=first)
        page = matters.queue(actor=actor, duty=asked.duty, at=at, after=after, filters=asked.on(at), sort=asked.sort, limit=PAGE)
    except Refused:  # a stale or foreign cursor, a filter that is none
        return HttpResponseRedirect(presenter.desk_href(duty=duty))
    kept = desk_queries.kept(actor=actor)
    shown = presenter.Shown(asked=asked, kept=kept, table=kept.table, opened=_opened(request), after=after)
    count = matters.Count() if asked.duty not in presenter.LISTS else None
    view = presenter.view_of(shown=shown, page=page, count=counts.get(asked.duty, count), now=at, lang=get_language() or "")
    nav = presenter.side(
        Role(actor.role),
        counts,
        asked,
        views=kept.views,
        at_center=at_center,
        supervises=at_center and actor.role in SUPERVISORS,
    )
    return render(request, "yiwang/staff/queue.html", {"q": view, "desk_nav": nav})


def _opened(request: HttpRequest) -> str:
    """The matter to open beside the list, as after an act."""
    try:
        return str(numbers.parse(request.GET.get("open", "")))
    except Refused:
        return ""


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Open the matter of a number, however it was typed."""
    typed = request.GET.get("number", "")[:60]
    try:
        number = str(numbers.parse(typed))
    except Refused:
        number = ""
    if not number:
        return render(request, "yiwang/staff/not-found.html", {"typed": typed}, status=404)
    return HttpResponseRedirect(reverse("matter", args=[number]))
