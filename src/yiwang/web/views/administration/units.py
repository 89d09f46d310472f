"""Units and centers: the list, one unit, and every deed on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.accounts import queries as accounts
from yiwang.administration import access, operations
from yiwang.administration.queries import units as queries
from yiwang.audit import changes
from yiwang.centers import queries as centers
from yiwang.centers.domain.words import UnitKind
from yiwang.infra.clock import now
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused
from yiwang.regions import queries as regions
from yiwang.web.forms.administration import DeedForm, chosen, day, day_of_form, line, number_of, pick_one, text_of
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.administration import change_lines, kind_name, mode_name, role_name
from yiwang.web.presenters.branches import branch_name
from yiwang.web.presenters.dates import local
from yiwang.web.presenters.marks import label

from .base import form_page, officer, or_404, show
from .unit_deeds import SECTION, superior, typed_region


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the units of the officer's subtree, found by name, first letters or place."""
    at, by = now(), officer(request)
    realm = or_404(lambda: access.realm(by, at))
    text, kind, ended = request.GET.get("q", "")[:40], request.GET.get("kind", ""), request.GET.get("ended") == "1"
    if kind not in set(UnitKind):
        kind = ""
    try:
        page = queries.units(realm=realm, text=text, kind=kind, ended=ended, at=at, after=request.GET.get("after", ""))
    except Refused:
        return HttpResponseRedirect(reverse(SECTION))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "rows": [{"row": row, "kind": label(row.kind), "branch": branch_name(row.branch)} for row in page.rows],
        "q": text,
        "kind": kind,
        "kinds": [(one.value, label(one)) for one in UnitKind],
        "ended": ended,
        "kept": kept.urlencode(),
        "next": page.after,
        "started": bool(request.GET.get("after")),
    }
    return show(request, "units", SECTION, context)


@require_safe
def unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Show one unit: where it stands, posts with their holders, plaques, departments present, and what was changed."""
    at, by = now(), officer(request)
    row = centers.unit(unit)
    if row is None or not tree.within(row.region, or_404(lambda: access.realm(by, at))):
        raise Http404
    page = changes.changes(subject=f"unit.{unit}", limit=10)
    people = accounts.names({change.user_id for change in page.changes if change.user_id})
    posts = [{"post": post, "role": role_name(post.role), "holders": _holders(post, at)} for post in queries.posts(unit_id=unit, at=at)]
    context = {
        "unit": row,
        "branch": branch_name(row.branch),
        "kind": kind_name(row.kind),
        "place": regions.full_name(row.region),
        "phone": centers.phone(unit),
        "superior": centers.superior_name(unit),
        "posts": posts,
        "is_center": row.kind is UnitKind.CENTER,
        "plaques": queries.plaques(unit),
        "residents": [{"row": one, "mode": mode_name(one.mode)} for one in queries.residents(unit)],
        "changes": change_lines(page.changes, people=people),
    }
    return show(request, "unit", SECTION, context)


def _holders(post: queries.PostLine, at: datetime) -> list[dict[str, object]]:
    return [
        {
            "row": holder,
            "since": local(holder.starts).date().isoformat(),
            "until": local(holder.ends).date().isoformat() if holder.ends else "",
            "planned": holder.starts > at,
        }
        for holder in post.holders
    ]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Found a unit."""
    by, posted = officer(request), request.POST

    def fields() -> Sequence[Field]:
        return (
            line("name", _("名称"), limit=100),
            line("short", _("简称"), required=False, limit=40),
            pick_one("kind", _("类型"), [(kind.value, label(kind)) for kind in queries.kinds()]),
            pick_one(
                "branch",
                _("系统"),
                [(b, branch_name(b)) for b in queries.branches(access.realm(by, now()))],
                required=False,
                hint=_("事项清单按系统分派"),
            ),
            line("region", _("区划代码"), value=request.GET.get("region", ""), limit=12, hint=_("如 370502001；在“行政区划”里可以查到")),
            superior(request, "parent", _("上级单位"), regions_of=typed_region(request)),
        )

    def do() -> HttpResponse:
        key = operations.found_unit(
            by=by,
            kind=UnitKind.of(chosen(posted, "kind", [kind.value for kind in queries.kinds()])),
            name=text_of(posted, "name", 100),
            short=text_of(posted, "short", 40),
            branch=text_of(posted, "branch", 30),
            region=text_of(posted, "region", 12),
            parent_id=number_of(posted, "parent"),
            at=now(),
        )
        messages.success(request, _("单位已设立。接着可以设岗位、任命人员。"))
        return HttpResponseRedirect(reverse("administration_unit", args=[key]))

    form = DeedForm(title=_("设立单位"), button=_("设立"), back=reverse(SECTION), icon="plus")
    return form_page(request, section=SECTION, form=form, fields=fields, do=do)


@require_http_methods(["GET", "POST"])
def new_center(request: HttpRequest) -> HttpResponse:
    """Open the main center of a region, or a sub-center."""
    by, posted = officer(request), request.POST

    def fields() -> Sequence[Field]:
        return (
            line("region", _("区划代码"), limit=12, hint=_("如 370502001；在“行政区划”里可以查到")),
            line("name", _("名称"), required=False, hint=_("不填就用区划名，如“文汇街道综治中心”")),
            pick_one("main", _("是哪一种"), [("1", _("本级综治中心")), ("0", _("分中心（须写名称）"))], value="1"),
            day("built_on", _("建成日期"), value=local(now()).date()),
        )

    def do() -> HttpResponse:
        main = chosen(posted, "main", ["0", "1"]) == "1"
        built = day_of_form(posted, "built_on")
        key = operations.open_center(
            by=by,
            region=text_of(posted, "region", 12),
            name=text_of(posted, "name", 100),
            main=main,
            built_on=built,
            at=now(),  # type: ignore[arg-type]
        )
        messages.success(request, _("中心已设立。接着可以设岗位、任命人员。"))
        return HttpResponseRedirect(reverse("administration_unit", args=[key]))

    form = DeedForm(title=_("设立中心"), button=_("设立"), back=reverse(SECTION), icon="building-community")
    return form_page(request, section=SECTION, form=form, fields=fields, do=do)
