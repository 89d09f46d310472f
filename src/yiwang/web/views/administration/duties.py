"""Duty lists: who handles what, by unit or for all of a kind; a new line says what it would change before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.administration import access, operations
from yiwang.administration.operations.duties import Whose
from yiwang.administration.queries import duties as queries
from yiwang.administration.queries import units as unit_queries
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import UnitKind
from yiwang.centers.models import DutyItem
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.policy import queries as packs
from yiwang.web.forms.administration import DeedForm, chosen, day_of_form, line, number_of, pick_one, text_of
from yiwang.web.forms.administration import day as day_field
from yiwang.web.forms.categories import as_choices, categories, category_field
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.administration import kind_name, mode_name
from yiwang.web.presenters.branches import branch_name
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.names import Names
from yiwang.web.views.regions import level_names

from .base import form_page, officer, or_404, show, unit_or_404

SECTION = "administration_duties"
_MODES = [mode.value for mode in DutyItem.Mode]


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """List the lines of one unit, of all units of a kind, or of the units of the subtree."""
    at, by = now(), officer(request)
    realm = or_404(lambda: access.realm(by, at))
    unit = unit_or_404(request, key) if (key := number_of(request.GET, "unit")) is not None else None
    general = request.GET.get("general") == "1" and unit is None
    category = request.GET.get("category", "").strip()[:40]
    found = _category_of(category, at)
    try:
        page = queries.lines(
            unit=unit.id if unit else None, general=general, realm=realm, category=found, after=request.GET.get("after", "")
        )
    except Refused:
        return HttpResponseRedirect(reverse(SECTION))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "unit": unit,
        "general": general,
        "category": category,
        "unknown": category and not found,
        "rows": [_drawn(row, at) for row in page.rows],
        "may": not general or access.everywhere(by, at),
        "kept": kept.urlencode(),
        "next": page.after,
        "started": bool(request.GET.get("after")),
    }
    return show(request, "duties", SECTION, context)


def _category_of(text: str, at: datetime) -> str:
    """Return the code of the category that was typed, by code or by words; "" when there is none."""
    tree = packs.pack("categories", at).body
    if not text or tree.get(text) is not None:
        return text
    named = next((node.code for node in tree.nodes if node.zh == text or text.lower() == node.initials), "")
    return named or next((node.code for node in tree.search(text, limit=1)), "")


def _drawn(row: queries.DutyLine, at: datetime) -> dict[str, object]:
    return {
        "row": row,
        "category": Names(units={}, at=at).category(row.category),
        "mode": mode_name(row.mode),
        "whose": row.unit_name or _whose_words(row.kind, row.branch, row.level),
        "planned": row.since > day_of(at),
    }


def _whose_words(kind: str, branch: str, level: int | None) -> str:
    parts = (level_names().get(level or 0, ""), kind_name(kind), branch_name(branch))
    return " · ".join(part for part in parts if part)


class Asked(NamedTuple):
    """A line as it was typed."""

    whose: Whose
    category: str
    mode: str
    since: date
    source: str


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a line; show what it would change; write it when that was confirmed."""
    at, by, posted = now(), officer(request), request.POST
    unit = unit_or_404(request, key) if (key := number_of(request.GET, "unit")) is not None else None
    if unit is None and not or_404(lambda: access.everywhere(by, at)):
        raise Http404

    def fields() -> Sequence[Field]:
        whose = () if unit else _kind_fields(by, at)
        return (
            *whose,
            category_field(request, at),
            pick_one("mode", _("怎么承担"), [(mode, mode_name(mode)) for mode in _MODES]),
            day_field("since", _("从哪天起"), value=day_of(at)),
            line("source", _("依据"), limit=200, hint=_("哪份文件规定的；有异议时会引用")),
        )

    def do() -> HttpResponse:
        asked = _asked(request, unit)
        if not posted.get("sure"):
            return _effects(request, asked, unit, at)
        operations.set_duty(
            by=by, whose=asked.whose, category=asked.category, mode=asked.mode, since=asked.since, source=asked.source, at=at
        )
        messages.success(request, _("条目已写入清单。"))
        return HttpResponseRedirect(_back(unit))

    form = DeedForm(
        title=_("写入事项清单"), about=unit.name if unit else _("同类单位共用"), button=_("看看会改变什么"), back=_back(unit), icon="eye"
    )
    return form_page(request, section=SECTION, form=form, fields=fields, do=do)


def _back(unit: centers.UnitRow | None) -> str:
    return f"{reverse(SECTION)}?{f'unit={unit.id}' if unit else 'general=1'}"


def _kind_fields(by: Actor, at: datetime) -> Sequence[Field]:
    levels = [(str(level), name) for level, name in level_names().items()]
    branches = [(branch, branch_name(branch)) for branch in unit_queries.branches(access.realm(by, at))]
    return (
        pick_one("kind", _("哪一类单位"), [(kind.value, label(kind)) for kind in UnitKind]),
        pick_one("branch", _("系统"), branches, required=False),
        pick_one("level", _("哪一级"), levels),
    )


@require_safe
def find_categories(request: HttpRequest) -> HttpResponse:
    """Return the categories that fit what is being typed, as a fragment."""
    at = now()
    found = as_choices(categories(request.GET.get("find_category", "")[:40], at), at)
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": "category"})


def _asked(request: HttpRequest, unit: centers.UnitRow | None) -> Asked:
    """Read the line as typed. Refused `required`, `bad_choice`, `bad_date`, `too_long`, `no_such_category`, `in_the_past`."""
    posted, at = request.POST, now()
    if unit is not None:
        whose = Whose(unit=unit.id)
    else:
        kind = chosen(posted, "kind", [kind.value for kind in UnitKind])
        whose = Whose(kind=kind, branch=text_of(posted, "branch", 30), level=int(chosen(posted, "level", "12345")))
    category = posted.get("category", "")
    if not category:
        raise Refused("required", field="category")
    if packs.pack("categories", at).body.get(category) is None:
        raise Refused("no_such_category", field="category")
    since, source = day_of_form(posted, "since"), text_of(posted, "source", 200)
    if since is None or not source:
        raise Refused("required", field="source")
    if since < day_of(at):
        raise Refused("in_the_past", field="since")
    return Asked(whose, category, chosen(posted, "mode", _MODES), since, source)


def _effects(request: HttpRequest, asked: Asked, unit: centers.UnitRow | None, at: datetime) -> HttpResponse:
    """Show what the line would change, with the form's values kept for the confirmation."""
    found = queries.effects(
        unit=asked.whose.unit,
        kind=asked.whose.kind,
        branch=asked.whose.branch,
        level=asked.whose.level,
        category=asked.category,
        mode=asked.mode,
        at=at,
    )
    names = ("kind", "branch", "level", "category", "mode", "since", "source")
    context = {
        "whose": unit.name if unit else _whose_words(asked.whose.kind, asked.whose.branch, asked.whose.level),
        "category": Names(units={}, at=at).category(asked.category),
        "code": asked.category,
        "mode": mode_name(asked.mode),
        "since": asked.since.isoformat(),
        "source": asked.source,
        "found": found,
        "rows": [{"unit": row.unit, "before": mode_name(row.before), "after": mode_name(row.after)} for row in found.shown],
        "more": found.changed - len(found.shown),
        "kept": [(name, request.POST.get(name, "")) for name in names if request.POST.get(name)],
        "back": _back(unit),
    }
    return show(request, "duty-effects", SECTION, context)
