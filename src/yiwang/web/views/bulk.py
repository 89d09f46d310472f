"""One act on many matters: what is lawful on at least one of those chosen, one form for all, and a report of every one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yiwang.centers import queries as centers
from yiwang.desk import bulk, jobs
from yiwang.desk import queries as desk_queries
from yiwang.infra.clock import now
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters import numbers
from yiwang.matters.domain import workflow
from yiwang.matters.domain.acts import SPECS, Act, ActSpec
from yiwang.matters.domain.case import Move
from yiwang.matters.queries.lawful import Standing, lawful_on
from yiwang.matters.queries.policy import policy_at
from yiwang.web.forms.act_form import build, raw
from yiwang.web.forms.choices import Choices
from yiwang.web.forms.fields import Field, summary, with_errors
from yiwang.web.presenters.bulk import act_choices, report_of, row_of
from yiwang.web.presenters.deeds import ICONS, deed_name
from yiwang.web.presenters.marks import icon_svg
from yiwang.web.presenters.wording import by_field, sentence
from yiwang.web.views.desk_keeping import back_to


def chosen_of(request: HttpRequest) -> list[bulk.Chosen]:
    """Return the matters that were ticked, each with the version that was seen; what is no number is left out."""
    chosen = []
    for text in request.POST.getlist("n")[: bulk.MOST * 2]:
        number, _at, seen = text.partition("@")
        try:
            named = str(numbers.parse(number))
        except Refused:
            continue
        chosen.append(bulk.Chosen(named, int(seen) if seen.isdigit() and len(seen) < 9 else 0))
    return list(dict.fromkeys(chosen))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Show which acts the ticked matters allow; with one chosen its form; with the form sent, begin."""
    at, chosen = now(), chosen_of(request)
    if not chosen:
        return _page(request, [], chosen, error=sentence(Refused("nothing_chosen")))
    if len(chosen) > bulk.MOST:
        return _page(request, [], chosen, error=_("一次最多选 %(most)d 件。") % {"most": bulk.MOST})
    act = request.POST.get("act", "")
    if act and act not in bulk.ACTS:
        raise Http404
    if act and request.POST.get("go"):
        return _begin(request, Act(act), chosen, at)
    standings = lawful_on(numbers=[one.number for one in chosen], actor=request.actor, at=at)  # type: ignore[attr-defined]
    if act:
        return _form(request, Act(act), standings, chosen, at, errors={})
    return _page(request, standings, chosen)


def _page(request: HttpRequest, standings: list[Standing], chosen: list[bulk.Chosen], *, error: str = "") -> HttpResponse:
    context = {
        "acts": act_choices(standings),
        "rows": [row_of(one) for one in standings],
        "ticked": [f"{one.number}@{one.seen}" for one in chosen],
        "missing": len(chosen) - len(standings),
        "query": request.POST.get("query", ""),
        "back": back_to(request.POST.get("query", "")),
        "error": error,
    }
    return render(request, "yiwang/staff/bulk.html", context, status=422 if error else 200)


def own_spec(act: Act) -> ActSpec:
    """Return what the form of many asks: no files, and no unit where each matter has its own."""
    spec = SPECS[act]
    own = bulk.OWN_UNIT.get(act)
    return msgspec.structs.replace(spec, inputs=tuple(given for given in spec.inputs if given.name != own))


def _begin(request: HttpRequest, act: Act, chosen: list[bulk.Chosen], at: datetime) -> HttpResponse:
    """Write the run down and carry it out: at once when it is short, as a job when it is long."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        run_id = UUID(request.POST.get("key", ""))
    except ValueError:
        run_id = uuid4()
    standings = lawful_on(numbers=[one.number for one in chosen], actor=actor, at=at)
    data = raw(spec=own_spec(act), posted=request.POST)
    if request.POST.get("look_up"):
        return _form(request, act, standings, chosen, at, errors={})
    try:
        _complete(act, data, standings, request, at)
        waiting = bulk.start(run_id=run_id, actor=actor, act=act, data=data, chosen=chosen, at=at)
    except Refused as refusal:
        return _form(request, act, standings, chosen, at, errors=by_field(refusal))
    if waiting > bulk.AT_ONCE:
        jobs.act_on_many.defer(run=str(run_id))
    else:
        bulk.carry_out(run_id=run_id, at=at)
    address = reverse("desk_run", args=[run_id])
    return HttpResponseRedirect(f"{address}?{request.POST.get('query', '')[:600]}")


def _needed(act: Act, standings: list[Standing], request: HttpRequest, at: datetime) -> frozenset[str]:
    """Return the inputs that some of these matters ask for besides, such as the lead of a first dispatch."""
    net, policy, actor = centers.net(at), policy_at(at), request.actor  # type: ignore[attr-defined]
    lawful = [one for one in standings if act in one.offers]
    moves = [(one, Move(act=act, actor=actor, at=at, subject=one.offers[act][0])) for one in lawful]
    return frozenset().union(*(workflow.needed(one.case, move, net, policy) for one, move in moves))


def _complete(act: Act, data: object, standings: list[Standing], request: HttpRequest, at: datetime) -> None:
    missing = [name for name in _needed(act, standings, request, at) if name not in data]  # type: ignore[operator]
    if missing:
        raise BadInput([Refused("required", field=name) for name in missing])


def _form(
    request: HttpRequest,
    act: Act,
    standings: list[Standing],
    chosen: list[bulk.Chosen],
    at: datetime,
    *,
    errors: dict[str, str],
) -> HttpResponse:
    lawful = [one for one in standings if act in one.offers]
    fields = _fields(request, act, lawful, at, errors) if lawful else []
    context = {
        "act": act,
        "title": deed_name(act),
        "icon": icon_svg(ICONS[act]),
        "danger": SPECS[act].danger,
        "fields": fields,
        "summary": summary(fields, errors),
        "rows": [row_of(one, act) for one in standings],
        "lawful": len(lawful),
        "ticked": [f"{one.number}@{one.seen}" for one in chosen],
        "key": request.POST.get("key") or str(uuid4()),
        "query": request.POST.get("query", ""),
        "back": back_to(request.POST.get("query", "")),
    }
    return render(request, "yiwang/staff/bulk-form.html", context, status=422 if errors else 200)


def _fields(request: HttpRequest, act: Act, lawful: list[Standing], at: datetime, errors: dict[str, str]) -> list[Field]:
    """Return the fields of the form; what can be chosen is what the first of these matters offers."""
    first, spec = lawful[0], own_spec(act)
    asker = Choices(
        act=act,
        case=first.case,
        actor=request.actor,  # type: ignore[attr-defined]
        policy=policy_at(at),
        at=at,
        number=first.number,
        lookup=request.POST,
    )
    posted = request.POST if request.POST.get("go") or request.POST.get("look_up") else None
    return with_errors(build(spec=spec, asker=asker, posted=posted, needed=_needed(act, lawful, request, at)), errors)


@require_safe
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """Report what came of every matter of a run; draws itself anew while it goes on."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = desk_queries.run(run_id=run, actor=actor)
    except Refused as refusal:
        raise Http404 from refusal
    standings = lawful_on(numbers=[row.number for row in found.rows], actor=actor, at=now())
    view = report_of(found, {one.number: one for one in standings})
    back = back_to(request.GET.urlencode())
    part = request.headers.get("HX-Request") == "true"
    template = "yiwang/staff/bulk-report-part.html" if part else "yiwang/staff/bulk-report.html"
    return render(request, template, {"r": view, "back": back, "query": request.GET.urlencode()})


@require_POST
def stop(request: HttpRequest, run: UUID) -> HttpResponse:
    """Ask a run to stop after the matter it is at."""
    try:
        desk_queries.run(run_id=run, actor=request.actor)  # type: ignore[attr-defined]
    except Refused as refusal:
        raise Http404 from refusal
    bulk.stop(run_id=run, actor=request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("desk_run", args=[run]))
