"""Many matters at once: the acts to choose from, the rows they would be done on, and the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.desk.bulk import acts_for
from yiwang.desk.queries import Run, RunRow
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.queries.lawful import Standing
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.deeds import ICONS, deed_name
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import icon_svg, plain_tag, state_tag
from yiwang.web.presenters.wording import sentence


@dataclass(frozen=True, kw_only=True)
class ActChoice(Drawn):
    """An act that is lawful on some of the matters chosen."""

    act: str
    label: str
    icon: SafeString
    count: int


@dataclass(frozen=True, kw_only=True)
class Line(Drawn):
    """A matter in the list of what was chosen, or in the report."""

    number: str
    href: str
    title: str
    state: SafeString | str
    mark: SafeString | str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Report(Drawn):
    """What came of a run."""

    title: str
    at: str
    running: bool
    settled: int
    total: int
    pct: int
    sums: Sequence[SafeString]
    rows: Sequence[Line]
    stop_href: str


def act_choices(standings: Sequence[Standing]) -> list[ActChoice]:
    """Return the acts, each with on how many of the matters it is lawful."""
    return [ActChoice(act=act, label=deed_name(act), icon=icon_svg(ICONS[act]), count=count) for act, count in acts_for(standings).items()]


def row_of(one: Standing, act: Act | None = None) -> Line:
    """Return a chosen matter; with an act, whether it is lawful and why not."""
    why = sentence(Refused(one.refused[act])) if act and act not in one.offers and act in one.refused else ""
    return Line(number=one.number, href=f"/matters/{one.number}/", title=one.title, state=state_tag(one.state), why=why)


def outcome_tag(outcome: str) -> SafeString:
    """Draw what came of a matter."""
    marks = {
        "done": (_("已办理"), "circle-check", "tag-green"),
        "refused": (_("未办理"), "x", "tag-red"),
        "changed": (_("期间有变化"), "refresh", "tag-amber"),
        "left": (_("已停止，未办理"), "player-stop", "tag-plain"),
        "": (_("等待中"), "clock", "tag-plain"),
    }
    return plain_tag(*marks[outcome])


def report_of(run: Run, standings: Mapping[str, Standing]) -> Report:
    """Return the report; a matter that its owner may no longer see is told by number alone."""
    order = ("done", "changed", "refused", "left", "")
    sums = [(outcome, sum(row.outcome == outcome for row in run.rows)) for outcome in order]
    return Report(
        title=deed_name(run.act),
        at=short(run.at),
        running=run.ended is None,
        settled=run.settled,
        total=len(run.rows),
        pct=5 * round(20 * run.settled / max(1, len(run.rows))),
        sums=[SafeString(f"{outcome_tag(outcome)} <b class=num>{count}</b>") for outcome, count in sums if count],
        rows=[_line(row, standings.get(row.number)) for row in sorted(run.rows, key=lambda row: (row.outcome == "done", row.no))],
        stop_href=f"/desk/bulk/{run.id}/stop/",
    )


def _line(row: RunRow, standing: Standing | None) -> Line:
    told: dict[str, Any] = row.told
    return Line(
        number=row.number,
        href=f"/matters/{row.number}/" if standing else "",
        title=standing.title if standing else "",
        state=state_tag(standing.state) if standing else "",
        mark=outcome_tag(row.outcome),
        why=sentence(Refused(row.code, **told)) if row.code else "",
    )
