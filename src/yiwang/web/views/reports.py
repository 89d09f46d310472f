"""Immediate reports: the banner on every page, the list, one report with its chain, reporting, signing, following up, ending, the sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.infra.wording import worded
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries.grave import Grave, grave_seen
from yiwang.policy.domain.reports import COUNTS
from yiwang.reports import access, operations, queries
from yiwang.web.presenters.dates import full_day
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.reports import COUNT_NAMES, Alert, Line, body, drawn
from yiwang.web.presenters.reports import said as in_words

PAGE = 25
STATES = ("open", "ended")
_GONE = frozenset({"no_such_report", "no_such_matter", "number_malformed", "number_mistyped"})


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Draw the banner anew: what waits for the reader's signature. The page asks for it by itself."""
    at = now()
    alerts = [Alert(row, at) for row in queries.waiting_for(actor=_actor(request), at=at)]
    return render(request, "yiwang/staff/report-alerts.html", {"alerts": alerts})


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports whose matters the reader may see: those under way, or those that ended."""
    at, state, after = now(), request.GET.get("state", "open"), request.GET.get("after", "")
    if state not in STATES:
        return HttpResponseRedirect(reverse("reports"))
    try:
        page = queries.reports(actor=_actor(request), at=at, state=state, after=after, limit=PAGE)
    except Refused:
        return HttpResponseRedirect(reverse("reports"))
    context = {"rows": [Line(row, at) for row in page.rows], "state": state, "after": page.after, "started": bool(after)}
    return render(request, "yiwang/staff/reports.html", context)


def _page(request: HttpRequest, county: str, report: UUID, at: datetime) -> queries.ReportPage:
    try:
        return queries.report_page(county=county, report=report, actor=_actor(request), at=at)
    except Refused as refusal:
        raise Http404 from refusal


@require_safe
def report(request: HttpRequest, county: str, report: UUID) -> HttpResponse:
    """Show one report."""
    at = now()
    return render(request, "yiwang/staff/report.html", {"r": drawn(_page(request, county, report, at), at)})


@require_safe
def report_live(request: HttpRequest, county: str, report: UUID) -> HttpResponse:
    """Draw the chain and the history anew; the page asks for it by itself."""
    at = now()
    return render(request, "yiwang/staff/report-live.html", {"r": drawn(_page(request, county, report, at), at)})


@require_safe
def report_sheet(request: HttpRequest, county: str, report: UUID) -> HttpResponse:
    """Show the report as a sheet to print."""
    at = now()
    found = drawn(_page(request, county, report, at), at)
    return render(request, "yiwang/staff/report-sheet.html", {"r": found, "day": full_day(found["day"]), "entries": found["history"][::-1]})


@require_POST
def report_sign(request: HttpRequest, county: str, report: UUID) -> HttpResponse:
    """Sign for a report."""
    text = request.POST.get("text", "")
    try:
        operations.sign(county=county, report=report, actor=_actor(request), at=now(), text=text)
    except Refused as refusal:
        return _refused(request, refusal, county, report, {"sign_text": text})
    said.success(request, _("已签收。"))
    return HttpResponseRedirect(reverse("report", args=[county, report]))


def _refused(request: HttpRequest, refusal: Refused, county: str, report: UUID, typed: dict[str, Any]) -> HttpResponse:
    """Show the report as it stands now, with what was typed and why the deed was refused."""
    if refusal.code in _GONE:
        raise Http404
    at = now()
    context = {"r": drawn(_page(request, county, report, at), at), "error": _why(refusal), **typed}
    return render(request, "yiwang/staff/report.html", context, status=422)


def _why(refusal: Refused) -> str:
    first = refusal.errors[0] if isinstance(refusal, BadInput) else refusal
    return worded(first, "en" if english() else "zh")


@require_http_methods(["GET", "POST"])
def report_more(request: HttpRequest, county: str, report: UUID) -> HttpResponse:
    """Follow a report up, or end it."""
    at = now()
    page = _page(request, county, report, at)
    final = (request.POST if request.method == "POST" else request.GET).get("final") == "1"
    if not (page.may_end if final else page.may_add):
        return HttpResponseRedirect(reverse("report", args=[county, report]))
    context: dict[str, Any] = {"final": final, "r": drawn(page, at), "action": reverse("report_more", args=[county, report])}
    if request.method == "GET":
        shown = {"text": "", "grade": page.row.grade, "counts": page.row.counts}
        return render(request, "yiwang/staff/report-form.html", {**context, **_form(shown, {}, at)})
    typed, errors = _typed(request)
    try:
        if errors:
            raise BadInput(errors)
        deed = operations.end_report if final else operations.follow_up
        more = {} if final else {"grade": typed["grade"]}
        deed(county=county, report=report, actor=_actor(request), at=at, text=typed["text"], counts=typed["counts"], **more)
    except Refused as refusal:
        return render(request, "yiwang/staff/report-form.html", {**context, **_form(typed, _by_field(refusal), at)}, status=422)
    said.success(request, _("终报已报送。") if final else _("续报已报送。"))
    return HttpResponseRedirect(reverse("report", args=[county, report]))


@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest, number: str) -> HttpResponse:
    """Report a matter up by hand; one that is reported already leads to its report."""
    at = now()
    try:
        matter = grave_seen(number=number, actor=_actor(request), at=at)
    except Refused as refusal:
        raise Http404 from refusal
    if found := queries.under_way(number=matter.number):
        return HttpResponseRedirect(reverse("report", args=list(found)))
    try:
        access.may_raise(_actor(request), matter)
    except Refused as refusal:
        raise Http404 from refusal
    context = {"matter": matter, "action": reverse("report_new", args=[matter.number])}
    if request.method == "GET":
        return render(request, "yiwang/staff/report-form.html", {**context, **_form(_suggested(matter, at), {}, at)})
    typed, errors = _typed(request)
    try:
        if errors:
            raise BadInput(errors)
        county, made = operations.raise_report(number=matter.number, actor=_actor(request), at=at, **typed)
    except Refused as refusal:
        return render(request, "yiwang/staff/report-form.html", {**context, **_form(typed, _by_field(refusal), at)}, status=422)
    said.success(request, _("已报送，各级签收情况见下。"))
    return HttpResponseRedirect(reverse("report", args=[county, made]))


def _suggested(matter: Grave, at: datetime) -> dict[str, Any]:
    case = matter.case
    found = body(at).found(category=case.category, nature=str(case.nature), claimants=case.claimants)
    return {"sort": found.code if found else "", "text": "", "grade": "", "counts": {"people": case.claimants} if case.claimants else {}}


def _typed(request: HttpRequest) -> tuple[dict[str, Any], list[Refused]]:
    """Read the form: what was typed as it was, and what of it is no number."""
    errors, counts = [], {}
    for name in COUNTS:
        raw = request.POST.get(name, "").strip()
        counts[name] = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 8 else 0
        if raw and not (raw.isascii() and raw.isdigit() and len(raw) < 8):
            errors.append(Refused("not_a_number", field=name))
    typed: dict[str, Any] = {"text": request.POST.get("text", ""), "grade": request.POST.get("grade", ""), "counts": counts}
    if "sort" in request.POST:
        typed["sort"] = request.POST["sort"]
    return typed, errors


def _by_field(refusal: Refused) -> dict[str, str]:
    errors = refusal.errors if isinstance(refusal, BadInput) else [refusal]
    return {error.field or "text": worded(error, "en" if english() else "zh") for error in errors}


def _form(shown: dict[str, Any], errors: dict[str, str], at: datetime) -> dict[str, Any]:
    pack = body(at)
    return {
        "text": shown["text"],
        "sorts": [{"code": one.code, "name": in_words((one.zh, one.en)), "on": one.code == shown.get("sort")} for one in pack.sorts],
        "grades": [{"code": one.code, "name": in_words((one.zh, one.en)), "on": one.code == shown["grade"]} for one in pack.grades],
        "counts": [
            {"name": name, "label": in_words(COUNT_NAMES[name]), "value": shown["counts"].get(name) or "", "error": errors.get(name, "")}
            for name in COUNTS
        ],
        "errors": errors,
    }
