"""What one keeps of the desk: the filters of a list, views under a name, columns, matters one follows."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from yiwang.desk import operations, wanted
from yiwang.desk import queries as desk_queries
from yiwang.desk.columns import COLUMNS, TITLE, headings
from yiwang.desk.wanted import Wanted
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import operations as matters
from yiwang.web.presenters import desk_filters as presenter
from yiwang.web.presenters.queue import desk_href, duty_name, list_href
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.matter import is_fragment


def asked_or_plain(query: dict[str, str]) -> Wanted:
    """Return what a query asks for; one that asks for nothing known is of the plain desk."""
    try:
        return wanted.read(query, duty="to_accept")
    except Refused:
        return Wanted(duty="to_accept")


@require_safe
@vary_on_headers("HX-Request")
def filters(request: HttpRequest) -> HttpResponse:
    """Show the filters of a list as a form; what it is sent to is the list itself."""
    at, given = now(), request.GET.dict()
    asked = asked_or_plain(given)
    fields = presenter.panel(asked, given=given, unit=request.actor.unit, at=at)  # type: ignore[attr-defined]
    context = {
        "fields": {field.name: field for field in fields},
        "flags": [field for field in fields if field.widget == "flag"],
        "kept": {name: value for name, value in asked.params().items() if name in ("duty", "platform", "sort")},
        "title": duty_name(asked.duty),
        "back": list_href(asked),
        "in_dialog": is_fragment(request),
    }
    return render(request, "yiwang/staff/filters.html" if is_fragment(request) else "yiwang/staff/filters-page.html", context)


@require_safe
def filter_choices(request: HttpRequest) -> HttpResponse:
    """Return the places or units that fit what is being typed, as a fragment."""
    name, unit = request.GET.get("input", ""), request.actor.unit  # type: ignore[attr-defined]
    text = request.GET.get(f"find_{name}", "")[:40]
    if name not in ("place", "unit"):
        raise Http404
    found = presenter.places(text, "", unit) if name == "place" else presenter.units(text, None, unit)
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": name, "many": False})


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def save_view(request: HttpRequest) -> HttpResponse:
    """Ask for a name, or keep the list under it."""
    given = request.GET if request.method == "GET" else request.POST
    query = given.get("query", "")[:600]
    asked = asked_or_plain(dict(parse_qsl(query)))
    kept = desk_queries.kept(actor=request.actor)  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            operations.save_view(
                actor=request.actor,  # type: ignore[attr-defined]
                name=request.POST.get("name", ""),
                query=query,
                columns=kept.columns if kept.table else (),
                shared=bool(request.POST.get("shared")),
                at=now(),
            )
        except Refused as refusal:
            errors = by_field(refusal)
        else:
            messages.success(request, _("已存为常用筛选“%(name)s”。") % {"name": request.POST.get("name", "").strip()})
            return _go(request, list_href(asked))
    context = {
        "query": query,
        "name": request.POST.get("name", ""),
        "shared": bool(request.POST.get("shared")),
        "errors": errors,
        "chips": presenter.chips(asked, now(), list_href),
        "title": duty_name(asked.duty),
        "back": list_href(asked),
        "own": [view for view in kept.views if view.own],
        "in_dialog": is_fragment(request),
    }
    template = "yiwang/staff/save-view.html" if is_fragment(request) else "yiwang/staff/save-view-page.html"
    return render(request, template, context, status=422 if errors else 200)


def _go(request: HttpRequest, target: str) -> HttpResponse:
    """Go on to a page of the desk, from a form of its own page or from one in the dialog."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


@require_POST
def drop_view(request: HttpRequest, view: int) -> HttpResponse:
    """Forget one of one's own views."""
    if not operations.drop_view(actor=request.actor, view_id=view):  # type: ignore[attr-defined]
        raise Http404
    messages.success(request, _("已删除这个常用筛选。"))
    return _go(request, list_href(asked_or_plain(dict(parse_qsl(request.POST.get("query", "")[:600])))))


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def layout(request: HttpRequest) -> HttpResponse:
    """Show the columns to choose from, or keep what was chosen."""
    query = (request.GET if request.method == "GET" else request.POST).get("query", "")[:600]
    asked = asked_or_plain(dict(parse_qsl(query)))
    if request.method == "POST":
        rows = request.POST.get("look") == "rows"
        columns = request.POST.getlist("columns") if "columns" in request.POST else desk_queries.kept(actor=request.actor).columns  # type: ignore[attr-defined]
        operations.choose_layout(actor=request.actor, columns=columns, table=not rows)  # type: ignore[attr-defined]
        return _go(request, list_href(asked))
    kept = desk_queries.kept(actor=request.actor)  # type: ignore[attr-defined]
    names = [*kept.columns, *(name for name in COLUMNS if name not in kept.columns)]
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    context = {
        "query": query,
        "back": list_href(asked),
        "columns": [
            {"name": name, "label": label, "on": name in kept.columns, "always": name == TITLE}
            for name, label in zip(names, headings(names, lang=lang), strict=True)
        ],
        "in_dialog": is_fragment(request),
    }
    return render(request, "yiwang/staff/columns.html" if is_fragment(request) else "yiwang/staff/columns-page.html", context)


@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow a matter, or let it go."""
    on = request.POST.get("follow") == "1"
    try:
        matters.follow_matter(number=number, actor=request.actor, follow=on, at=now())  # type: ignore[attr-defined]
    except Refused as refusal:
        raise Http404 from refusal
    if is_fragment(request):
        return render(request, "yiwang/staff/star.html", {"number": number, "followed": on})
    return HttpResponseRedirect(reverse("matter", args=[number]))


def back_to(query: str) -> str:
    """Return the list that a query names."""
    return list_href(asked_or_plain(dict(parse_qsl(query[:600])))) if query else desk_href()
