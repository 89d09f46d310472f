"""Doing an act: one form for all of them, and nothing typed is lost when it is refused or somebody else was first."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from yiwang.centers import queries as centers
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import Refused
from yiwang.matters import operations
from yiwang.matters.domain import workflow
from yiwang.matters.domain.acts import SPECS, Act, ActSpec, Kind
from yiwang.matters.domain.case import Actor, Move
from yiwang.matters.operations.mentioning import MENTIONING
from yiwang.matters.queries.page import MatterPage
from yiwang.matters.queries.policy import policy_at
from yiwang.web import uploads
from yiwang.web.forms.act_form import asked_of, build, raw
from yiwang.web.forms.choices import LOOKED_UP, Choices, categories_for, places_for, units_for
from yiwang.web.forms.fields import summary, with_errors
from yiwang.web.presenters import matter as presenter
from yiwang.web.presenters.act_form import ActForm
from yiwang.web.presenters.deeds import ICONS, deed_name
from yiwang.web.presenters.marks import icon_svg
from yiwang.web.presenters.names import Names, place_name
from yiwang.web.presenters.offers import act_href
from yiwang.web.presenters.queue import desk_href
from yiwang.web.presenters.supervision import urge_intro
from yiwang.web.presenters.timeline import since, subject_name
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.matter import is_fragment, page_or_404

MOST_FILES = 20
STALE = "changed_meanwhile"


def spec_or_404(act: str) -> ActSpec:
    """Return the specification of an act that people do by a form."""
    if act not in set(Act) or SPECS[Act(act)].system or act == Act.REGISTER:
        raise Http404
    return SPECS[Act(act)]


@body_limit(uploads.ONE_FORM)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    spec, at = spec_or_404(act), now()
    if request.method == "GET":
        page = page_or_404(request, number, at)
        return _form(request, page, spec, at, subject=request.GET.get("subject", "m"), errors={}, kept=[], seen=page.version)
    subject = request.POST.get("subject", "m")[:20]
    kept, errors = uploads.receive(request, before=uploads.kept(request.POST), most=MOST_FILES, by=request.actor.user)  # type: ignore[attr-defined]
    seen = _integer(request.POST.get("seen", ""))
    if errors or request.POST.get("look_up"):
        return _form(request, page_or_404(request, number, at), spec, at, subject=subject, errors=errors, kept=kept, seen=seen)
    if spec.act is Act.REVEAL:
        return _reveal(request, number, at)
    try:
        done = operations.act(
            number=number,
            act=act,
            actor=request.actor,  # type: ignore[attr-defined]
            at=at,
            subject=subject,
            data=raw(spec=spec, posted=request.POST, files=[file["id"] for file in kept]),
            seen_version=seen,
            key=request.POST.get("key") or None,
        )
    except Refused as refusal:
        page = page_or_404(request, number, at)
        return _form(request, page, spec, at, subject=subject, errors=by_field(refusal), kept=kept, seen=seen, refusal=refusal)
    if spec.act in MENTIONING:
        text = request.POST.get("text", "")
        operations.tell_mentioned(number=done.number, text=text, actor=request.actor, seq=done.seq, at=at)  # type: ignore[attr-defined]
    messages.success(request, _("%(number)s：已%(deed)s。") % {"number": done.number, "deed": deed_name(act)})
    return _onward(request, done.number)


def _reveal(request: HttpRequest, number: str, at: datetime) -> HttpResponse:
    """Show the matter once with its parties and texts in full; the look is in the access log before anything is shown."""
    spec = SPECS[Act.REVEAL]
    try:
        revealed = operations.reveal(number=number, actor=request.actor, reason=request.POST.get("reason_code", "")[:40], at=at)  # type: ignore[attr-defined]
    except Refused as refusal:
        page = page_or_404(request, number, at)
        return _form(request, page, spec, at, subject="m", errors=by_field(refusal), kept=[], seen=None, refusal=refusal)
    page = page_or_404(request, number, at)
    view = presenter.view_of(page=page, place=place_name(page.case.place), names=Names(units=page.units, at=at), now=at, revealed=revealed)
    fragment = is_fragment(request)
    response = render(
        request, "yiwang/staff/matter-pane.html" if fragment else "yiwang/staff/matter.html", {"m": view, "followed": page.followed}
    )
    response["Cache-Control"] = "no-store"
    if fragment:  # the pane is drawn anew, the dialog closes
        response["HX-Retarget"], response["HX-Reswap"], response["HX-Trigger"] = "#detail", "innerHTML", "deed-done"
    return response


def _integer(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 9 else None


def _onward(request: HttpRequest, number: str) -> HttpResponse:
    """Go on: beside the queue the queue is shown anew with the matter open; else the matter's own page."""
    target = f"/matters/{number}/"
    if is_fragment(request):
        came_from = urlsplit(request.headers.get("HX-Current-URL", ""))
        if came_from.path == "/desk/":
            kept = [pair for pair in came_from.query.split("&") if pair and not pair.startswith("open=")]
            target = f"{desk_href()}?{'&'.join([*kept, f'open={number}'])}"
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _form(
    request: HttpRequest,
    page: MatterPage,
    spec: ActSpec,
    at: datetime,
    *,
    subject: str,
    errors: dict[str, str],
    kept: list[uploads.KeptFile],
    seen: int | None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """Draw the form with what was typed, what is wrong with it, and what others did meanwhile."""
    names = Names(units=page.units, at=at)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy = policy_at(at)
    people = {party.no: party.name for party in page.parties}
    asker = Choices(act=spec.act, case=page.case, actor=actor, policy=policy, at=at, number=page.number, lookup=request.POST, people=people)
    needed = workflow.needed(page.case, Move(act=spec.act, actor=actor, at=at, subject=subject), centers.net(at), policy)
    posted = request.POST if request.method == "POST" else None
    fields = with_errors(build(spec=asked_of(spec, subject), asker=asker, posted=posted, kept=uploads.tokens(kept), needed=needed), errors)
    stale = refusal is not None and refusal.code == STALE
    missed = page.version - (seen if seen is not None else page.version)
    last = page.timeline[-1].seq if page.timeline else 0
    form = ActForm(
        title=deed_name(spec.act),
        action=act_href(page.number, spec.act),
        back=f"/matters/{page.number}/",
        subject=subject,
        seen=page.version,
        key=str(uuid4()) if errors or posted is None else posted.get("key", ""),
        fields=fields,
        summary=[] if stale else summary(fields, errors),
        meanwhile=since(page.timeline, last - missed, names) if stale else (),
        number=page.number,
        matter_title=page.title,
        about=subject_name(page.case, subject, names),
        intro=urge_intro(page.case, policy, at) if spec.act is Act.URGE else "",
        danger=spec.danger,
        in_dialog=is_fragment(request),
        icon=icon_svg(ICONS[spec.act]),
    )
    template = "yiwang/staff/act-form.html" if form.in_dialog else "yiwang/staff/act.html"
    status = HTTPStatus.CONFLICT if stale else (HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)
    return render(request, template, {"form": form}, status=status)


@require_safe
def choices(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Return the units or categories that fit what is being typed for an input of an act, as a fragment."""
    spec, at = spec_or_404(act), now()
    page = page_or_404(request, number, at)
    given = next((one for one in spec.inputs if one.name == request.GET.get("input", "")), None)
    if given is None or given.kind not in LOOKED_UP:
        raise Http404
    text = request.GET.get(f"find_{given.name}", "")[:40]
    if given.kind is Kind.CATEGORY:
        found = categories_for(case=page.case, text=text, at=at)
    elif given.kind is Kind.PLACE:
        found = places_for(case=page.case, text=text)
    else:
        found = units_for(act=spec.act, case=page.case, actor=request.actor, text=text)  # type: ignore[attr-defined]
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": given.name, "many": given.kind is Kind.UNITS})
