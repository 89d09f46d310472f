"""The first page of the administration, what stands where, and the log of all changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yiwang.accounts import queries as accounts
from yiwang.administration import access
from yiwang.administration.domain.words import Deed
from yiwang.administration.queries import units as queries
from yiwang.audit import changes
from yiwang.centers.domain.words import Role
from yiwang.infra.checkup import Verdict, examine
from yiwang.infra.clock import now
from yiwang.infra.readonly import may_write
from yiwang.policy import queries as packs
from yiwang.regions import queries as regions
from yiwang.web.posts import place_of
from yiwang.web.presenters.administration import change_lines, kind_of_rules, navigation
from yiwang.web.presenters.marks import grouped, label

from .base import officer, or_404, show

PAGE = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how far the officer reaches, what there is, which rules hold, and the latest changes."""
    at, by = now(), officer(request)
    realm = or_404(lambda: access.realm(by, at))
    counted = queries.counted(realm=realm, at=at)
    words = {"units": _("单位"), "centers": _("综治中心"), "people": _("在任人员"), "unfilled": _("空缺岗位")}
    page = changes.changes(place=realm, limit=8)
    people = accounts.names({change.user_id for change in page.changes if change.user_id})
    rules = [{"kind": kind, "name": kind_of_rules(kind), "pack": packs.pack(kind, at)} for kind in packs.kinds()]
    context = {
        "place": regions.full_name(realm),
        "everywhere": access.everywhere(by, at),
        "counted": [(words[key], grouped(number)) for key, number in counted.items()],
        "rules": rules,
        "changes": change_lines(page.changes, people=people),
    }
    return show(request, "overview", "administration", context)


@may_write  # some checks try to write: that is what they check
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Show what `yiwang doctor` finds: the same questions, the same answers, with what to do about each."""
    or_404(lambda: access.realm(officer(request), now()))
    tones = {Verdict.OK: "tag-green", Verdict.NOTE: "tag-amber", Verdict.PROBLEM: "tag-red", Verdict.UNASKED: "tag-plain"}
    words = {Verdict.OK: _("正常"), Verdict.NOTE: _("请留意"), Verdict.PROBLEM: _("有问题"), Verdict.UNASKED: _("未检查")}
    rows = [
        {"name": name, "tone": tones[answer.verdict], "verdict": words[answer.verdict], "says": answer.says, "remedy": answer.remedy}
        for name, answer in examine()
    ]
    return show(request, "state", "administration_state", {"rows": rows})


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """List changes, newest first: for the system officer and for the audit officer, each of their place and below."""
    at, by = now(), officer(request)
    place = place_of(by, at)
    deed, after = request.GET.get("deed", ""), request.GET.get("after", "")
    if (deed and deed not in set(Deed)) or not (after == "" or (after.isascii() and after.isdigit() and len(after) < 16)):
        return HttpResponseRedirect(reverse("administration_log"))
    page = changes.changes(place=place, deed=deed, after=int(after) if after else None, limit=PAGE)
    people = accounts.names({change.user_id for change in page.changes if change.user_id})
    context = {
        "groups": navigation("administration_log") if by.role is Role.SYSTEM_ADMIN else [],
        "rows": change_lines(page.changes, people=people),
        "deed": deed,
        "deeds": [(one.value, label(one)) for one in Deed],
        "next": page.after,
        "started": bool(after),
    }
    return show(request, "log", "administration_log", context)
