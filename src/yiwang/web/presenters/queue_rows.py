"""One matter in a list: what is shown of it, and its two lines drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yiwang.matters.domain.words import Channel
from yiwang.matters.operations.marking import KEPT
from yiwang.matters.queries.rows import MatterRow
from yiwang.web.presenters.dates import due_words, spent
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import due_meter, label, plain_tag, state_tag


@lru_cache(maxsize=8)
def _row_words(lang: str) -> tuple[str, str]:
    return escape(_("选中")), escape(_("有新变动"))


@dataclass(frozen=True, kw_only=True)
class RowView(Drawn):
    """One matter in the list."""

    href: str
    number: str
    seen: int
    title: str
    due: SafeString | str
    tags: SafeString
    place: str
    source: str
    unread: bool
    cells: Sequence[tuple[str, object]] = ()
    """What a table shows: name of the column and text."""

    @property
    def html(self) -> SafeString:
        """The row in two lines, drawn at once: a template asked for every part of every row costs half the page."""
        pick, news = _row_words(get_language() or "")
        title, href = escape(self.title), escape(self.href)
        unread, said = (" unread", f'<span class="sr">{news}</span>') if self.unread else ("", "")
        return SafeString(
            f'<div class="qrow" data-no="{self.number}"><input type="checkbox" form="bulk" name="n" value="{self.number}@{self.seen}"'
            f' aria-label="{pick} {title}"><a class="qi{unread}" data-row href="{href}" hx-get="{href}" hx-target="#detail"'
            f' hx-swap="innerHTML" hx-sync="#detail:replace">{said}<b class="clamp2 t">{title}</b>{self.due}'
            f'<span class="m">{self.tags}<span>{escape(self.place)}</span><span>{escape(self.source)}</span></span></a></div>'
        )


@lru_cache(maxsize=4096)
def _tags(lang: str, look: tuple[str, str, bool, bool, bool], claimants: int, members: int) -> SafeString:
    """Draw the tags of a row; few combinations exist, so they are drawn once per language."""
    state, cards, anonymous, sensitive, rework = look
    parts = [state_tag(state)]
    if cards:
        words = {"reminder": _("提醒"), "yellow": _("黄牌"), "red": _("红牌")}
        parts.append(plain_tag(words.get(cards, cards), "urgent", "tag-red"))
    if rework:
        parts.append(plain_tag(_("退回重办"), "repeat", "tag-amber"))
    if sensitive or anonymous:
        parts.append(plain_tag(_("匿名") if anonymous else _("保密"), "lock"))
    if claimants:
        parts.append(plain_tag(_("%(n)d 人") % {"n": claimants}, "users-group"))
    if members:
        parts.append(plain_tag(_("并 %(n)d 件") % {"n": members + 1}, "git-merge"))
    return SafeString("".join(parts))


def row_view(row: MatterRow, now: datetime, lang: str, columns: Sequence[tuple[str, object]] = ()) -> RowView:
    """Return one row of a list; `columns` are what a table shows of it."""
    unit = row.unit_names.get(row.lead_unit or row.holder, "")
    return RowView(
        href=f"/matters/{row.number}/",
        number=row.number,
        seen=row.version,
        title=row.title,
        due=_due(row, now),
        tags=_tags(lang, (row.state, row.cards, row.anonymous, row.sensitive, row.duty == "rework"), row.claimants, row.members),
        place=row.place_name or row.address,
        source=unit or label(Channel(row.channel)),
        unread=_unread(row, now),
        cells=columns,
    )


def _due(row: MatterRow, now: datetime) -> SafeString | str:
    due = row.wait_due or row.due
    if row.suspended_until is not None:
        return due_meter(_("暂停计时"), 50, "stop")
    if due is None:
        return ""
    words, level = due_words(due, now)
    return due_meter(words, spent(row.since or row.registered, due, now), level)


def _unread(row: MatterRow, now: datetime) -> bool:
    """Whether it changed since the reader last opened it; what nobody touched for as long as that is remembered counts as read."""
    if row.opened_version is not None:
        return row.version > row.opened_version
    return now - row.updated < KEPT
