"""Meetings: the list, calling one, its page, agenda, minutes, decisions to the end, and its papers."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import UnitKind
from yiwang.infra.clock import now
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.queries.several import seen
from yiwang.meetings import operations, queries
from yiwang.meetings.access import CALLERS
from yiwang.web.forms import meetings as forms
from yiwang.web.forms.fields import Field, summary, with_errors
from yiwang.web.papers.press import pdf
from yiwang.web.presenters import meetings as presenter
from yiwang.web.presenters.wording import by_field, sentence
from yiwang.web.views.papers import PDF_POLICY

_GONE = frozenset({"no_such_meeting", "no_such_decision", "not_your_right"})


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _calls(actor: Actor, at: datetime) -> bool:
    facts = centers.net(at).unit(actor.unit) if actor.unit is not None else None
    return actor.role in CALLERS and facts is not None and facts.kind == UnitKind.CENTER


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings to come, or those that were."""
    at, actor, past = now(), _actor(request), request.GET.get("past") == "1"
    try:
        page = queries.meetings(actor=actor, at=at, past=past, after=request.GET.get("after", "")[:600])
    except Refused:
        return HttpResponseRedirect(reverse("meetings"))
    units = {key: unit.name for key, unit in centers.units(sorted({row.center for row in page.rows})).items()}
    context = {
        "rows": presenter.rows_of(page.rows, units),
        "past": past,
        "next": page.after,
        "started": bool(request.GET.get("after")),
        "calls": _calls(actor, at),
    }
    return render(request, "yiwang/staff/meetings.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting, or a conference on a matter."""
    at, actor = now(), _actor(request)
    if not _calls(actor, at):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    matter = (posted or request.GET).get("matter", "").strip()[:30]
    about = seen(numbers=[matter], actor=actor, at=at).get(matter) if matter else None
    if matter and about is None:
        raise Http404
    errors: dict[str, str] = {}
    if posted is not None and not posted.get("look_up"):
        try:
            made = _call(posted, matter, actor, at)
        except Refused as refusal:
            errors = by_field(refusal)
            errors = {("day" if name == "starts" else name): text for name, text in errors.items()}
        else:
            said.success(request, presenter.asked_again("called"))
            return HttpResponseRedirect(reverse("meeting", args=[made.county, made.id]))
    fields = forms.calling(actor=actor, at=at, posted=posted, matter=matter)
    heading = _("发起会商") if matter else _("召开会议")
    return _form(
        request, fields, errors, heading=heading, back=reverse("matter", args=[matter]) if matter else reverse("meetings"), about=about
    )


def _call(posted: Any, matter: str, actor: Actor, at: datetime) -> operations.Called:
    starts = forms.starts_of(posted)
    if starts is None:
        raise BadInput([Refused("required", field="day")])
    return operations.call(
        kind="conference" if matter else posted.get("kind", ""),
        title=posted.get("title", ""),
        starts=starts,
        room=posted.get("room", ""),
        units=forms.numbers_in(posted, "units"),
        people=forms.numbers_in(posted, "people"),
        matter=matter,
        standing_agenda=posted.get("standing") == "1",
        actor=actor,
        at=at,
    )


def _form(request: HttpRequest, fields: list[Field], errors: dict[str, str], **more: Any) -> HttpResponse:
    """Draw a form of meetings with what was typed and what is wrong with it."""
    drawn = with_errors(fields, errors)
    context = {"fields": drawn, "summary": summary(drawn, errors), **more}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "yiwang/staff/meeting-form.html", context, status=status)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Return the units that fit what is being typed, as a fragment."""
    name = "unit" if request.GET.get("input") == "unit" else "units"
    found = forms.units_for(_actor(request), request.GET.get(f"find_{name}", "")[:40])
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": name, "many": name == "units"})


def _page(request: HttpRequest, county: str, meeting: UUID, at: datetime) -> queries.MeetingPage:
    try:
        return queries.meeting_page(county=county, meeting=meeting, actor=_actor(request), at=at)
    except Refused as refusal:
        raise Http404 from refusal


def _shown(request: HttpRequest, county: str, meeting: UUID, *, refusal: Refused | None = None) -> HttpResponse:
    if refusal is not None and refusal.code in _GONE:
        raise Http404 from refusal
    at = now()
    error = sentence(refusal.errors[0] if isinstance(refusal, BadInput) else refusal) if refusal is not None else ""
    context = {"m": presenter.page_of(_page(request, county, meeting, at), at), "error": error, "typed": request.POST}
    return render(request, "yiwang/staff/meeting.html", context, status=422 if refusal else 200)


@require_safe
def meeting(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Show one meeting: agenda, attendance, minutes, decisions."""
    return _shown(request, county, meeting)


@require_safe
def papers(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Print the papers of a meeting: agenda, list of matters, minutes and decisions, as far as the reader may see them."""
    at = now()
    return render(request, "yiwang/staff/meeting-papers.html", {"m": presenter.page_of(_page(request, county, meeting, at), at)})


@require_safe
def papers_pdf(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Print the same as PDF: made for its reader when asked for, and kept nowhere."""
    at = now()
    page = _page(request, county, meeting, at)
    answer = HttpResponse(pdf(presenter.paper_of(presenter.page_of(page, at)), at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{page.number}.pdf"'
    answer["Content-Security-Policy"] = PDF_POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def items(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Put matters or a topic on the agenda, or draw it up anew."""
    given = {"numbers": request.POST.get("numbers", "")[:2000].split(), "topic": request.POST.get("topic", "")}
    try:
        operations.add_items(
            county=county, meeting=meeting, actor=_actor(request), at=now(), draw_up=request.POST.get("draw_up") == "1", **given
        )
    except Refused as refusal:
        return _shown(request, county, meeting, refusal=refusal)
    return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Write the minutes and who came; nothing typed is lost when somebody else saved meanwhile."""
    at = now()
    page = _page(request, county, meeting, at)
    if not page.possible("minutes"):
        return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))
    posted = request.POST if request.method == "POST" else None
    errors: dict[str, str] = {}
    if posted is not None:
        try:
            operations.save_minutes(
                county=county,
                meeting=meeting,
                actor=_actor(request),
                at=at,
                general=posted.get("general", ""),
                points={point.no: posted.get(f"point{point.no}", "") for point in page.points},
                came=posted.getlist("came"),
                seen_version=int(version) if (version := posted.get("version", "")).isascii() and version.isdigit() else None,
            )
        except Refused as refusal:
            errors = by_field(refusal)
        else:
            said.success(request, presenter.asked_again("minutes"))
            return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))
    fields = forms.minutes(page=page, posted=posted)
    back = reverse("meeting", args=[county, meeting])
    return _form(
        request, fields, errors, heading=_("会议纪要"), back=back, version=page.version, about_meeting=f"{page.number} {page.title}"
    )


@require_POST
def sign(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Sign the minutes."""
    try:
        operations.sign(county=county, meeting=meeting, actor=_actor(request), at=now())
    except Refused as refusal:
        return _shown(request, county, meeting, refusal=refusal)
    said.success(request, presenter.asked_again("signed"))
    return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))


@require_POST
def call_off(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Call the meeting off."""
    try:
        operations.call_off(county=county, meeting=meeting, reason=request.POST.get("reason", ""), actor=_actor(request), at=now())
    except Refused as refusal:
        return _shown(request, county, meeting, refusal=refusal)
    said.success(request, presenter.asked_again("called_off"))
    return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, county: str, meeting: UUID) -> HttpResponse:
    """Record a decision; what is an act is done at once, or refused with its reason."""
    at, actor = now(), _actor(request)
    page = _page(request, county, meeting, at)
    if not page.possible("decide"):
        return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))
    posted = request.POST if request.method == "POST" else None
    errors: dict[str, str] = {}
    if posted is not None and not posted.get("look_up"):
        item, unit = forms.numbers_in(posted, "item"), forms.numbers_in(posted, "unit")
        try:
            operations.decide(
                county=county,
                meeting=meeting,
                kind=posted.get("kind", ""),
                text=posted.get("text", ""),
                item=item[0] if item and item[0] < 1000 else 0,
                unit=unit[0] if unit else None,
                due=forms.day_in(posted, "due"),
                level=posted.get("level", ""),
                actor=actor,
                at=at,
            )
        except Refused as refusal:
            errors = by_field(refusal)
        else:
            said.success(request, presenter.asked_again("decided"))
            return HttpResponseRedirect(reverse("meeting", args=[county, meeting]))
    fields = forms.decision(page=page, actor=actor, at=at, posted=posted, item=request.GET.get("item", "0"))
    back = reverse("meeting", args=[county, meeting])
    return _form(request, fields, errors, heading=_("记录决定"), back=back, about_meeting=f"{page.number} {page.title}")


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions still to be carried out, the most urgent first."""
    at = now()
    try:
        page = queries.decisions(actor=_actor(request), at=at, after=request.GET.get("after", "")[:600])
    except Refused:
        return HttpResponseRedirect(reverse("decisions"))
    context = {"rows": [presenter.decision_of(row, at) for row in page.rows], "next": page.after, "started": bool(request.GET.get("after"))}
    return render(request, "yiwang/staff/decisions.html", context)


@require_POST
def decision(request: HttpRequest, county: str, meeting: UUID, no: int) -> HttpResponse:
    """Report a task as done, confirm it, or send it back."""
    at, actor, deed = now(), _actor(request), request.POST.get("deed", "")
    given = {"county": county, "meeting": meeting, "no": no, "actor": actor, "at": at}
    try:
        if deed == "report":
            operations.report_done(**given, proof=request.POST.get("proof", ""))
        elif deed == "confirm":
            operations.confirm(**given)
        elif deed == "send_back":
            operations.send_back(**given)
        else:
            raise Http404
    except Refused as refusal:
        if refusal.code in _GONE:
            raise Http404 from refusal
        said.error(request, sentence(refusal.errors[0] if isinstance(refusal, BadInput) else refusal))
        return HttpResponseRedirect(reverse("decisions"))
    said.success(request, presenter.asked_again({"report": "reported", "confirm": "confirmed", "send_back": "sent_back"}[deed]))
    return HttpResponseRedirect(reverse("decisions"))
