"""The ledger told as a timeline: what was done, by whom, with which words; one telling for staff, one for the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import SPECS, Act, Kind
from yiwang.matters.domain.case import Case
from yiwang.matters.queries.timeline import TimelineEntry
from yiwang.web.presenters.dates import long_day, moment, short
from yiwang.web.presenters.deeds import ICONS, deed_name, told
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg
from yiwang.web.presenters.money import yuan
from yiwang.web.presenters.names import Names, place_name

WARNING = frozenset({Act.URGE, Act.RAISE_CLOCK, Act.REWORK, Act.DECLINE, Act.WITHDRAW})
SYSTEM_ROLE, PERSON_ROLE = "system", "person"
SILENT_FOR_STAFF = frozenset({"title"})


@dataclass(frozen=True, kw_only=True)
class Quote(Drawn):
    """A text of an entry, with the mark that the person can read it."""

    text: str
    public: bool
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Item(Drawn):
    """One line of a timeline."""

    title: str
    who: str
    at: str
    iso: str
    tone: str
    icon: SafeString
    lines: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    files: list[Mapping[str, str]] = field(default_factory=list)


def _value(kind: Kind, choices: str, value: Any, names: Names) -> str:
    """Say one value of an entry's data in words; "" when it says nothing."""
    if kind is Kind.FLAG:
        return _("是") if value else _("否")
    if kind is Kind.STARS:
        return "★" * int(value) + "☆" * (5 - int(value))
    if kind is Kind.FILES:
        return _("%(n)d 个文件") % {"n": len(value)}
    if kind is Kind.MONEY:
        return yuan(int(value))
    if kind is Kind.DATE:
        return long_day(date.fromisoformat(str(value)[:10]))
    makers = {
        Kind.UNIT: lambda: names.unit(int(value)),
        Kind.UNITS: lambda: "、".join(names.unit(int(one)) for one in value),
        Kind.CHOICE: lambda: names.word(choices, str(value)),
        Kind.PLACE: lambda: place_name(str(value)),
        Kind.CATEGORY: lambda: names.category(str(value)),
        Kind.USER: lambda: "",
    }
    return makers[kind]() if kind in makers else str(value)


UNSAID = frozenset({(Act.NOTE, "visible"), (Act.NOTE, "answers")})
"""Values told by where and how the entry is drawn."""


def lines_of(entry: TimelineEntry, names: Names, *, files_shown: bool = False) -> list[str]:
    """Return what the entry's values say, one line per input; files that are shown are not counted as well."""
    colon = ": " if english() else "："
    lines = []
    for given in SPECS[entry.act].inputs:
        if (entry.act, given.name) in UNSAID or (files_shown and given.kind is Kind.FILES):
            continue
        if given.kind not in (Kind.TEXT, Kind.LINE) and given.name in entry.data:
            said = _value(given.kind, given.choices, entry.data[given.name], names)
            if said:
                lines.append(f"{given.en if english() else given.zh}{colon}{said}")
    if "of" in entry.data:
        lines.append(_("见并入事项 %(number)s") % {"number": entry.data["of"]})
    return lines


def _quotes(entry: TimelineEntry) -> list[Quote]:
    texts = [text for text in entry.texts if text.name not in SILENT_FOR_STAFF]
    return [
        Quote(text=text.text or _("（已依法删除）"), public=text.public, mark=_("反映人可见") if text.public else "")
        for text in texts
        if text.text or text.erased
    ]


def who_did(entry: TimelineEntry, names: Names) -> str:
    """Say who did it: the unit and the name, the system, or the person."""
    if entry.role == SYSTEM_ROLE:
        return _("系统")
    if entry.unit is None:
        return _("反映人")
    who = _("%(name)s 代 %(absent)s") % {"name": entry.user_name, "absent": entry.instead_of} if entry.instead_of else entry.user_name
    return f"{names.unit(entry.unit)} {who}".strip()


def for_staff(
    entries: Sequence[TimelineEntry],
    names: Names,
    files: Mapping[int, list[Mapping[str, str]]] | None = None,
    *,
    new_after: int | None = None,
) -> list[Item]:
    """Return the whole timeline, newest first; files stand with the entry they came with, what came after an entry is marked."""
    return [
        Item(
            title=deed_name(entry.act),
            who=who_did(entry, names),
            at=short(entry.at),
            iso=entry.at.isoformat(),
            tone=("is-warn" if entry.act in WARNING else "is-done")
            + (" is-new" if new_after is not None and entry.seq > new_after else ""),
            icon=icon_svg(ICONS[entry.act]),
            lines=lines_of(entry, names, files_shown=bool((files or {}).get(entry.seq))),
            quotes=_quotes(entry) if entry.act is not Act.REGISTER else [],
            files=(files or {}).get(entry.seq, []),
        )
        for entry in reversed(entries)
    ]


def for_person(entries: Iterable[TimelineEntry], names: Names, now: datetime, files: Mapping[int, list[Mapping[str, str]]]) -> list[Item]:
    """Return what the person may know, newest first, in people's words; files stand with the entry they came with."""
    items: list[Item] = []
    for entry in reversed(list(entries)):
        unit = names.unit(entry.unit) if entry.unit is not None else ""
        items.append(
            Item(
                title=told(entry.act),
                who=unit,
                at=moment(entry.at, now),
                iso=entry.at.isoformat(),
                tone="is-done" if items else "is-now",
                icon=icon_svg("check") if items else SafeString(""),
                lines=([unit] if unit else []) + lines_of(entry, names),
                quotes=_quotes(entry),
                files=files.get(entry.seq, []),
            )
        )
    return items


def since(entries: Iterable[TimelineEntry], seq: int, names: Names) -> list[str]:
    """Return what happened after an entry, one line each: told to somebody whose form went stale."""
    return [f"{short(entry.at)} {who_did(entry, names)}：{deed_name(entry.act)}" for entry in entries if entry.seq > seq]


def subject_name(case: Case, subject: str, names: Names) -> str:
    """Return what a part of a case is called: the unit of an order, a whistle's caller; "" for the matter itself."""
    units = {
        **{key: order.unit for key, order in case.orders.items()},
        **{key: card.unit for key, card in case.cards.items()},
        **{key: review.organ for key, review in case.reviews.items()},
        **{key: whistle.caller for key, whistle in case.whistles.items()},
        **{key: conference.by_unit for key, conference in case.conferences.items()},
        **{key: request.by_unit for key, request in case.requests.items() if request.by_unit},
    }
    if subject in case.claims:
        return _("当事人%(n)d") % {"n": case.claims[subject].party}
    return names.unit(units[subject]) if subject in units else ""
