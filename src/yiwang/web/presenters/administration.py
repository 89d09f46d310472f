"""The administration's own side navigation, words for kinds and roles, and changes told in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yiwang.administration.domain.words import Deed
from yiwang.audit.changes import Row
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.models import DutyItem, Residency
from yiwang.kernel.labels import Labelled
from yiwang.reception.queries import ServiceRow, WindowRow
from yiwang.web.face import NavGroup, NavItem
from yiwang.web.presenters.branches import branch_name
from yiwang.web.presenters.dates import local
from yiwang.web.presenters.marks import english, label

SECTIONS = (
    ("administration", gettext_lazy("总览"), "layout-grid"),
    ("administration_units", gettext_lazy("单位与中心"), "building-community"),
    ("administration_people", gettext_lazy("人员与账号"), "users"),
    ("administration_duties", gettext_lazy("事项清单"), "list-check"),
    ("administration_rules", gettext_lazy("规则包"), "scale"),
    ("administration_messages", gettext_lazy("通知发送"), "send"),
    ("administration_state", gettext_lazy("运行状况"), "tool"),
    ("administration_log", gettext_lazy("变更记录"), "history"),
)
"""Address, name and icon of each section, in the order shown."""

_KEYS = {
    "name": gettext_lazy("名称"),
    "short": gettext_lazy("简称"),
    "phone": gettext_lazy("办公电话"),
    "region": gettext_lazy("区划"),
    "parent": gettext_lazy("上级单位"),
    "kind": gettext_lazy("类型"),
    "branch": gettext_lazy("系统"),
    "successor": gettext_lazy("承接单位"),
    "built_on": gettext_lazy("建成日期"),
    "plaque": gettext_lazy("牌子"),
    "on": gettext_lazy("日期"),
    "resident": gettext_lazy("入驻单位"),
    "mode": gettext_lazy("方式"),
    "counter": gettext_lazy("窗口"),
    "post": gettext_lazy("岗位"),
    "role": gettext_lazy("职责"),
    "unit": gettext_lazy("单位"),
    "starts": gettext_lazy("起"),
    "ends": gettext_lazy("止"),
    "username": gettext_lazy("账号"),
    "active": gettext_lazy("可登录"),
    "category": gettext_lazy("类别"),
    "since": gettext_lazy("起"),
    "source": gettext_lazy("依据"),
    "version": gettext_lazy("版本"),
    "valid_from": gettext_lazy("生效日"),
    "based_on": gettext_lazy("起草自"),
    "substitute": gettext_lazy("代班人"),
    "reason": gettext_lazy("原因"),
    "main": gettext_lazy("本级中心"),
    "text": gettext_lazy("正文"),
    "letter": gettext_lazy("取号字母"),
    "slot_minutes": gettext_lazy("预约时段（分钟）"),
    "slot_places": gettext_lazy("每个时段名额"),
    "number": gettext_lazy("窗口号"),
    "takes": gettext_lazy("受理的业务"),
}
"""What is told of a change; other keys (such as a digest) are for machines."""
_MODES: dict[str, str] = {**dict(DutyItem.Mode.choices), **dict(Residency.Mode.choices)}
_MODES_EN = {
    "main": "Main duty",
    "assist": "Assists",
    "withdrawn": "Withdrawn upwards",
    "permanent": "Permanent",
    "rotating": "By rotation",
    "on_call": "On call",
    "linked": "Linked",
}


def navigation(section: str) -> list[NavGroup]:
    """Return the side navigation with one section marked."""
    items = [NavItem(href=reverse(name), label=str(text), icon=icon, current=name == section) for name, text, icon in SECTIONS]
    return [NavGroup(_("系统管理"), items)]


def mode_name(code: str) -> str:
    """Return how a duty is held, or how a department is present; "" is not listed."""
    return (_MODES_EN if english() else _MODES).get(code, code) if code else _("未列入")


def kind_name(code: str) -> str:
    """Return the name of a kind of unit."""
    return label(UnitKind.of(code))


def role_name(code: str) -> str:
    """Return the name of a role."""
    return label(Role.of(code))


def day_and_time(at: datetime | None) -> str:
    """Return a moment with its year: 2026-11-25 09:40, "" for none."""
    return local(at).strftime("%Y-%m-%d %H:%M") if at else ""


def deed_words(code: str) -> str:
    """Return a deed's name; one this version does not know by its code."""
    return label(Deed.of(code)) if code in set(Deed) else code


def change_lines(rows: Iterable[Row], *, people: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return changes as a list draws them: when, who, which deed, on what, and what stood there before and after."""
    return [
        {
            "at": day_and_time(row.at),
            "who": people.get(row.user_id or 0, ""),
            "deed": deed_words(row.deed),
            "code": row.deed,
            "name": _title(row),
            "parts": _parts(row),
            "seq": row.seq,
        }
        for row in rows
    ]


def _title(row: Row) -> str:
    return kind_of_rules(row.name) if row.subject.startswith("policy.") else row.name


def _parts(row: Row) -> list[dict[str, str]]:
    keys = [key for key in _KEYS if row.before.get(key) != row.after.get(key)]
    parts = [{"what": str(_KEYS[key]), "before": _said(key, row.before.get(key)), "after": _said(key, row.after.get(key))} for key in keys]
    return [part for part in parts if part["before"] != part["after"]]


def _said(key: str, value: Any) -> str:
    """Return one value in words; nothing is a dash only when the other side has something, which the template knows."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    words: dict[str, type[Labelled]] = {"kind": UnitKind, "role": Role}
    if key in words and value in set(words[key]):
        return label(words[key].of(value))
    if key == "branch":
        return branch_name(value)
    if key == "mode":
        return mode_name(value)
    return str(value)[:16].replace("T", " ") if key in ("starts", "ends") else str(value)


def kind_of_rules(kind: str) -> str:
    """Return the name of a kind of policy pack."""
    names = {
        "calendar": _("工作日历"),
        "categories": _("事项类别"),
        "clocks": _("办理期限"),
        "construction": _("中心建设口径"),
        "procedures": _("办理程序"),
        "cards": _("督办规则"),
        "supervision": _("督办规则"),
        "immediate": _("重大情况报告"),
        "reports": _("重大情况报告"),
    }
    return names.get(kind, kind)


def furniture(services: Sequence[ServiceRow], windows: Sequence[WindowRow]) -> dict[str, list[dict[str, object]]]:
    """Return the services and windows of a hall as its page lists them; a service that no window takes is marked."""
    words = {one.id: one.letter for one in services}
    return {
        "services": [{"row": one, "at": [w.number for w in windows if one.id in w.takes]} for one in services],
        "windows": [{"row": w, "takes": [words[key] for key in w.takes if key in words], "taken": w.user is not None} for w in windows],
    }
