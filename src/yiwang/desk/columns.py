"""What a table of matters can show: one text for the screen and for an export alike. Nothing personal is among it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from yiwang.kernel.labels import Labelled
from yiwang.matters.domain.words import Channel, Nature, Platform, Procedure, State
from yiwang.matters.queries import MatterRow
from yiwang.matters.queries.policy import category
from yiwang.regions import queries as regions

SHANGHAI = ZoneInfo("Asia/Shanghai")
CARDS = {"reminder": ("提醒", "Reminder"), "yellow": ("黄牌", "Yellow card"), "red": ("红牌", "Red card")}
_REMEMBERED_SECONDS = 300
_places: dict[str, tuple[float, str]] = {}


class Scope(NamedTuple):
    """What the texts of a table rest on besides the row."""

    at: datetime
    lang: str
    """"zh" or "en"."""
    places: dict[str, str]

    def word(self, kind: type[Labelled], code: str) -> str:
        """Return the label of a code."""
        word = kind(code)
        return word.en if self.lang == "en" else word.zh


class Column(NamedTuple):
    """One column: its heading in both languages, and the text of a row."""

    zh: str
    en: str
    text: Callable[[MatterRow, Scope], str | int]


def _category(row: MatterRow, scope: Scope) -> str:
    node = category(row.category, scope.at)
    return ((node.en or node.zh) if scope.lang == "en" else node.zh) if node else row.category


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _last_day(due: datetime | None) -> str:
    """The last day in time, with its hour unless the limit is the end of a day."""
    if due is None:
        return ""
    then = due.astimezone(SHANGHAI)
    ends_day = (then.hour, then.minute) == (0, 0)
    return f"{(then - timedelta(minutes=1)):%Y-%m-%d}" if ends_day else f"{then:%Y-%m-%d %H:%M}"


def _card(row: MatterRow, scope: Scope) -> str:
    return CARDS.get(row.cards, ("", ""))[scope.lang == "en"]


COLUMNS: dict[str, Column] = {
    "number": Column("编号", "Number", lambda row, scope: row.number),
    "title": Column("标题", "Title", lambda row, scope: row.title),
    "state": Column("状态", "State", lambda row, scope: scope.word(State, row.state)),
    "due": Column("期限", "Limit", lambda row, scope: _last_day(row.wait_due or row.due)),
    "unit": Column("主办单位", "Lead unit", lambda row, scope: row.unit_names.get(row.lead_unit or 0, "")),
    "holder": Column("牵头中心", "Holder", lambda row, scope: row.unit_names.get(row.holder, "")),
    "place": Column("发生地", "Place", lambda row, scope: scope.places.get(row.place, "")),
    "address": Column("地址（到楼栋）", "Address (building)", lambda row, scope: row.address),
    "category": Column("类别", "Category", _category),
    "nature": Column("诉求性质", "Nature", lambda row, scope: scope.word(Nature, row.nature)),
    "procedure": Column("办理程序", "Procedure", lambda row, scope: scope.word(Procedure, row.procedure)),
    "platform": Column("功能平台", "Platform", lambda row, scope: scope.word(Platform, row.platform)),
    "channel": Column("来源", "Channel", lambda row, scope: scope.word(Channel, row.channel)),
    "claimants": Column("涉及人数", "People concerned", lambda row, scope: row.claimants or ""),
    "cards": Column("督办", "Urging", _card),
    "rated": Column("评价", "Rating", lambda row, scope: row.rated or ""),
    "registered": Column("登记时间", "Registered", lambda row, scope: _moment(row.registered)),
    "updated": Column("最近变动", "Last change", lambda row, scope: _moment(row.updated)),
}
DEFAULT = ("title", "state", "due", "unit", "place", "category", "registered")
TITLE = "title"
"""Always there: without it a row says nothing."""


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Return the known columns among these, once each and in this order, with the title; the usual ones when none is left."""
    kept = tuple(dict.fromkeys(name for name in names if name in COLUMNS))
    return (kept if TITLE in kept else (TITLE, *kept)) if kept else DEFAULT


def headings(names: Sequence[str], *, lang: str) -> list[str]:
    """Return the headings of these columns."""
    return [COLUMNS[name][lang == "en"] for name in names]


def cells(rows: Sequence[MatterRow], names: Sequence[str], *, at: datetime, lang: str) -> list[list[Any]]:
    """Return the texts of rows in these columns; names of places not met lately cost one statement for all."""
    places = _names({row.place for row in rows}) if "place" in names else {}
    scope = Scope(at, lang, places)
    return [[COLUMNS[name].text(row, scope) for name in names] for row in rows]


def _names(codes: set[str]) -> dict[str, str]:
    """Return places as people say them (township and village); remembered by the process for five minutes."""
    now = time.monotonic()
    fresh = {code: _places[code][1] for code in codes if code in _places and now - _places[code][0] < _REMEMBERED_SECONDS}
    missing = codes - set(fresh)
    if missing:
        steps = {code[:9] for code in missing if len(code) > 9} | missing
        found = regions.regions(sorted(steps))
        for code in missing:
            parts = [found[step].name for step in dict.fromkeys((code[:9], code)) if step in found]
            fresh[code] = " ".join(parts)
        if len(_places) > 20_000:
            _places.clear()
        _places.update({code: (now, fresh[code]) for code in missing})
    return fresh
