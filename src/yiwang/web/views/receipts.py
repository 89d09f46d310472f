"""The registration receipt: says that it was received, carries the number, and, fresh from the window, the query code."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.case import Case
from yiwang.matters.domain.scene import lead_of
from yiwang.matters.domain.words import State
from yiwang.matters.ledger import seals
from yiwang.matters.queries.page import MatterPage
from yiwang.reception import queries as reception
from yiwang.reception.domain.words import TicketState
from yiwang.reception.queries import TicketRow
from yiwang.web import drafts
from yiwang.web.posts import NAME_KEY
from yiwang.web.presenters.clocks import governing
from yiwang.web.presenters.dates import full_day, last_day, local
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.names import Names
from yiwang.web.views.matter import page_or_404

FRESH = "receipts"
"""Draft with the query codes of what this clerk registered last, by number."""
FRESH_RECEIPTS = 5
"""How many receipts can be printed again with their code; it is kept nowhere else."""


def qr(text: str) -> SafeString:
    """Draw a QR code as inline SVG without any style."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, nl=False, border=1, scale=1, omitsize=True)
    return SafeString(out.getvalue().decode())


def receipt_words(request: HttpRequest, page: MatterPage, at: datetime, code: str) -> dict[str, Any]:
    """Return the words of the receipt: its page and its PDF are made of the same."""
    case, names = page.case, Names(units=page.units, at=at)
    clock = governing(case)
    day = full_day(local(case.registered).date())
    center = names.unit(case.registrar)
    address = request.build_absolute_uri(reverse("follow_matter", args=[page.number]))
    sealed = seals.last()
    return {
        "number": page.number,
        "center": center,
        "matter_href": reverse("matter", args=[page.number]),
        "sentence": _("您于%(day)s反映的“%(title)s”已经登记。") % {"day": day, "title": page.title},
        "next": _next(case, names),
        "query_code": code,
        "qr": qr(f"{address}#{code}" if code else address),
        "follow_url": address,
        "registered": local(case.registered).strftime("%Y-%m-%d %H:%M"),
        "due": full_day(last_day(clock.due)) if clock else "",
        "due_label": label(clock.kind) if clock else "",
        "root": sealed.root.hex() if sealed else "",
        "root_day": full_day(sealed.day) if sealed else "",
        "day": day,
        "pdf_href": reverse("matter_paper", args=[page.number, "receipt"]),
        "slip": request.GET.get("paper") == "slip",
        "here": request.path,
        "clerk": request.session.get(NAME_KEY, ""),
    }


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt again; the query code was told once and is kept nowhere."""
    at = now()
    page = page_or_404(request, number, at)
    code = drafts.read(request.session, FRESH).get(page.number, "")
    return render(request, "yiwang/staff/receipt.html", {"r": receipt_words(request, page, at, code)})


@require_safe
def fresh(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt right after registration, with the way to the next visitor."""
    at = now()
    page = page_or_404(request, number, at)
    code = drafts.read(request.session, FRESH).get(page.number, "")
    again = reverse("window") + ("?quick=1" if request.GET.get("quick") else "")
    context = receipt_words(request, page, at, code) | {"again_href": again, "visitor": _visitor(request, at)}
    return render(request, "yiwang/staff/receipt.html", {"r": context})


def _visitor(request: HttpRequest, at: datetime) -> TicketRow | None:
    """Return the ticket that is being attended to at the clerk's window, whose visitor can go home with this receipt."""
    try:
        own = reception.panel(actor=request.actor, at=at).own  # type: ignore[attr-defined]
    except Refused:
        return None
    return own.ticket if own and own.ticket and own.ticket.state is TicketState.SERVING else None


def _next(case: Case, names: Names) -> str:
    """Say what happens next; of what was settled on the spot, where its answer is; of what has a lead already, who that is."""
    if case.state == State.CLOSED:
        return _("这件事已经办结，凭编号和查询码可以查看答复、作出评价。")
    if key := lead_of(case):
        return _("这件事已经交给%(unit)s办理，结果会告诉您。") % {"unit": names.unit(case.orders[key].unit)}
    if case.state == State.ACCEPTED:
        return _("%(center)s将确定由谁主办，并把结果告诉您。") % {"center": names.unit(case.holder)}
    return _("%(center)s将核对情况，决定是否受理，并把结果告诉您。") % {"center": names.unit(case.holder)}
