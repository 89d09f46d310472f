"""The work queue: duties with their counts at the side, tabs by platform, and two-line rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yiwang.centers.domain.words import Role
from yiwang.desk.columns import cells, headings
from yiwang.desk.queries import Kept, ViewRow
from yiwang.desk.wanted import Wanted
from yiwang.infra.keyset import Page
from yiwang.matters.domain.words import Platform
from yiwang.matters.queries.counts import Count
from yiwang.matters.queries.queues import sorts
from yiwang.matters.queries.rows import MatterRow
from yiwang.web.face import NavGroup, NavItem
from yiwang.web.presenters.desk_filters import Chip, chips
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.queue_rows import RowView, row_view

ICONS = {
    "to_accept": "inbox",
    "to_dispatch": "arrows-split-2",
    "to_rule": "gavel",
    "to_verify": "clipboard-check",
    "to_confirm": "circle-check",
    "to_serve": "file-text",
    "to_follow_up": "phone",
    "to_review": "scale",
    "urging": "urgent",
    "to_arrive": "speakerphone",
    "to_receive": "inbox",
    "handling": "progress",
    "rework": "repeat",
    "asked": "calendar-plus",
    "due_soon": "clock-exclamation",
    "overdue": "alarm",
    "held": "stack-2",
    "orders": "list-check",
    "area": "map-2",
    "followed": "star",
}
GO = {"to_accept": "a", "to_dispatch": "p", "to_verify": "v", "due_soon": "n", "overdue": "y", "held": "h", "orders": "h", "followed": "f"}
"""Letters that go to a list after `g`."""
CENTER_DUTIES = ("to_accept", "to_dispatch", "to_rule", "to_verify", "to_serve", "to_follow_up", "urging")
UNIT_DUTIES = ("to_receive", "handling", "rework", "to_confirm", "to_arrive", "to_rule", "to_review", "urging", "asked")
LISTS = ("held", "orders", "area", "followed")
"""Everything, the newest first; the duties stand by their limits and are counted."""
ALWAYS = {
    Role.CLERK: ("to_accept", "to_serve", "to_follow_up"),
    Role.COORDINATOR: CENTER_DUTIES,
    Role.CENTER_HEAD: CENTER_DUTIES,
    Role.GRID_WORKER: ("to_receive", "handling"),
    Role.DISCIPLINE: CENTER_DUTIES,
}
"""Duties shown even when nothing waits, by role; all others are shown only when something does."""


def duty_name(duty: str) -> str:
    """Return the duty's name on the page."""
    return _duty_names(get_language() or "")[duty]


@lru_cache(maxsize=8)
def _duty_names(lang: str) -> Mapping[str, str]:
    """Return the names in the reader's language, looked up once per language: every page of the desk shows a dozen of them."""
    return {
        "to_accept": _("待受理"),
        "to_dispatch": _("待分派"),
        "to_rule": _("待裁定与审批"),
        "to_verify": _("待核查"),
        "to_confirm": _("待审核下级结果"),
        "to_serve": _("待送达"),
        "to_follow_up": _("待回访"),
        "to_review": _("复查复核"),
        "urging": _("被督办"),
        "to_arrive": _("待报到"),
        "to_receive": _("待签收"),
        "handling": _("办理中"),
        "rework": _("退回重办"),
        "asked": _("已申请待批"),
        "due_soon": _("即将到期"),
        "overdue": _("已逾期"),
        "held": _("本中心事项"),
        "orders": _("本单位工单"),
        "area": _("辖区事项"),
        "followed": _("我关注的"),
    }


@dataclass(frozen=True, kw_only=True)
class Tab(Drawn):
    """A platform's tab."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class QueueView(Drawn):
    """Everything the queue page draws."""

    title: str
    count: int | str
    tabs: Sequence[Tab]
    rows: Sequence[RowView]
    chips: Sequence[Chip]
    next_href: str
    first_href: str
    order: str
    order_href: str
    """The other order this list can stand in, or nothing."""
    filter_href: str
    query: str
    """What is asked for, as in the address."""
    clear_href: str
    saved: str
    """Name of the saved view that this list is, or nothing."""
    table: bool = False
    headings: Sequence[str] = ()
    open_href: str = ""


def desk_href(**params: str) -> str:
    """Return an address of the desk; empty parameters are left out."""
    query = urlencode({name: value for name, value in params.items() if value})
    return f"/desk/?{query}" if query else "/desk/"


def duties_for(role: Role, counts: Mapping[str, Count], *, at_center: bool) -> list[str]:
    """Return the duties shown to this role, in their order: the daily ones, and any other under which something waits."""
    order = (
        CENTER_DUTIES + tuple(d for d in UNIT_DUTIES if d not in CENTER_DUTIES) if at_center else (*UNIT_DUTIES, "to_verify", "to_dispatch")
    )
    always = ALWAYS.get(role, UNIT_DUTIES[:3])
    return [duty for duty in order if duty in always or counts.get(duty)]


def side(
    role: Role, counts: Mapping[str, Count], asked: Wanted, *, views: Sequence[ViewRow], at_center: bool, supervises: bool
) -> list[NavGroup]:
    """Return the side navigation of the desk: duties with counts, deadlines, lists, saved views."""
    query, narrowed = asked.query(), asked.params().keys() - {"duty", "sort", "platform"}
    saved = next((view.id for view in views if view.query == query), 0)
    current = "" if saved or narrowed else asked.duty

    def item(duty: str) -> NavItem:
        count = counts.get(duty, Count())
        alert = duty == "overdue" or count.late > 0
        shown = None if duty in LISTS else count.total
        return NavItem(
            href=desk_href(duty=duty),
            label=duty_name(duty),
            icon=ICONS[duty],
            current=duty == current,
            count=shown,
            alert=alert and count.total > 0,
            go=GO.get(duty, ""),
        )

    lists = ["held"] if at_center else ["orders"]
    lists += ["area"] if supervises else []
    lists += ["followed"]
    return [
        NavGroup("", [item(duty) for duty in duties_for(role, counts, at_center=at_center)]),
        NavGroup(_("期限"), [item("due_soon"), item("overdue")]),
        NavGroup(_("全部"), [item(duty) for duty in lists]),
        *([NavGroup(_("常用筛选"), [_view_item(view, counts, saved) for view in views])] if views else []),
    ]


def _view_item(view: ViewRow, counts: Mapping[str, Count], current: int) -> NavItem:
    """Return a saved view as a line; with its count where that is known already."""
    wanted = dict(parse_qsl(view.query))
    count = counts.get(wanted.get("duty", ""))
    plain = count is not None and wanted.keys() <= {"duty", "platform"}
    number = (count.platforms.get(wanted["platform"], 0) if "platform" in wanted else count.total) if count and plain else None
    return NavItem(
        href=f"/desk/?{view.query}",
        label=view.name,
        icon="bookmark" if view.own else "users",
        current=view.id == current,
        count=number,
    )


class Shown(NamedTuple):
    """How a list is looked at."""

    asked: Wanted
    kept: Kept
    table: bool
    opened: str = ""
    after: str = ""


def tabs_of(asked: Wanted, count: Count | None) -> list[Tab]:
    """Return the tabs by platform; with counts where they are exact, which they are not once the list is narrowed."""

    def tab(code: str, name: str, number: int | None) -> Tab:
        filters = msgspec.structs.replace(asked.filters, platform=code)
        return Tab(
            label=f"{name} {number}" if number is not None else name,
            href=list_href(msgspec.structs.replace(asked, filters=filters)),
            current=code == asked.filters.platform,
        )

    platforms = count.platforms if count else {}
    every = tab("", _("全部"), count.total if count else None)
    return [every, *(tab(p, label(p), platforms.get(p, 0) if count else None) for p in Platform)]


def list_href(asked: Wanted, **more: str) -> str:
    """Return the address of a list."""
    return desk_href(**asked.params(), **more)


def view_of(*, shown: Shown, page: Page[MatterRow], count: Count | None, now: datetime, lang: str) -> QueueView:
    """Return the queue page; `count` is of the whole duty, and told only while the list is not narrowed."""
    asked, table = shown.asked, shown.table
    told = chips(asked, now, list_href)
    count = None if told else count
    columns = shown.kept.columns if table else ()
    lines = cells(page.rows, columns, at=now, lang="en" if lang.startswith("en") else "zh") if table else [()] * len(page.rows)
    other = [sort for sort in sorts(asked.duty) if sort != (asked.sort or sorts(asked.duty)[0])]
    platform = asked.filters.platform
    query = asked.query()
    return QueueView(
        title=duty_name(asked.duty),
        count=(count.platforms.get(platform, 0) if platform else count.total) if count else "",
        tabs=tabs_of(asked, count),
        rows=[row_view(row, now, lang, list(zip(columns, line, strict=True))) for row, line in zip(page.rows, lines, strict=True)],
        chips=told,
        next_href=list_href(asked, after=page.after) if page.after else "",
        first_href=list_href(asked) if shown.after else "",
        order=order_name(asked.sort or sorts(asked.duty)[0]),
        order_href=list_href(msgspec.structs.replace(asked, sort="" if other[0] == sorts(asked.duty)[0] else other[0])) if other else "",
        filter_href=f"/desk/filter/?{query}",
        query=query,
        clear_href=desk_href(duty=asked.duty),
        saved=next((view.name for view in shown.kept.views if view.query == query), ""),
        table=table,
        headings=headings(columns, lang="en" if lang.startswith("en") else "zh"),
        open_href=f"/matters/{shown.opened}/" if shown.opened else "",
    )


def order_name(sort: str) -> str:
    """Return what an order is called."""
    return _("新的在前") if sort == "newest" else _("按期限")
