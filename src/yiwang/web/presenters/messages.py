"""The page 消息: lines by day, with the title of the matter where the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.notices.domain.kinds import Group
from yiwang.notices.queries import NoticeRow
from yiwang.web.presenters.dates import local, long_day, weekday
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg

ICONS = {
    Group.WORK: "inbox",
    Group.LIMITS: "clock-exclamation",
    Group.SUPERVISION: "alert-triangle",
    Group.MOVES: "arrows-left-right",
    Group.LEADERS: "writing-sign",
    Group.MENTIONS: "user",
    Group.MEETINGS: "calendar-event",
    Group.REPORTS: "alarm",
}


def label(word: Group) -> str:
    """Return the group's name."""
    return word.en if english() else word.zh


class Line(Drawn):
    """One notice as a line of the list."""

    def __init__(self, row: NoticeRow, titles: Mapping[str, str]) -> None:
        group = Group.of(row.group)
        self.said = row.sentence("en" if english() else "zh")
        self.title = "" if row.sensitive else titles.get(row.about, "")
        self.number = row.about
        self.group = label(group)
        self.icon: SafeString = icon_svg(ICONS[group])
        self.clock = local(row.at).strftime("%H:%M")
        self.stamp = row.at.isoformat()
        self.new = row.read is None
        self.urgent = row.urgent
        self.address = reverse("message_open", args=[row.county, row.id])


class Day(Drawn):
    """The lines of one day."""

    def __init__(self, name: str, lines: list[Line]) -> None:
        self.name, self.lines = name, lines


def days(rows: Sequence[NoticeRow], titles: Mapping[str, str], at: datetime) -> list[Day]:
    """Return the lines under the names of their days."""
    today = local(at).date()

    def name(row: NoticeRow) -> str:
        day = local(row.at).date()
        if day == today:
            return _("今天")
        return _("昨天") if day == today - timedelta(days=1) else f"{long_day(day)} {weekday(day)}"

    return [Day(day, [Line(row, titles) for row in lines]) for day, lines in groupby(rows, key=name)]
