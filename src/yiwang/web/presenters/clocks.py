"""Clocks as people read them: the meter in a row, the box at the side, the list of all that run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.case import Case, Clock, ClockState
from yiwang.web.presenters.dates import due_words, limit, long_day, span, spent
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import due_meter, icon_svg, label
from yiwang.web.presenters.names import Names


@dataclass(frozen=True, kw_only=True)
class DueBox(Drawn):
    """The governing limit, large."""

    text: str
    line: str
    late: bool
    icon: SafeString


def running(case: Case, subject: str) -> Clock | None:
    """Return the clock of a part that ends first among those that count."""
    live = [c for c in case.clocks.values() if c.subject == subject and c.state in (ClockState.RUNNING, ClockState.FROZEN)]
    return min(live, key=lambda c: c.due, default=None)


def governing(case: Case) -> Clock | None:
    """Return the clock that governs the matter now: of its own limits that count, the one that ends first."""
    return running(case, "m") or min(
        (c for c in case.clocks.values() if c.state in (ClockState.RUNNING, ClockState.FROZEN)), key=lambda c: c.due, default=None
    )


def meter(clock: Clock | None, now: datetime) -> SafeString | str:
    """Draw a clock, or nothing."""
    if clock is None:
        return ""
    if clock.state is ClockState.FROZEN:
        return due_meter(_("暂停计时"), 50, "stop")
    words, level = due_words(clock.due, now)
    return due_meter(words, spent(clock.started, clock.due, now), level)


def is_late(clock: Clock | None, now: datetime) -> bool:
    """Say whether the clock runs and its limit has passed."""
    return clock is not None and clock.state is ClockState.RUNNING and clock.due <= now


def duebox(case: Case, now: datetime) -> DueBox | None:
    """Return the governing limit for the box at the side, or the pause that stands in its place."""
    if case.suspension is not None:
        until = long_day(case.suspension.until)
        return DueBox(text=_("暂停计时"), line=_("到 %(day)s 为止") % {"day": until}, late=False, icon=icon_svg("player-pause", "i-l"))
    clock = governing(case)
    if clock is None:
        return None
    late = clock.due <= now
    text = _("逾期 %(span)s") % {"span": span(now - clock.due)} if late else _("还剩 %(span)s") % {"span": span(clock.due - now)}
    line = _("%(kind)s，应于 %(at)s 前") % {"kind": label(clock.kind), "at": limit(clock.due)}
    return DueBox(text=text, line=line, late=late, icon=icon_svg("alarm" if late else "clock", "i-l"))


def clock_rows(case: Case, names: Names) -> list[dict[str, str]]:
    """Return all clocks that count, the nearest first."""
    rows = []
    for clock in sorted(case.clocks.values(), key=lambda c: c.due):
        if clock.state in (ClockState.RUNNING, ClockState.FROZEN):
            note = _("暂定，待下一年日历公布后重算") if clock.provisional else ""
            if clock.subject in case.orders:
                note = "，".join(filter(None, (names.unit(case.orders[clock.subject].unit), note)))
            text = _("暂停") if clock.state is ClockState.FROZEN else limit(clock.due)
            rows.append({"label": label(clock.kind), "text": text, "note": note})
    return rows
