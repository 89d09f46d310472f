"""Doing an act: one form for all of them, and nothing typed is lost when it is refused or somebody else was first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
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
from yiwang.web.forms.phrases import phrases_for
from yiwang.web.presenters import handling
from yiwang.web.presenters.act_form import ActForm
from yiwang.web.presenters.deeds import ICONS, deed_name
from yiwang.web.presenters.marks import icon_svg
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.offers import act_href
from yiwang.web.presenters.queue import desk_href
from yiwang.web.presenters.supervision import urge_intro
from yiwang.web.presenters.timeline import since, subject_name
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.matter import drawn, is_fragment, page_or_404, template_of

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
        return _asked(request, page_or_404(request, number, at), spec, at)
    subject = request.POST.get("subject", "m")[:20]
    kept, errors = uploads.receive(request, before=uploads.kept(request.POST), most=MOST_FILES, by=request.actor.user)  # type: ignore[attr-defined]
    seen = _integer(request.POST.get("seen", ""))
    if request.POST.get("compose"):
        return _composed(request, number, spec, at, kept=kept, errors=errors)
    labels = () if request.POST.get("labels_seen") else _labels(request, spec)
    if errors or labels or request.POST.get("look_up") or request.POST.get("insert_phrase"):
        page = page_or_404(request, number, at)
        return _form(request, page, spec, at, subject=subject, errors=errors, kept=kept, seen=seen, labels=labels)
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


def _labels(request: HttpRequest, spec: ActSpec) -> list[str]:
    """Return what is to be said of words that label people in what was typed; said once, then the same is taken as it is."""
    typed = [request.POST.get(given.name, "") for given in spec.inputs if given.kind in (Kind.TEXT, Kind.LINE) and not given.personal]
    return handling.label_lines("\n".join(typed))


def _composed(
    request: HttpRequest, number: str, spec: ActSpec, at: datetime, *, kept: list[uploads.KeptFile], errors: dict[str, str]
) -> HttpResponse:
    """Write a note (or an instruction) from the box of the matter's page; what cannot be written stays in the box."""
    labels = [] if request.POST.get("labels_seen") else _labels(request, spec)
    refused = " ".join(errors.values())
    if not refused and not labels:
        try:
            done = operations.act(
                number=number,
                act=spec.act,
                actor=request.actor,  # type: ignore[attr-defined]
                at=at,
                data=raw(spec=spec, posted=request.POST, files=[file["id"] for file in kept]),
                key=request.POST.get("key") or None,
            )
        except Refused as refusal:
            refused = " ".join(by_field(refusal).values())
        else:
            return _sent(request, done.number, spec, at)
    context = drawn(request, page_or_404(request, number, at), at)
    hand = context["h"]
    if isinstance(hand, handling.Handling) and hand.compose is not None:
        handling.keep_typed(hand, request.POST, labels=labels, error=refused, kept=uploads.tokens(kept))
    template = "yiwang/staff/matter/compose.html" if is_fragment(request) else "yiwang/staff/matter.html"
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _sent(request: HttpRequest, number: str, spec: ActSpec, at: datetime) -> HttpResponse:
    """After a note: an empty box, and the page is told to draw itself anew around it."""
    if not is_fragment(request):
        messages.success(request, _("%(number)s：已%(deed)s。") % {"number": number, "deed": deed_name(spec.act)})
        return HttpResponseRedirect(f"/matters/{number}/")
    response = render(request, "yiwang/staff/matter/compose.html", drawn(request, page_or_404(request, number, at), at))
    response["HX-Trigger"] = "note-sent"
    return response


def _asked(request: HttpRequest, page: MatterPage, spec: ActSpec, at: datetime) -> HttpResponse:
    """Draw the empty form; a conference is called on a page of its own, with its day and its papers."""
    if spec.act is not Act.CONFER:
        return _form(request, page, spec, at, subject=request.GET.get("subject", "m"), errors={}, kept=[], seen=page.version)
    href = f"{reverse('meeting_new')}?matter={page.number}"
    if is_fragment(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": href})
    return HttpResponseRedirect(href)


def _reveal(request: HttpRequest, number: str, at: datetime) -> HttpResponse:
    """Show the matter once with its parties and texts in full; the look is in the access log before anything is shown."""
    spec = SPECS[Act.REVEAL]
    try:
        revealed = operations.reveal(number=number, actor=request.actor, reason=request.POST.get("reason_code", "")[:40], at=at)  # type: ignore[attr-defined]
    except Refused as refusal:
        page = page_or_404(request, number, at)
        return _form(request, page, spec, at, subject="m", errors=by_field(refusal), kept=[], seen=None, refusal=refusal)
    page = page_or_404(request, number, at)
    response = render(request, template_of(request), drawn(request, page, at, revealed))
    response["Cache-Control"] = "no-store"
    if is_fragment(request):  # the pane is drawn anew, the dialog closes
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
    labels: Sequence[str] = (),
) -> HttpResponse:
    """Draw the form with what was typed, what is wrong with it, and what others did meanwhile."""
    names = Names(units=page.units, at=at)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy = policy_at(at)
    people = {party.no: party.name for party in page.parties}
    asker = Choices(act=spec.act, case=page.case, actor=actor, policy=policy, at=at, number=page.number, lookup=request.POST, people=people)
    needed = workflow.needed(page.case, Move(act=spec.act, actor=actor, at=at, subject=subject), centers.net(at), policy)
    posted = request.POST if request.method == "POST" else (request.GET if "grant" in request.GET else None)
    phrases = phrases_for(page=page, actor=actor, act=spec.act, at=at)
    built = build(spec=asked_of(spec, subject), asker=asker, posted=posted, kept=uploads.tokens(kept), needed=needed, phrases=phrases)
    fields = with_errors(built, errors)
    stale = refusal is not None and refusal.code == STALE
    missed = page.version - (seen if seen is not None else page.version)
    last = page.timeline[-1].seq if page.timeline else 0
    form = ActForm(
        title=deed_name(spec.act),
        action=act_href(page.number, spec.act),
        back=f"/matters/{page.number}/",
        subject=subject,
        seen=page.version,
        key=str(uuid4()) if errors or request.method == "GET" else request.POST.get("key", ""),
        fields=fields,
        summary=[] if stale else summary(fields, errors),
        meanwhile=since(page.timeline, last - missed, names) if stale else (),
        labels=labels,
        number=page.number,
        matter_title=page.title,
        about=subject_name(page.case, subject, names),
        intro=urge_intro(page.case, policy, at) if spec.act is Act.URGE else "",
        danger=spec.danger,
        in_dialog=is_fragment(request),
        icon=icon_svg(ICONS[spec.act]),
    )
    template = "yiwang/staff/act-form.html" if form.in_dialog else "yiwang/staff/act.html"
    status = HTTPStatus.CONFLICT if stale else (HTTPStatus.UNPROCESSABLE_ENTITY if errors or labels else HTTPStatus.OK)
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
