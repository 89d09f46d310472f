"""The five-level tree, drilled down and searched, with the centers that stand on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yiwang.centers.domain.words import UnitKind
from yiwang.centers.listing import units_below
from yiwang.centers.rates import LevelRate, rates
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.picture.indicators import Value
from yiwang.regions import queries as regions
from yiwang.web.presenters.dates import local
from yiwang.web.presenters.marks import english, grouped

SEARCH_LIMIT, PAGE = 30, 50


def level_names() -> dict[int, str]:
    """Return the names of the five levels in the reader's language."""
    return {1: _("省级"), 2: _("市级"), 3: _("县级"), 4: _("乡级"), 5: _("村级")}


@require_safe
def tree(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show one region: the way up, what lies below by level, its children; or what a search found."""
    here = regions.region(code) if code else None
    if code and here is None:
        raise Http404
    word = request.GET.get("q", "").strip()[:40]
    names = level_names()
    counts = regions.count_by_level(code)
    context = {
        "here": here,
        "steps": regions.path(code)[:-1] if code else (),
        "counts": [(names[level], grouped(number)) for level, number in counts.items() if here is None or level > here.level],
        "level": names[here.level] if here else "",
        "word": word,
        "found": [(row, regions.full_name(row.code)) for row in regions.search(word, within=code, limit=SEARCH_LIMIT)] if word else [],
        "children": regions.children(code) if not word and (here is None or here.level < 5) else [],
    }
    return render(request, "yiwang/staff/regions.html", context)


def _rate(level: LevelRate, names: dict[int, str]) -> dict[str, str | int]:
    left_out = sum(kind.count for kind in level.excluded)
    said = "、".join(f"{kind.en if english() else kind.zh} {grouped(kind.count)}" for kind in level.excluded if kind.count)
    return {
        "level": names[level.level],
        "due": grouped(level.due),
        "built": grouped(level.built),
        "rate": Value(part=level.built, whole=level.due).percent,
        "pct": 5 * int(20 * (level.rate or 0)),
        "excluded": grouped(left_out),
        "said": said,
    }


@require_safe
def centers_of(request: HttpRequest, code: str) -> HttpResponse:
    """Show the centers of a region and what lies below it, a page at a time."""
    here = regions.region(code)
    if here is None:
        raise Http404
    try:
        page = units_below(region=code, kind=UnitKind.CENTER, after=request.GET.get("after", ""), limit=PAGE)
    except Refused:
        return HttpResponseRedirect(reverse("centers", args=[code]))
    names = level_names()
    context = {
        "here": here,
        "steps": regions.path(code)[:-1],
        "rates": [_rate(level, names) for level in rates(region=code, on=local(now()).date()) if level.listed],
        "rows": [{"name": row.name, "region": row.region, "region_name": row.region_name, "level": names[row.level]} for row in page.rows],
        "next": page.after or "",
        "started": bool(request.GET.get("after")),
    }
    return render(request, "yiwang/staff/centers.html", context)
