"""Absence: who acts at whose post from a day to a day; named by the absent themself or by who heads the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import substitutes as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of, end_of
from yiwang.kernel.refusals import Refused
from yiwang.web.forms.administration import DeedForm, day, day_of_form, line, number_of, pick_one, text_of
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.dates import SHANGHAI, full_day, last_day, local
from yiwang.web.views.administration.base import form_page


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def substitutes(request: HttpRequest) -> HttpResponse:
    """List who stands in for whom, at one's own posts and in the unit one heads, and where one stands in oneself."""
    actor, at = _actor(request), now()
    context = {
        "absences": centers.absences(by=actor, at=at),
        "named": [_drawn(row, at) for row in centers.substitutions(by=actor, at=at)],
        "own": [_drawn(row, at) for row in centers.standing_in(user_id=actor.user or 0, at=at)],
    }
    return render(request, "yiwang/staff/substitutes.html", context)


def _drawn(row: centers.Substitution, at: datetime) -> dict[str, object]:
    return {
        "row": row,
        "since": full_day(local(row.starts).date()),
        "until": full_day(last_day(row.ends)),
        "planned": row.starts > at,
    }


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, appointment: int) -> HttpResponse:
    """Name a substitute for one post of somebody."""
    actor, at = _actor(request), now()
    about = dict(centers.absences(by=actor, at=at)).get(appointment)
    if about is None:
        raise Http404

    def fields() -> Sequence[Field]:
        found = centers.candidates(appointment_id=appointment, at=at)
        people = [(str(one.user), f"{one.name}（{one.posts}）") for one in found]
        hint = _("同单位、上级单位或同类单位的在任人员") if people else _("没有合适的人；请联系系统管理员任命")
        return (
            pick_one("user", _("谁来代班"), people, hint=hint),
            day("starts", _("从哪天起"), value=day_of(at)),
            day("ends", _("到哪天（含当天）"), value=day_of(at) + timedelta(days=6)),
            line("reason", _("原因"), required=False, limit=100, hint=_("如休假、培训；不要写病情")),
        )

    def do() -> HttpResponse:
        starts, ends = day_of_form(request.POST, "starts"), day_of_form(request.POST, "ends")
        if starts is None or ends is None:
            raise Refused("required", field="ends")
        centers.stand_in(
            by=actor,
            appointment_id=appointment,
            user_id=number_of(request.POST, "user"),
            starts=datetime.combine(starts, time(), SHANGHAI),
            ends=end_of(ends),
            reason=text_of(request.POST, "reason", 100),
            at=at,
        )
        messages.success(request, _("代班已安排。对方在右上角的岗位里切换，办理记录写明是代谁办的。"))
        return HttpResponseRedirect(reverse("substitutes"))

    form = DeedForm(title=_("安排代班"), about=about, button=_("安排代班"), back=reverse("substitutes"), icon="users")
    return form_page(request, section="", form=form, fields=fields, do=do, base="yiwang/knowledge")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, substitution: int) -> HttpResponse:
    """Ask whether a substitution ends now, or end it."""
    actor, at = _actor(request), now()
    row = next((one for one in centers.substitutions(by=actor, at=at) if one.id == substitution), None)
    if row is None:
        raise Http404

    def do() -> HttpResponse:
        centers.end_stand_in(by=actor, substitution_id=substitution, at=now())
        messages.success(request, _("代班已结束。"))
        return HttpResponseRedirect(reverse("substitutes"))

    about = _("%(name)s 代 %(absent)s") % {"name": row.substitute, "absent": row.absent}
    form = DeedForm(title=_("结束代班"), about=f"{about} · {row.post}", button=_("结束代班"), back=reverse("substitutes"), icon="check")
    return form_page(request, section="", form=form, fields=lambda: (), do=do, base="yiwang/knowledge")
