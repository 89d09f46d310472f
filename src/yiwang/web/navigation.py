"""Where staff may go from any page: one line a place; the gate of its address says for whom it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yiwang.web.access_table import GATES, Gate


@dataclass(frozen=True)
class Place:
    """One line of the side navigation: the address's name, what it is called, its icon, which other addresses belong to it, and the
    letter that goes there after `g`."""

    name: str
    label: Any
    icon: str
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """Pages that lead there by a navigation of their own."""
    go: str = ""
    under: str = ""
    """The place whose own navigation leads here: whoever may go there needs no line of this one."""
    in_head: bool = False
    """Whether it stands in the header of every page already: the side navigation leaves it out, the palette does not."""


ADMINISTRATION = tuple(name for name, gate in GATES.items() if gate is Gate.ADMINISTRATORS)
"""Every page of the administration."""
KNOWLEDGE = tuple(name for name in GATES if name.startswith(("knowledge_", "reply_template")))
"""Every page of the answers and templates."""

DESK = ("desk_filter", "desk_save_view", "desk_layout", "desk_bulk", "desk_run", "desk_export")
"""Pages of the desk beside the list."""

PLACES = (
    Place("desk", _("我的待办"), "inbox", DESK, go="d"),
    Place("window", _("窗口登记"), "message-plus", go="w"),
    Place("hall", _("接待叫号"), "speakerphone", go="l"),
    Place("reports", _("紧急信息"), "alarm", ("report", "report_more", "report_new")),
    Place("supervision", _("督办"), "urgent"),
    Place("meetings", _("会商例会"), "users-group", ("meeting_new", "meeting", "decisions", "meeting_minutes", "meeting_decide")),
    Place("knowledge", _("知识库"), "bookmark", KNOWLEDGE),
    Place("window_incomplete", _("待补全"), "clipboard-check", ("window_complete",)),
    Place("hall_windows", _("大厅窗口"), "users"),
    Place("messages", _("消息"), "bell", ("message_choices",), go="m", in_head=True),
    Place("search", _("查找"), "search", ("search_contact",), go="s", in_head=True),
    Place("looks", _("查看记录"), "eye"),
    Place("administration", _("系统管理"), "tool", unless=(*ADMINISTRATION, "administration_log")),
    Place("administration_log", _("变更记录"), "history", under="administration"),
    Place("regions", _("行政区划与中心"), "layout-grid", ("region", "centers"), go="r"),
)
"""In the order shown: what is gone to many times a day first."""
