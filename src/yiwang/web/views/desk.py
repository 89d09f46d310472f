"""The desk: what waits for one's unit, by duty and deadline, one page at a time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters import queries as matters
from yiwang.matters.access import SUPERVISORS
from yiwang.matters.queries.queues import DUTIES
from yiwang.matters.queries.rows import Filters
from yiwang.web.presenters import queue as presenter

PAGE = 25


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show one duty's queue; without a duty, the first under which something waits."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    counts = matters.queue_counts(actor=actor, at=at)
    facts = centers.net(at).unit(actor.unit)
    at_center = facts is not None and facts.kind in (UnitKind.CENTER, UnitKind.DISCIPLINE_BODY)
    shown = presenter.duties_for(Role(actor.role), counts, at_center=at_center)
    duty = request.GET.get("duty") or next((d for d in shown if counts.get(d)), shown[0])
    if duty not in DUTIES:
        raise Http404
    platform, after = request.GET.get("platform", ""), request.GET.get("after", "")
    try:
        page = matters.queue(actor=actor, duty=duty, at=at, after=after, filters=Filters(platform=platform), limit=PAGE)
    except Refused:  # a stale or foreign cursor, a platform that is none
        return HttpResponseRedirect(presenter.desk_href(duty=duty))
    view = presenter.view_of(
        duty=duty,
        platform=platform,
        rows=page.rows,
        after=page.after or "",
        started=after,
        count=counts.get(duty) if duty not in presenter.LISTS else None,
        now=at,
        lang=get_language() or "",
        opened=_opened(request),
    )
    nav = presenter.side(Role(actor.role), counts, duty, at_center=at_center, supervises=at_center and actor.role in SUPERVISORS)
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
