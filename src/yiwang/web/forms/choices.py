"""What can be chosen for an input of an act: units in reach, working days, lists of the policy, colleagues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from yiwang.centers import queries as centers
from yiwang.centers.choices import Purpose, choices
from yiwang.centers.domain.actor import Actor
from yiwang.centers.rows import UnitRow
from yiwang.kernel.calendar import day_of
from yiwang.matters.domain.acts import Act, Input, Kind
from yiwang.matters.domain.case import Case
from yiwang.matters.domain.policy import MatterPolicy
from yiwang.matters.domain.words import Nature
from yiwang.matters.operations.mentioning import MENTIONING
from yiwang.policy import queries as policy_queries
from yiwang.regions import queries as regions
from yiwang.web.forms.bring import found_categories
from yiwang.web.forms.fields import Choice
from yiwang.web.presenters.dates import weekday
from yiwang.web.presenters.marks import english, label

DAYS_AHEAD, DAYS_BACK = 45, 20
MOST = 30
PURPOSES: dict[Act, Purpose] = {
    Act.DISPATCH: Purpose.DISPATCH,
    Act.REASSIGN: Purpose.DISPATCH,
    Act.PASS_DOWN: Purpose.PASS_DOWN,
    Act.HAND_DOWN: Purpose.HAND_DOWN,
    Act.WHISTLE: Purpose.WHISTLE,
    Act.CONTEST: Purpose.PROPOSE,
    Act.CONFER: Purpose.PROPOSE,
    Act.TO_MEDIATION: Purpose.MEDIATION,
}
LOOKED_UP = frozenset({Kind.UNIT, Kind.UNITS, Kind.CATEGORY, Kind.PLACE})
"""Inputs with too many choices to show them all."""
OWN_REACH = frozenset({Act.PASS_DOWN, Act.HAND_DOWN, Act.WHISTLE, Act.CONTEST, Act.CONFER})
"""Acts whose units are looked for from the actor's own unit; the others from the holder."""


class Choices:
    """Answers the form builder for one person about one matter."""

    def __init__(
        self,
        *,
        act: Act,
        case: Case,
        actor: Actor,
        policy: MatterPolicy,
        at: datetime,
        number: str = "",
        lookup: QueryDict | None = None,
        people: Mapping[int, str] | None = None,
    ) -> None:
        self._act, self._case, self._actor, self._policy, self._at = act, case, actor, policy, at
        self._number = number
        self._people = people or {}
        self._lookup = lookup if lookup is not None else QueryDict()

    def hint(self, field: Input, /) -> str:
        """Return one line of help, or nothing."""
        if field.kind is Kind.DAYS:
            rule = self._policy.procedure_rule(self._case.procedure).extension
            return _("最多 %(days)d 天，%(times)d 次。") % {"days": rule.days, "times": rule.times} if rule.days else ""
        if field.kind is Kind.MONEY:
            return _("例如 1234.50")
        if field.kind is Kind.TEXT and self._act in MENTIONING:
            return _("写 @同事姓名 或 @经手单位名称，对方会收到提醒。")
        if field.kind is Kind.MATTER:
            return _("例如 370502-20261123-7K42-C")
        return ""

    def lookup_href(self, field: Input, /) -> str:
        """Return where units are looked up while typing; a matter's own units need no looking up."""
        if field.kind not in LOOKED_UP or self._act is Act.URGE or not self._number:
            return ""
        return f"/matters/{self._number}/acts/{self._act}/choices/?input={field.name}"

    def choices(self, field: Input, /) -> tuple[Choice, ...]:
        """Return the choices of the input, or none when it is typed."""
        makers: dict[Kind, Callable[[Input], tuple[Choice, ...]]] = {
            Kind.UNIT: self._units,
            Kind.UNITS: self._units,
            Kind.CHOICE: self._list,
            Kind.DATE: self._days,
            Kind.CATEGORY: self._categories,
            Kind.PLACE: self._places,
            Kind.PARTY: self._unlisted,
        }
        maker = makers.get(field.kind)
        return maker(field) if maker else ()

    def _categories(self, field: Input) -> tuple[Choice, ...]:
        word, chosen = self._lookup.get(f"find_{field.name}", "")[:40], self._lookup.get(field.name, "")
        return categories_for(case=self._case, text=word, chosen=chosen, at=self._at)

    def _unlisted(self, field: Input) -> tuple[Choice, ...]:
        """Return the parties that have no line on the claim sheet yet."""
        listed = {line.party for line in self._case.claims.values()}
        return tuple(Choice(value=str(no), label=f"{no} {name}") for no, name in self._people.items() if no not in listed)

    def _places(self, field: Input) -> tuple[Choice, ...]:
        word, chosen = self._lookup.get(f"find_{field.name}", "")[:40], self._lookup.get(field.name, "")
        return places_for(case=self._case, text=word, chosen=chosen)

    def _list(self, field: Input) -> tuple[Choice, ...]:
        if field.choices == "natures":
            return tuple(Choice(value=nature, label=label(nature)) for nature in Nature)
        lawful = self._policy.choices(field.choices, self._case.procedure)
        rule = self._policy.procedure_rule(self._case.procedure)
        entries = (*self._policy.body.lists.get(field.choices, ()), *rule.suspension_reasons)
        notes = self._card_notes() if field.choices == "card_levels" else {}
        seen = {
            entry.code: Choice(value=entry.code, label=entry.en if english() else entry.zh, note=notes.get(entry.code, ""))
            for entry in entries
            if entry.code in lawful
        }
        return tuple(seen.values())

    def _card_notes(self) -> dict[str, str]:
        """Say of each level whom it is for."""
        levels = self._policy.supervision.levels
        return {code: rule.basis_en if english() else rule.basis for code, rule in levels.items()}

    def _days(self, field: Input) -> tuple[Choice, ...]:
        today = day_of(self._at)
        if self._act is Act.SERVE:
            return tuple(self._day(today - timedelta(days=back), "") for back in range(DAYS_BACK))
        days, given, no = [], today, 0
        while no < DAYS_AHEAD:
            given += timedelta(days=1)
            if self._policy.calendar.is_workday(given):
                no += 1
                days.append(self._day(given, _("%(n)d 个工作日") % {"n": no}))
        return tuple(days)

    @staticmethod
    def _day(day: date, note: str) -> Choice:
        words = f"{day:%m-%d} {weekday(day)}"
        return Choice(value=day.isoformat(), label=f"{note}（{words}）" if note else words)

    def _units(self, field: Input) -> tuple[Choice, ...]:
        """The likeliest units, or those that fit what was looked for; what was chosen before stays in the list."""
        found = units_for(act=self._act, case=self._case, actor=self._actor, text=self._lookup.get(f"find_{field.name}", "")[:40])
        chosen = [int(value) for value in self._lookup.getlist(field.name) if value.isdigit() and len(value) < 19]
        known = {choice.value for choice in found}
        missing = centers.units([unit for unit in chosen if str(unit) not in known]).values()
        return (*(_choice(row) for row in missing), *found)


def categories_for(*, case: Case, text: str, at: datetime, chosen: str = "") -> tuple[Choice, ...]:
    """Return the categories that fit what is typed; before that, those beside the matter's own."""
    tree = policy_queries.pack("categories", at).body
    own = tree.get(case.category)
    return found_categories(tree, word=text, top=own.top if own else "", chosen=chosen or case.category, limit=MOST)


def places_for(*, case: Case, text: str, chosen: str = "") -> tuple[Choice, ...]:
    """Return the regions that fit what is typed, those of the matter's own county first; what was chosen stays in the list."""
    found = (regions.search(text, within=case.place[:6], limit=MOST) or regions.search(text, limit=MOST)) if text else []
    rows = {row.code: row for row in found}
    if chosen and chosen not in rows and chosen.isdigit() and (row := regions.region(chosen)) is not None:
        rows = {chosen: row, **rows}
    return tuple(Choice(value=code, label=row.name, note=regions.full_name(code)) for code, row in rows.items())


def units_for(*, act: Act, case: Case, actor: Actor, text: str) -> tuple[Choice, ...]:
    """Return the units an act may name, the likeliest first, narrowed by words, first letters or pinyin."""
    own = actor.unit or 0
    if act is Act.URGE:
        rows: Iterable[UnitRow] = centers.units({case.holder, *(order.unit for order in case.orders.values())}).values()
    else:
        asking = own if act in OWN_REACH else case.holder
        rows = choices(purpose=PURPOSES.get(act, Purpose.DISPATCH), asking=asking, category=case.category, text=text, limit=MOST)
    return tuple(_choice(row) for row in rows if row.id != own or act is Act.DISPATCH)


def _choice(row: UnitRow) -> Choice:
    duty, residency = getattr(row, "duty", ""), getattr(row, "residency", "")
    notes = {
        "main": _("事项清单：基本履职"),
        "assist": _("事项清单：配合履职"),
        "withdrawn": _("事项清单：上级收回"),
        "off": _("事项清单没有这一类别"),
    }
    presence = {"permanent": _("常驻"), "rotating": _("轮驻"), "on_call": _("随叫随驻"), "linked": _("线上")}
    note = " · ".join(filter(None, (row.region_name, notes.get(duty, ""), presence.get(residency, ""))))
    return Choice(value=str(row.id), label=row.name, note=note)
