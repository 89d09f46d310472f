"""What stands beside the window's form while the person talks: who should handle it, which limits would run, what the buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.likeness import Reason, Why
from yiwang.matters.domain.words import OPEN_STATES, ClockKind
from yiwang.matters.queries.drafts import Draft
from yiwang.matters.queries.preview import Preview
from yiwang.matters.queries.suggest import Same
from yiwang.privacy.masking import mask_name
from yiwang.web.presenters.dates import limit, local, weekday
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg, label, state_tag

DRAFT_WORDS = 14
"""Characters of a draft's title that its line shows."""


class Found(NamedTuple):
    """A unit as it was found: suggested with reasons and load, or looked for by name."""

    unit: int
    name: str
    part: str
    reasons: tuple[Reason, ...] = ()
    load: int | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Route(Drawn):
    """A unit that could handle it, with why it is named."""

    id: str
    name: str
    why: str
    load: str
    on: bool
    assists: bool


@dataclass(frozen=True, kw_only=True)
class Twin(Drawn):
    """A matter that may be the same, with why, and what can be done about it."""

    number: str
    href: str
    title: str
    tag: SafeString
    why: str
    open: bool
    linked: bool


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


def side(
    *, preview: Preview | None, found: Sequence[Found], lead: int | None, assisting: Sequence[str], accusation: bool, looked_for: str
) -> Side:
    """Return the side of a form; `lead` is the unit that would lead."""
    chooses = preview is not None and Act.DISPATCH in preview.acts
    routes = tuple(
        Route(
            id=str(unit.unit),
            name=unit.name,
            why=reasons_words(unit.reasons) or unit.where,
            load=_("在办 %(n)d 件") % {"n": unit.load} if unit.load is not None else "",
            on=chooses and unit.unit == lead,
            assists=str(unit.unit) in assisting and unit.unit != lead,
        )
        for unit in found
    )
    return Side(
        routes=routes,
        chooses=chooses,
        note=_note(preview, routes, accusation=accusation, chooses=chooses, looked_for=looked_for),
        limits=_limits(preview),
        bar=_bar(preview.acts if preview else frozenset(), next((route for route in routes if route.on), None)),
    )


def twins(same: Sequence[Same], *, linked: Sequence[str], at: datetime) -> tuple[Twin, ...]:
    """Return the matters that may be the same, each with why."""
    return tuple(
        Twin(
            number=each.number,
            href=f"/matters/{each.number}/",
            title=each.title,
            tag=state_tag(each.state),
            why=" · ".join([reasons_words(each.reasons), _age(each.registered, at)]),
            open=each.state in OPEN_STATES,
            linked=each.number in linked,
        )
        for each in same
    )


def reasons_words(reasons: Sequence[Reason]) -> str:
    """Return reasons as a line: each with the words that tell, or how many."""
    return " · ".join(_reason(reason) for reason in reasons)


def _reason(reason: Reason) -> str:
    words = ("、" if not english() else ", ").join(reason.words[:4])
    if reason.why is Why.HANDLED_SIMILAR and reason.count:
        return _("办过 %(n)d 件类似事项") % {"n": reason.count}
    if reason.why is Why.RECENT:
        return label(reason.why)
    return f"{label(reason.why)}{': ' if english() else '：'}{words}" if words else label(reason.why)


def _age(registered: datetime, at: datetime) -> str:
    days = (local(at).date() - local(registered).date()).days
    return _("今天登记") if days <= 0 else _("%(n)d 天前登记") % {"n": days}


def _note(preview: Preview | None, routes: Sequence[Route], *, accusation: bool, chooses: bool, looked_for: str) -> str:
    if accusation:
        return _("检举控告由被检举单位的上级办理，这里不建议承办单位。")
    if preview is None:
        return _("选了类别和地点，这里列出事项清单上的承办单位。")
    if not routes:
        return _("没有找到“%(word)s”。") % {"word": looked_for} if looked_for else _("没有找到可以分派的单位。")
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
