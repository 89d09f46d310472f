"""Reply templates: texts with variables for the fields of acts; previewed with a sample, refused with a variable nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.kernel.refusals import BadInput
from yiwang.knowledge import operations, queries
from yiwang.knowledge.domain.variables import LONGEST, VARIABLES, faults, fill, sample
from yiwang.knowledge.domain.words import PUBLISHERS
from yiwang.matters.domain.acts import SPECS, Act, Kind
from yiwang.web.forms.administration import DeedForm, line, text_of
from yiwang.web.forms.categories import category_field
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.deeds import deed_name
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.names import Names
from yiwang.web.views.administration.base import form_page

_WITH_TEXT = tuple(
    act
    for act, spec in SPECS.items()
    if not spec.system and act is not Act.REGISTER and any(given.kind is Kind.TEXT for given in spec.inputs)
)
"""Acts whose form has a text of several lines."""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates offered to this post."""
    actor, at = _actor(request), now()
    rows, names = queries.templates(actor=actor, at=at), Names(units={}, at=at)
    units = centers.units({row.unit_id for row in rows})
    context = {
        "rows": [
            {
                "row": row,
                "unit": units[row.unit_id].name if row.unit_id in units else "",
                "own": row.unit_id == actor.unit and actor.role in PUBLISHERS,
                "acts": [deed_name(act) for act in row.acts],
                "category": names.category(row.category) if row.category else "",
            }
            for row in rows
        ],
        "publishes": actor.role in PUBLISHERS,
    }
    return render(request, "yiwang/knowledge/templates.html", context)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template: int | None = None) -> HttpResponse:
    """Write a template or change it; the preview fills it with a sample."""
    actor, at, posted = _actor(request), now(), request.POST
    row = queries.template(actor=actor, key=template) if template is not None else None
    if (template is not None and row is None) or actor.role not in PUBLISHERS:
        raise Http404
    preview = ""

    def fields() -> Sequence[Field]:
        acts = tuple(Choice(value=act.value, label=deed_name(act)) for act in _WITH_TEXT)
        held = tuple(row.acts) if row else ()
        return (
            line("name", _("名称"), value=row.name if row else "", limit=60),
            Field(name="text", label=_("内容"), widget="text", values=(row.text if row else "",), limit=LONGEST, rows=8, hint=_hint()),
            Field(name="acts", label=_("用在哪些办理"), widget="picks", choices=acts, values=held, required=False, hint=_("不选就都能用")),
            category_field(request, at, value=row.category if row else "", required=False),
        )

    def do() -> HttpResponse:
        operations.save_template(
            actor=actor,
            name=text_of(posted, "name", 60),
            text=posted.get("text", ""),
            acts=posted.getlist("acts"),
            category=text_of(posted, "category", 12),
            at=at,
            key=template,
        )
        messages.success(request, _("模板已保存。"))
        return HttpResponseRedirect(reverse("reply_templates"))

    def look() -> HttpResponse:
        nonlocal preview
        if wrong := list(faults(posted.get("text", ""))):
            raise BadInput(wrong)
        preview = fill(posted.get("text", ""), sample())
        return form_page(request, section="", form=form, fields=fields, do=do, context={"preview": preview}, redraw=True, **_FRAME)

    form = DeedForm(
        title=_("修改模板") if row else _("写一个模板"), button=_("保存"), back=reverse("reply_templates"), icon="device-floppy"
    )
    wanted = look if posted.get("preview") else do
    return form_page(request, section="", form=form, fields=fields, do=wanted, **_FRAME)


_FRAME = {"template": "template", "base": "yiwang/knowledge"}


def _hint() -> str:
    names = "  ".join(f"{{{variable.en if english() else variable.zh}}}" for variable in VARIABLES)
    return _("可以用的变量：%(names)s") % {"names": names}


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, template: int) -> HttpResponse:
    """Ask whether to offer a template no more, or do it."""
    actor = _actor(request)
    row = queries.template(actor=actor, key=template)
    if row is None or actor.role not in PUBLISHERS:
        raise Http404

    def do() -> HttpResponse:
        operations.retire_template(actor=actor, key=template, at=now())
        messages.success(request, _("模板已停用。"))
        return HttpResponseRedirect(reverse("reply_templates"))

    form = DeedForm(title=_("停用模板"), about=row.name, button=_("停用模板"), back=reverse("reply_templates"), danger=True, icon="x")
    return form_page(request, section="", form=form, fields=lambda: (), do=do, base="yiwang/knowledge")
