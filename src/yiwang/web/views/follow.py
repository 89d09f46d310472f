"""Following a matter by number and query code: what happened, who has it, until when, and what the person may do now."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.infra.caller import address_of
from yiwang.infra.clock import now
from yiwang.infra.throttle import hit
from yiwang.kernel.refusals import Refused
from yiwang.matters import queries as matters
from yiwang.matters.queries.follow import FollowPage
from yiwang.web import drafts
from yiwang.web.presenters.follow import view_of

TRIES, WINDOW_SECONDS = 20, 900


def held_code(request: HttpRequest, number: str) -> str:
    """Return the query code this visitor gave for the number, "" if none."""
    return drafts.read(request.session, f"follow.{number}").get("code", "")


def page_or_none(number: str, code: str, at: datetime, source: str = "") -> FollowPage | None:
    """Return the person's page, or None whatever is wrong: number, code, or too many tries."""
    try:
        return matters.follow(number=number, query_code=code, at=at, source=source)
    except Refused:
        return None


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; answers to wrong ones are all alike and rate-limited."""
    number = request.POST.get("number", request.GET.get("number", "")).strip()[:40]
    context = {"number": number, "next": request.GET.get("next", request.POST.get("next", ""))}
    if request.method == "GET":
        return render(request, "yiwang/public/follow.html", context)
    address = address_of(request)
    code = request.POST.get("code", "").strip()[:20]
    if not hit("follow", address, TRIES, WINDOW_SECONDS):
        return render(request, "yiwang/public/follow.html", context | {"error": _("查询次数过多，请 15 分钟后再试。")}, status=429)
    found = page_or_none(number, code, now(), source=address)
    if found is None:
        return render(request, "yiwang/public/follow.html", context | {"error": _("编号或查询码不对，请对照回执检查。")}, status=422)
    drafts.write(request.session, f"follow.{found.number}", {"code": code})
    target = context["next"]
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/follow/")
    return HttpResponseRedirect(target if safe else reverse("follow_matter", args=[found.number]))


@require_safe
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show the matter as the person may see it."""
    code = held_code(request, number)
    if not code:
        return HttpResponseRedirect(f"{reverse('follow')}?number={number}")
    at = now()
    found = page_or_none(number, code, at)
    if found is None:
        raise Http404
    return render(request, "yiwang/public/follow-matter.html", {"f": view_of(found, at)})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Forget the codes held on this device."""
    for name in [key for key in list(request.session.keys()) if key.startswith("draft.follow.")]:
        del request.session[name]
    return HttpResponseRedirect(reverse("home"))
