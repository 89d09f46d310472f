"""The command palette: where one may go, the views one keeps, and what is found by the words typed. Its acts come from the page itself."""

from __future__ import annotations

import json
from functools import lru_cache
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yiwang.centers.domain.words import Role
from yiwang.desk import queries as desk_queries
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.access import SUPERVISORS
from yiwang.matters.domain.acts import SPECS
from yiwang.matters.queries.search import search
from yiwang.regions.pinyin import spell
from yiwang.web.access_table import GATES, passes
from yiwang.web.face import NavGroup, NavItem
from yiwang.web.navigation import PLACES
from yiwang.web.presenters.desk_filters import places, units
from yiwang.web.presenters.queue import GO, ICONS, desk_href, duties_for, duty_name
from yiwang.web.views.desk import is_center

MATTERS, OTHERS = 6, 4


def keys(label: str) -> str:
    """Return how a Chinese label is typed: first letters and pinyin."""
    spelt = spell(label)
    return f"{spelt.initials} {spelt.pinyin}"


@lru_cache(maxsize=1)
def act_keys() -> str:
    """Return how the acts are typed, by their Chinese label, for the script."""
    return json.dumps({spec.zh: keys(spec.zh) for spec in SPECS.values() if not spec.system}, ensure_ascii=False)


class Option(NavItem):
    """A line of the palette."""

    def __init__(self, *, href: str, label: str, icon: str, go: str = "", note: str = "", also: str = "") -> None:
        super().__init__(href=href, label=label, icon=icon, go=go)
        self.note = note
        self.keys = also or (keys(label) if not label.isascii() else "")


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Return the lines of the palette as a fragment: all places without a question, else what the question finds."""
    text = request.GET.get("q", "").strip()[:60]
    groups = _found(request, text) if text else _everywhere(request)
    return render(request, "yiwang/staff/palette.html", {"groups": groups, "acts": "" if text else act_keys()})


def _everywhere(request: HttpRequest) -> list[NavGroup]:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    at_center = is_center(request, at)
    lists = ["held" if at_center else "orders", *(["area"] if at_center and actor.role in SUPERVISORS else []), "followed"]
    duties = [*duties_for(Role(actor.role), {}, at_center=at_center), "due_soon", "overdue", *lists]
    queues = [Option(href=desk_href(duty=d), label=duty_name(d), icon=ICONS[d], go=GO.get(d, "")) for d in dict.fromkeys(duties)]
    pages = [
        Option(href=reverse(place.name), label=str(place.label), icon=place.icon, go=place.go)
        for place in PLACES
        if passes(GATES[place.name], actor, signed_in=True)
    ]
    views = [
        Option(href=f"/desk/?{view.query}", label=view.name, icon="bookmark" if view.own else "users")
        for view in desk_queries.kept(actor=actor).views
    ]
    groups = [NavGroup(_("去往"), [*queues, *pages]), NavGroup(_("常用筛选"), [*views])]
    return [group for group in groups if group.items]


def _found(request: HttpRequest, text: str) -> list[NavGroup]:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    duty = ("area" if actor.role in SUPERVISORS else "held") if is_center(request, at) else "orders"
    try:
        number = str(numbers.parse(text))
    except Refused:
        number = ""
    if number:
        return [NavGroup(_("事项"), [Option(href=reverse("matter", args=[number]), label=number, icon="file-text", also=text)])]
    found = search(actor=actor, text=text, at=at, limit=MATTERS).hits
    matters = [
        Option(href=reverse("matter", args=[hit.row.number]), label=hit.row.title, icon="file-text", note=hit.row.number, also=text)
        for hit in found
    ]
    matters.append(
        Option(href=f"{reverse('search')}?q={quote(text)}", label=_("查找“%(text)s”") % {"text": text}, icon="search", also=text)
    )
    near = [
        Option(href=desk_href(duty=duty, unit=choice.value), label=choice.label, icon="building-community", note=choice.note, also=text)
        for choice in units(text, None, actor.unit)
        if choice.value and choice.value != str(actor.unit)
    ]
    here = [
        Option(href=desk_href(duty=duty, place=choice.value), label=choice.label, icon="map-pin", also=text)
        for choice in places(text, "", actor.unit)
        if choice.value
    ]
    groups = [NavGroup(_("事项"), [*matters]), NavGroup(_("经手单位"), [*near[:OTHERS]]), NavGroup(_("发生地"), [*here[:OTHERS]])]
    return [group for group in groups if group.items]
