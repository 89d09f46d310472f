"""Every deed on one unit: renaming, moving, closing, posts, plaques and residencies; each a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.administration import access, operations
from yiwang.administration.queries import units as queries
from yiwang.centers import queries as centers
from yiwang.centers.domain.words import CENTER_ROLES, STAFF_ROLES, Role, UnitKind
from yiwang.centers.models import Residency
from yiwang.centers.operations import OFFICERS
from yiwang.infra.clock import now
from yiwang.kernel import tree
from yiwang.web.forms.administration import DeedForm, chosen, day, day_of_form, line, number_of, pick_one, pick_unit, text_of
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.administration import mode_name
from yiwang.web.presenters.dates import local
from yiwang.web.presenters.marks import label

from .base import form_page, officer, or_404, unit_or_404

SECTION = "administration_units"
_MODES = [mode.value for mode in Residency.Mode]


class UnitDeed(NamedTuple):
    """One deed on a unit: what its page is called, what it asks, how it is done."""

    title: Callable[[], str]
    fields: Callable[[HttpRequest, centers.UnitRow], Sequence[Field]]
    do: Callable[[HttpRequest, centers.UnitRow], None]
    done: Callable[[], str]
    intro: Callable[[], str] = lambda: ""
    danger: bool = False
    center_only: bool = False


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, unit: int, deed: str) -> HttpResponse:
    """Show the form of one deed on a unit, or do it."""
    if deed not in DEEDS:
        raise Http404
    row, spec = unit_or_404(request, unit), DEEDS[deed]
    if spec.center_only and row.kind is not UnitKind.CENTER:
        raise Http404
    back = reverse("administration_unit", args=[unit])

    def do() -> HttpResponse:
        spec.do(request, row)
        messages.success(request, spec.done())
        return HttpResponseRedirect(back)

    form = DeedForm(title=spec.title(), about=row.name, button=spec.title(), back=back, intro=spec.intro(), danger=spec.danger)
    return form_page(request, section=SECTION, form=form, fields=lambda: spec.fields(request, row), do=do)


def typed_region(request: HttpRequest) -> str:
    """Return the region typed so far, else the officer's own."""
    typed = request.POST.get("region", "") or request.GET.get("region", "")
    return typed if tree.is_code(typed) else access.realm(officer(request), now())


def superior(request: HttpRequest, name: str, title: str, *, regions_of: str, now_held: int | None = None) -> Field:
    """Make the field to find a superior: a unit of the same region or one above."""
    posted = request.POST if request.method == "POST" else None
    typed = posted.get(f"find_{name}", "")[:40] if posted is not None else ""
    found = queries.choices(regions=tree.lineage(regions_of), text=typed) if typed else []
    kept = number_of(posted, name) if posted is not None else now_held
    if kept and kept not in {row.id for row in found} and (row := centers.unit(kept)):
        found = [row, *found]
    href = f"{reverse('administration_find')}?for={name}&region={regions_of}"
    return pick_unit(name, title, found=found, posted=posted, href=href, required=False, hint=_("条线上的上级；没有就不选"))


def _within(request: HttpRequest, name: str, title: str, *, required: bool, hint: str = "") -> Field:
    """Make the field to find any unit of the officer's subtree."""
    posted = request.POST if request.method == "POST" else None
    typed = posted.get(f"find_{name}", "")[:40] if posted is not None else ""
    found = queries.choices(realm=access.realm(officer(request), now()), text=typed) if typed else []
    kept = number_of(posted, name) if posted is not None else None
    if kept and kept not in {row.id for row in found} and (row := centers.unit(kept)):
        found = [row, *found]
    href = f"{reverse('administration_find')}?for={name}"
    return pick_unit(name, title, found=found, posted=posted, href=href, required=required, hint=hint)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Return the units that fit what is being typed, as a fragment: of the officer's subtree, or of a region and those above it."""
    realm = or_404(lambda: access.realm(officer(request), now()))
    name, region = request.GET.get("for", "")[:20], request.GET.get("region", "")
    if not name.isidentifier():
        raise Http404
    text = request.GET.get(f"find_{name}", "").strip()[:40]
    above = tree.lineage(region) if tree.is_code(region) and tree.within(region, realm) else ()
    found = queries.choices(regions=above, realm=realm, text=text) if text else []
    rows = tuple(Choice(value=str(row.id), label=row.name, note=row.region_name) for row in found)
    return render(request, "yiwang/staff/units.html", {"choices": rows, "name": name, "many": False})


def _roles(unit: centers.UnitRow) -> list[tuple[str, str]]:
    """Return the roles a post of this unit may have; the three officers sit in centers."""
    if unit.kind is UnitKind.CENTER:
        fitting = CENTER_ROLES | OFFICERS | {Role.LEADER, Role.HANDLER}
    elif unit.kind is UnitKind.DISCIPLINE_BODY:
        fitting = frozenset({Role.DISCIPLINE})
    elif unit.kind is UnitKind.MEDIATION_COMMITTEE:
        fitting = frozenset({Role.MEDIATOR, Role.HANDLER, Role.UNIT_HEAD})
    else:
        fitting = STAFF_ROLES - CENTER_ROLES - {Role.DISCIPLINE}
    return [(role.value, label(role)) for role in Role if role in fitting]


def _create_post(request: HttpRequest, unit: centers.UnitRow) -> None:
    role = Role.of(chosen(request.POST, "role", [code for code, _label in _roles(unit)]))
    operations.create_post(by=officer(request), unit_id=unit.id, role=role, name=text_of(request.POST, "name", 60), at=now())


def _hang_plaque(request: HttpRequest, unit: centers.UnitRow) -> None:
    on = day_of_form(request.POST, "on")
    operations.hang_plaque(by=officer(request), unit_id=unit.id, name=text_of(request.POST, "name", 60), on=on, at=now())  # type: ignore[arg-type]


def _move_in(request: HttpRequest, unit: centers.UnitRow) -> None:
    operations.move_in(
        by=officer(request),
        unit_id=unit.id,
        resident_id=number_of(request.POST, "resident"),
        mode=chosen(request.POST, "mode", _MODES),
        counter=text_of(request.POST, "counter", 40),
        since=day_of_form(request.POST, "since"),  # type: ignore[arg-type]  # required: it is a day
        at=now(),
    )


DEEDS: dict[str, UnitDeed] = {
    "rename": UnitDeed(
        title=lambda: _("改名称和电话"),
        intro=lambda: _("编号、岗位、工单和历史都不变；以前的文书仍写旧名。"),
        fields=lambda _request, unit: (
            line("name", _("名称"), value=unit.name),
            line("short", _("简称"), value=unit.short, required=False, limit=40),
            line("phone", _("办公电话"), value=centers.phone(unit.id), required=False, limit=30, hint=_("写进给反映人的答复里")),
        ),
        do=lambda request, unit: operations.rename_unit(
            by=officer(request),
            unit_id=unit.id,
            name=text_of(request.POST, "name", 100),
            short=text_of(request.POST, "short", 40),
            phone=text_of(request.POST, "phone", 30),
            at=now(),
        ),
        done=lambda: _("名称已更改。"),
    ),
    "move": UnitDeed(
        title=lambda: _("调整隶属"),
        intro=lambda: _("换到别的区划，或换一个上级单位。它手里的工单跟着走。"),
        fields=lambda request, unit: (
            line("region", _("区划代码"), value=unit.region, limit=12),
            superior(request, "parent", _("上级单位"), regions_of=unit.region, now_held=centers.superior_id(unit.id)),
        ),
        do=lambda request, unit: operations.move_unit(
            by=officer(request),
            unit_id=unit.id,
            region=text_of(request.POST, "region", 12),
            parent_id=number_of(request.POST, "parent"),
            at=now(),
        ),
        done=lambda: _("隶属已调整。"),
    ),
    "close": UnitDeed(
        title=lambda: _("撤销单位"),
        intro=lambda: _("单位从今天起不再存在：岗位关闭，任职结束，清单失效；手里的事项由承接单位接着办，没有写就归上级。不能恢复。"),
        fields=lambda request, _unit: (
            _within(request, "successor", _("承接单位"), required=False, hint=_("不选就归上级单位，没有上级就归当地中心")),
        ),
        do=lambda request, unit: operations.close_unit(
            by=officer(request), unit_id=unit.id, successor_id=number_of(request.POST, "successor"), at=now()
        ),
        done=lambda: _("单位已撤销。"),
        danger=True,
    ),
    "post": UnitDeed(
        title=lambda: _("设岗位"),
        fields=lambda _request, unit: (
            pick_one("role", _("职责"), _roles(unit), hint=_("能看什么、能办什么由职责决定")),
            line("name", _("岗位名称"), required=False, limit=60, hint=_("不填就用职责的名称")),
        ),
        do=_create_post,
        done=lambda: _("岗位已设立，可以任命人员。"),
    ),
    "plaque": UnitDeed(
        title=lambda: _("挂牌"),
        fields=lambda _request, _unit: (line("name", _("牌子名称"), limit=60), day("on", _("挂牌日期"), value=local(now()).date())),
        do=_hang_plaque,
        done=lambda: _("牌子已登记。"),
        center_only=True,
    ),
    "resident": UnitDeed(
        title=lambda: _("部门入驻"),
        fields=lambda request, _unit: (
            _within(request, "resident", _("入驻单位"), required=True),
            pick_one("mode", _("方式"), [(mode, mode_name(mode)) for mode in _MODES]),
            line("counter", _("窗口名称"), required=False, limit=40),
            day("since", _("起"), value=local(now()).date()),
        ),
        do=_move_in,
        done=lambda: _("入驻已登记。"),
        center_only=True,
    ),
}
"""Slug → deed on a unit."""
