"""What stands beside the window's form while the person talks: who should handle it, which limits would run, what the buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.centers.choices import Choice as UnitChoice
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.words import ClockKind
from yiwang.matters.queries.drafts import Draft
from yiwang.matters.queries.preview import Preview
from yiwang.privacy.masking import mask_name
from yiwang.web.presenters.dates import limit, local, weekday
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg, label

DRAFT_WORDS = 14
"""Characters of a draft's title that its line shows."""


@dataclass(frozen=True, kw_only=True)
class Route(Drawn):
    """A unit that could handle it, with why it is named."""

    id: str
    name: str
    why: str
    on: bool
    assists: bool


@dataclass(frozen=True, kw_only=True)
class Button(Drawn):
    """One way to end the form: what is sent, and what it will do in words."""

    then: str
    text: str
    icon: SafeString


@dataclass(frozen=True, kw_only=True)
class Bar(Drawn):
    """The bottom bar: the deed the form ends with unless another is chosen, and the others that are lawful."""

    primary: Button
    others: tuple[Button, ...]
    settle: bool
    decline: bool


@dataclass(frozen=True, kw_only=True)
class Side(Drawn):
    """Everything that follows from what has been typed so far."""

    routes: tuple[Route, ...]
    chooses: bool
    """Whoever registers may dispatch at once, so a unit can be chosen."""
    note: str
    limits: tuple[tuple[str, str], ...]
    bar: Bar


@dataclass(frozen=True, kw_only=True)
class DraftLine(Drawn):
    """An open form of one's own, told apart by hour, masked name and first words."""

    key: str
    saved: str
    name: str
    words: str
    current: bool


def side(*, preview: Preview | None, units: Sequence[UnitChoice], chosen: str, assisting: Sequence[str], accusation: bool) -> Side:
    """Return the side of a form."""
    chooses = preview is not None and Act.DISPATCH in preview.acts
    routes = _routes(units, chosen, assisting, chooses=chooses)
    lead = next((route for route in routes if route.on), None)
    return Side(
        routes=routes,
        chooses=chooses,
        note=_note(preview, routes, accusation=accusation, chooses=chooses),
        limits=_limits(preview),
        bar=_bar(preview.acts if preview else frozenset(), lead),
    )


def lead_of(units: Sequence[UnitChoice], chosen: str) -> int | None:
    """Return the unit that would lead: the one chosen, else the first whose duty list has the category as its own."""
    ids = [str(unit.id) for unit in units]
    if chosen in ids:
        return int(chosen)
    return next((unit.id for unit in units if unit.duty == "main"), None)


def _routes(units: Sequence[UnitChoice], chosen: str, assisting: Sequence[str], *, chooses: bool) -> tuple[Route, ...]:
    lead = lead_of(units, chosen)
    return tuple(
        Route(
            id=str(unit.id),
            name=unit.name,
            why=_why(unit),
            on=chooses and unit.id == lead,
            assists=str(unit.id) in assisting and unit.id != lead,
        )
        for unit in units
    )


def _why(unit: UnitChoice) -> str:
    duties = {
        "main": _("事项清单：基本履职"),
        "assist": _("事项清单：配合履职"),
        "withdrawn": _("事项清单：上级收回"),
        "off": _("事项清单没有这一类别"),
    }
    presence = {"permanent": _("常驻"), "rotating": _("轮驻"), "on_call": _("随叫随驻"), "linked": _("线上")}
    return " · ".join(filter(None, (unit.region_name, duties.get(unit.duty, ""), presence.get(unit.residency, ""))))


def _note(preview: Preview | None, routes: Sequence[Route], *, accusation: bool, chooses: bool) -> str:
    if accusation:
        return _("检举控告由被检举单位的上级办理，这里不建议承办单位。")
    if preview is None:
        return _("选了类别和地点，这里列出事项清单上的承办单位。")
    if not routes:
        return _("没有找到可以分派的单位。")
    return "" if chooses else _("分派由协调员决定，您登记后进入待分派。") if Act.ACCEPT in preview.acts else _("由牵头中心决定。")


def _limits(preview: Preview | None) -> tuple[tuple[str, str], ...]:
    """Return the limits in the order they end, one of each kind."""
    order = (ClockKind.ACCEPTANCE, ClockKind.RECEIPT, ClockKind.HANDLING)
    by_kind = {clock.kind: clock for clock in preview.clocks} if preview else {}
    return tuple((label(kind), limit(by_kind[kind].due)) for kind in order if kind in by_kind)


def _bar(acts: frozenset[Act], lead: Route | None) -> Bar:
    register = Button(then="register", text=_("只登记") if Act.ACCEPT in acts else _("登记"), icon=icon_svg("message-plus"))
    accept = Button(then="accept", text=_("登记并受理"), icon=icon_svg("send"))
    ways = [register]
    if Act.ACCEPT in acts:
        ways.insert(0, accept)
    if Act.DISPATCH in acts and lead is not None:
        ways.insert(0, Button(then="dispatch", text=_("登记并分派给%(unit)s") % {"unit": lead.name}, icon=icon_svg("send")))
    return Bar(primary=ways[0], others=tuple(ways[1:]), settle=Act.SETTLE_ON_SPOT in acts, decline=Act.DECLINE in acts)


def draft_lines(drafts: Sequence[Draft], *, current: str) -> list[DraftLine]:
    """Return the open forms, the newest first."""
    return [_draft_line(draft, current) for draft in drafts]


def _draft_line(draft: Draft, current: str) -> DraftLine:
    def first(name: str) -> str:
        return next((value.strip() for value in draft.values.get(name, []) if value.strip()), "")

    words = first("title") or first("narrative")
    short = words if len(words) <= DRAFT_WORDS else words[:DRAFT_WORDS] + "…"
    name = first("name")
    return DraftLine(
        key=str(draft.id),
        saved=local(draft.saved).strftime("%H:%M"),
        name=mask_name(name) if name else _("未写姓名"),
        words=short,
        current=str(draft.id) == current,
    )


def saved_words(at: datetime, now: datetime) -> str:
    """Return when a form was last kept: the hour, and the day unless it is today."""
    then = local(at)
    day = "" if then.date() == local(now).date() else f"{then:%m-%d} {weekday(then.date())} "
    return _("草稿 %(time)s 已存") % {"time": f"{day}{then:%H:%M}"}


def carried_words(number: str, deeds: Sequence[str]) -> str:
    """Return what was done right after the registration."""
    return _("%(number)s：已登记，已%(deeds)s。") % {"number": number, "deeds": ("; " if english() else "、").join(deeds)}
