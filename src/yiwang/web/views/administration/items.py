"""Ending one thing: a post, a plaque, a presence, an appointment, a line of a duty list; each is asked once more before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yiwang.administration import access, operations
from yiwang.centers.models import Appointment, DutyItem, Plaque, Post, Residency
from yiwang.infra.clock import now
from yiwang.web.forms.administration import DeedForm
from yiwang.web.presenters.administration import mode_name
from yiwang.web.presenters.names import Names

from .base import form_page, officer, or_404


class Item(NamedTuple):
    """One thing as its page names it: what it is called, where it belongs, and where one goes back to."""

    about: str
    unit: int | None
    back: str
    section: str = "administration_units"


class ItemDeed(NamedTuple):
    """How one kind of thing is found and ended."""

    title: Callable[[], str]
    find: Callable[[int], Item | None]
    do: Callable[[HttpRequest, int], object]
    intro: Callable[[], str] = lambda: ""


def _unit_page(unit: int) -> str:
    return reverse("administration_unit", args=[unit])


def _post(key: int) -> Item | None:
    row = Post.objects.filter(pk=key, closed_on=None).select_related("unit").first()
    return Item(f"{row.name} · {row.unit.name}", row.unit_id, _unit_page(row.unit_id)) if row else None


def _plaque(key: int) -> Item | None:
    row = Plaque.objects.filter(pk=key, taken_down_on=None).first()
    return Item(row.name, row.center_id, _unit_page(row.center_id)) if row else None


def _residency(key: int) -> Item | None:
    row = Residency.objects.filter(pk=key, until=None).select_related("unit").first()
    return Item(f"{row.unit.name} · {mode_name(row.mode)}", row.center_id, _unit_page(row.center_id)) if row else None


def _appointment(key: int) -> Item | None:
    row = Appointment.objects.filter(pk=key).select_related("user", "post__unit").first()
    if row is None or (row.ends is not None and row.ends <= now()):
        return None
    back = reverse("administration_person", args=[row.user_id])
    return Item(f"{row.user.name} · {row.post.name} · {row.post.unit.name}", row.post.unit_id, back, "administration_people")


def _duty(key: int) -> Item | None:
    row = DutyItem.objects.filter(pk=key, until=None).first()
    if row is None:
        return None
    about = f"{Names(units={}, at=now()).category(row.category)} · {mode_name(row.mode)}"
    return Item(about, row.unit_id, reverse("administration_duties"), "administration_duties")


DEEDS: dict[str, ItemDeed] = {
    "close-post": ItemDeed(
        title=lambda: _("撤岗位"),
        find=_post,
        do=lambda request, key: operations.close_post(by=officer(request), post_id=key, at=now()),
    ),
    "take-down": ItemDeed(
        title=lambda: _("摘牌"),
        find=_plaque,
        do=lambda request, key: operations.take_down_plaque(by=officer(request), plaque_id=key, at=now()),
    ),
    "move-out": ItemDeed(
        title=lambda: _("部门撤出"),
        find=_residency,
        do=lambda request, key: operations.move_out(by=officer(request), residency_id=key, at=now()),
    ),
    "end-appointment": ItemDeed(
        title=lambda: _("免职"),
        intro=lambda: _("从现在起不能再以这个岗位办事。事项和工单归单位，不随人走；历史记录保留。"),
        find=_appointment,
        do=lambda request, key: operations.end_appointment(by=officer(request), appointment_id=key, at=now()),
    ),
    "strike-duty": ItemDeed(
        title=lambda: _("删去清单条目"),
        intro=lambda: _("已生效的条目到今天为止；还没生效的收回，原来的条目继续有效。"),
        find=_duty,
        do=lambda request, key: operations.strike_duty(by=officer(request), duty_id=key, at=now()),
    ),
}
"""Slug → what is ended."""


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, deed: str, item: int) -> HttpResponse:
    """Ask whether to end one thing, or end it."""
    spec = DEEDS.get(deed)
    found = spec.find(item) if spec else None
    if spec is None or found is None:
        raise Http404
    if found.unit is not None:
        unit = found.unit
        or_404(lambda: access.unit_of(officer(request), unit, now()))

    def do() -> HttpResponse:
        spec.do(request, item)
        messages.success(request, _("%(deed)s：%(about)s。") % {"deed": spec.title(), "about": found.about})
        return HttpResponseRedirect(found.back)

    form = DeedForm(title=spec.title(), about=found.about, button=spec.title(), back=found.back, intro=spec.intro(), danger=True, icon="x")
    return form_page(request, section=found.section, form=form, fields=lambda: (), do=do)
