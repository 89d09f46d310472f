"""Immediate reports as they are drawn: the banner, the list, the chain of signatures, the history, the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.accounts import queries as accounts
from yiwang.kernel.labels import Labelled
from yiwang.policy import queries as policy
from yiwang.policy.domain.reports import COUNTS, ReportsBody
from yiwang.reports import queries
from yiwang.reports.domain.chain import EntryKind, ReceiptState
from yiwang.web.presenters.dates import due_words, local, short, spent
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg
from yiwang.web.presenters.names import place_name

LEVELS = {1: ("省级", "Province"), 2: ("市级", "City"), 3: ("县级", "County"), 4: ("乡镇街道", "Township"), 5: ("村社区", "Village")}
COUNT_NAMES = {"deaths": ("死亡", "dead"), "injured": ("受伤", "injured"), "missing": ("失联", "missing"), "people": ("聚集", "gathered")}
GRADE_MARKS = ("tag-amber", "tag-amber", "tag-red", "st-late")
SOON = 60
"""Percent of a limit after which it is drawn as near."""
NEUTRAL = ("需要立即查看的事项", "A matter to be looked at now")
_ICONS = {
    EntryKind.RAISED: ("alarm", "is-now"),
    EntryKind.SIGNED: ("check", "is-done"),
    EntryKind.LATE: ("alert-triangle", "is-late"),
    EntryKind.NOBODY: ("alert-circle", "is-late"),
    EntryKind.MORE: ("refresh", "is-now"),
    EntryKind.OVERDUE: ("clock-exclamation", "is-late"),
    EntryKind.FINAL: ("circle-check", "is-done"),
}


def said(pair: tuple[str, str]) -> str:
    """Return the word in the reader's language."""
    return pair[1 if english() else 0]


def word(value: Labelled) -> str:
    """Return the label of a code."""
    return value.en if english() else value.zh


def body(at: datetime) -> ReportsBody:
    """Return the pack in force."""
    found: ReportsBody = policy.pack("reports", at).body
    return found


def what(sort: str, at: datetime, *, neutral: bool) -> str:
    """Return what kind of event it is, in neutral words where nothing else may be said."""
    found = body(at).sort(sort)
    return said(NEUTRAL) if neutral else said((found.zh, found.en))


def counts_said(counts: Mapping[str, int]) -> str:
    """Return the numbers in one line: 死亡 1 人，受伤 3 人."""
    parts = [(said(COUNT_NAMES[name]), counts[name]) for name in COUNTS if counts.get(name)]
    if english():
        return ", ".join(f"{count} {name}" for name, count in parts) or "no casualties reported"
    return "，".join(f"{name} {count} 人" for name, count in parts) or "暂无伤亡报告"


class Grade(Drawn):
    """A grade as a tag."""

    def __init__(self, code: str, at: datetime) -> None:
        pack = body(at)
        grade = pack.grade(code)
        self.name, self.cls = said((grade.zh, grade.en)), GRADE_MARKS[min(pack.rank[code], len(GRADE_MARKS) - 1)]


class Alert(Drawn):
    """One report that waits for the reader's signature."""

    def __init__(self, row: queries.Waiting, at: datetime) -> None:
        self.href = reverse("report", args=[row.county, row.id])
        self.what = what(row.sort, row.at, neutral=row.neutral)
        self.place = "" if row.neutral else place_name(row.place)
        self.grade = Grade(row.grade, row.at)
        self.number = row.number
        self.due, level = due_words(row.due, at)
        self.late = level == "late"


class Line(Drawn):
    """One report in the list."""

    def __init__(self, row: queries.ReportRow, at: datetime) -> None:
        self.href = reverse("report", args=[row.county, row.id])
        self.what = what(row.sort, row.at, neutral=row.neutral)
        self.title = "" if row.neutral else row.title
        self.number, self.place = row.number, "" if row.neutral else place_name(row.place)
        self.grade, self.at = Grade(row.grade, row.at), short(row.at)
        self.counts = "" if row.neutral else counts_said(row.counts)
        self.signed, self.asked, self.late = row.signed, row.asked, row.late
        self.open = row.state == "open"
        self.ended = short(row.ended) if row.ended else ""
        self.due, level = due_words(row.due, at) if row.due else ("", "")
        self.due_late = level == "late"


class Step(Drawn):
    """One level of the chain."""

    def __init__(self, one: queries.Receipt, units: Mapping[int, str], people: Mapping[int, str], at: datetime, *, open_: bool) -> None:
        self.level, self.unit = said(LEVELS[one.level]), units.get(one.unit_id, "")
        self.signed = one.state == ReceiptState.SIGNED
        self.who = people.get(one.signed_by or 0, "")
        self.when = short(one.signed) if one.signed else ""
        self.in_time = bool(one.signed and one.signed < one.due)
        self.limit = local(one.due).strftime("%H:%M")
        self.due, level = due_words(one.due, at)
        self.late = not self.signed and level == "late"
        self.pct = round(spent(one.since, one.due, at) / 5) * 5
        self.meter = "is-late" if self.late else "is-soon" if self.pct >= SOON else ""
        self.nobody = not one.asked and not self.signed
        self.over = not open_ and not self.signed
        self.cls = "is-signed" if self.signed else "is-over" if self.nobody or self.over else "is-late" if self.late else "is-waiting"


class Entry(Drawn):
    """One line of the history."""

    def __init__(self, one: queries.Entry, units: Mapping[int, str], people: Mapping[int, str], at: datetime) -> None:
        icon, self.cls = _ICONS[one.kind]
        self.icon: SafeString = icon_svg(icon)
        self.title = word(one.kind)
        who = people.get(one.user_id or 0, "")
        self.who = " · ".join(filter(None, [units.get(one.unit_id or 0, ""), who])) or _("按规则自动报送")
        self.at, self.stamp = short(one.at), one.at.isoformat()
        self.text = one.text
        with_numbers = one.kind in {EntryKind.RAISED, EntryKind.MORE, EntryKind.FINAL}
        self.counts = counts_said(one.counts) if with_numbers and one.counts else ""
        self.grade = Grade(one.grade, one.at) if one.kind in {EntryKind.RAISED, EntryKind.MORE} else None
        self.is_report = with_numbers


def drawn(page: queries.ReportPage, at: datetime) -> dict[str, Any]:
    """Return what the page of a report shows."""
    row = page.row
    units = queries.units_named(page)
    people = accounts.names(
        [*(one.signed_by for one in page.chain if one.signed_by), *(one.user_id for one in page.history if one.user_id)]
    )
    open_ = row.state == "open"
    due, level = due_words(row.due, at) if row.due else ("", "")
    steps = [Step(one, units, people, at, open_=open_) for one in page.chain]
    return {
        "county": row.county,
        "id": row.id,
        "number": row.number,
        "matter_href": reverse("matter", args=[row.number]),
        "title": row.title,
        "what": what(row.sort, row.at, neutral=row.neutral),
        "neutral": row.neutral,
        "grade": Grade(row.grade, row.at),
        "place": place_name(row.place),
        "address": page.matter.address,
        "counts": counts_said(row.counts),
        "unit": units.get(row.unit_id, ""),
        "by_rule": row.by_rule,
        "at": short(row.at),
        "day": local(row.at).date(),
        "open": open_,
        "ended": short(row.ended) if row.ended else "",
        "due": due,
        "due_at": short(row.due) if row.due else "",
        "due_late": level == "late",
        "steps": steps,
        "signed": sum(step.signed for step in steps),
        "history": [Entry(one, units, people, at) for one in reversed(page.history)],
        "may_sign": page.may_sign,
        "may_add": page.may_add,
        "may_end": page.may_end,
    }
