"""The filters of a list: as chips that can be taken away, and as the form they are chosen in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yiwang.centers import queries as centers
from yiwang.centers.choices import Purpose, choices
from yiwang.desk.wanted import DAYS, FLAGS, PERIODS, WORDS, Wanted
from yiwang.matters.domain.words import Channel, Nature, Procedure, State
from yiwang.policy import queries as policy
from yiwang.regions import queries as regions
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, label
from yiwang.web.presenters.names import place_name

FOUND = 12


@dataclass(frozen=True, kw_only=True)
class Chip(Drawn):
    """A filter in force, and where the list is without it."""

    text: str
    href: str


def filter_name(name: str) -> str:
    """Return what a filter is called."""
    return _names(get_language() or "")[name]


@lru_cache(maxsize=8)
def _names(lang: str) -> Mapping[str, str]:
    return {
        "state": _("状态"),
        "nature": _("诉求性质"),
        "procedure": _("办理程序"),
        "category": _("类别"),
        "channel": _("来源"),
        "platform": _("功能平台"),
        "place": _("发生地"),
        "unit": _("经手单位"),
        "words": _("标题或地址中的词"),
        "since": _("登记日期从"),
        "until": _("登记日期到"),
        "period": _("登记时间"),
        "overdue": _("已逾期"),
        "soon": _("即将到期"),
        "group": _("群体事项"),
        "urged": _("督办中"),
        "sensitive": _("家事或暴力"),
        "suspended": _("暂停计时"),
    }


def period_name(code: str) -> str:
    """Return what a period is called."""
    return {"today": _("今天登记"), "week": _("近 7 天登记"), "month": _("本月登记"), "last_month": _("上月登记")}[code]


def chips(asked: Wanted, at: datetime, href: Callable[[Wanted], str]) -> list[Chip]:
    """Return the filters in force; the platform has tabs of its own."""
    told: list[tuple[str, str]] = []
    for name in (*WORDS, "unit", *DAYS, *FLAGS):
        value = getattr(asked.filters, name)
        if value in ("", None, False) or name == "platform":
            continue
        told.append((name, filter_name(name) if value is True else _said(name, value, at)))
    if asked.period:
        told.append(("period", period_name(asked.period)))
    return [Chip(text=text, href=href(asked.without(name))) for name, text in told]


def _said(name: str, value: Any, at: datetime) -> str:
    """Return a filter's value in words."""
    kinds = {"nature": Nature, "procedure": Procedure, "channel": Channel}
    if name == "state":
        return _("未办结") if value == "open" else label(State(value))
    if name in kinds:
        return label(kinds[name](value))
    if name == "category":
        node = policy.pack("categories", at).body.get(value)
        return ((node.en or node.zh) if english() else node.zh) if node else str(value)
    if name == "place":
        return place_name(value) or str(value)
    if name == "unit":
        found = centers.units([value])
        return found[value].short or found[value].name if value in found else str(value)
    return f"“{value}”" if name == "words" else f"{filter_name(name)} {value}"


def _labelled(kind: Iterable[Any]) -> tuple[Choice, ...]:
    return (Choice(value="", label=_("不限")), *(Choice(value=str(word), label=label(word)) for word in kind))


def panel(asked: Wanted, *, given: Mapping[str, str], unit: int, at: datetime) -> list[Field]:
    """Return the fields of the filter form, filled with what is in force; `given` holds what was typed to find places and units."""
    filters = asked.filters
    states = (Choice(value="", label=_("不限")), Choice(value="open", label=_("未办结")), *_labelled(State)[1:])
    periods = (Choice(value="", label=_("不限")), *(Choice(value=code, label=period_name(code)) for code in PERIODS))

    def select(name: str, options: tuple[Choice, ...]) -> Field:
        value = asked.period if name == "period" else getattr(filters, name)
        return Field(name=name, label=filter_name(name), widget="select", required=False, choices=options, values=(value,))

    def line(name: str, hint: str = "") -> Field:
        value = getattr(filters, name)
        return Field(
            name=name, label=filter_name(name), widget="line", required=False, hint=hint, limit=60, values=(str(value),) if value else ()
        )

    def flag(name: str) -> Field:
        return Field(name=name, label=filter_name(name), widget="flag", required=False, values=("1",) if getattr(filters, name) else ())

    return [
        select("state", states),
        select("nature", _labelled(Nature)),
        select("channel", _labelled(Channel)),
        select("category", categories(at)),
        select("period", periods),
        line("since", _("例如 2026-11-01")),
        line("until", _("例如 2026-11-30")),
        line("words"),
        *(flag(name) for name in FLAGS),
        _picked("place", places(given.get("find_place", ""), filters.place, unit), filters.place, given),
        _picked("unit", units(given.get("find_unit", ""), filters.unit, unit), str(filters.unit or ""), given),
    ]


def _picked(name: str, options: tuple[Choice, ...], value: str, given: Mapping[str, str]) -> Field:
    return Field(
        name=name,
        label=filter_name(name),
        widget="pick",
        required=False,
        choices=options,
        values=(value,),
        lookup=given.get(f"find_{name}", ""),
        lookup_href=f"/desk/filter/choices/?input={name}",
        lookup_hint=_("地名或拼音首字母") if name == "place" else _("单位名称或拼音首字母"),
    )


def categories(at: datetime) -> tuple[Choice, ...]:
    """Return the branches and leaves of the tree in its order, a leaf under its branch."""
    tree = policy.pack("categories", at).body

    def name(node: Any) -> str:
        text = (node.en or node.zh) if english() else node.zh
        return f"　{text}" if node.parent else text

    return (Choice(value="", label=_("不限")), *(Choice(value=node.code, label=name(node)) for node in tree.nodes))


def places(text: str, value: str, unit: int) -> tuple[Choice, ...]:
    """Return the divisions that fit what is typed; before that, those right below the unit's own. What is chosen stays."""
    facts = centers.net().unit(unit)
    here = facts.region if facts else ""
    word = text.strip()[:40]
    found = regions.search(word, within=here, limit=FOUND) if word else regions.children(here)[: FOUND * 3]
    rows = {row.code: row.name for row in found}
    if value and value not in rows:
        rows = {value: regions.name(value) or value, **rows}
    return (Choice(value="", label=_("不限")), *(Choice(value=code, label=name) for code, name in rows.items()))


def units(text: str, value: int | None, unit: int) -> tuple[Choice, ...]:
    """Return the units around that fit what is typed; what is chosen stays."""
    found = choices(purpose=Purpose.PROPOSE, asking=unit, text=text.strip()[:40], limit=FOUND) if text.strip() else []
    rows = {str(row.id): (row.name, row.region_name) for row in found}
    if value and str(value) not in rows and (row := centers.unit(value)):
        rows = {str(value): (row.name, row.region_name), **rows}
    own = centers.unit(unit)
    if own and str(own.id) not in rows:
        rows[str(own.id)] = (own.name, own.region_name)
    return (Choice(value="", label=_("不限")), *(Choice(value=code, label=name, note=where) for code, (name, where) in rows.items()))
