"""Reading the organisation: units, centers, who acts under which appointment, and whom a center may dispatch to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from yiwang.infra.clock import now
from yiwang.kernel import tree

from .cache import keep, recalled, remembered
from .choices import Choice, Purpose, choices, dispatchable
from .domain.actor import Actor
from .domain.net import Net
from .domain.words import Role
from .net import DatabaseNet
from .rows import COLUMNS, FROM, UnitRow, ask, fields

__all__ = [
    "AppointmentRow",
    "Choice",
    "Purpose",
    "UnitRow",
    "actor",
    "appointments_of",
    "below",
    "choices",
    "common_superior",
    "discipline_body",
    "dispatchable",
    "holders_of",
    "house",
    "net",
    "seat",
    "superior_id",
    "superior_name",
    "superior_organ",
    "unit",
    "units",
    "units_called",
]


class AppointmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One post somebody holds."""

    id: int
    role: Role
    post: str
    unit: int
    unit_name: str
    region: str
    instead_of: str = ""
    """Name of whom one stands in for, "" for a post of one's own."""

    @property
    def label(self) -> str:
        """The post's name as read on the switch: 协调员 · 东营区综治中心, with 代 and a name where one stands in."""
        return f"{self.post} · {self.unit_name}" + (f" · 代 {self.instead_of}" if self.instead_of else "")


def net(at: datetime | None = None) -> Net:
    """Return the organisation as the rules ask about it, as of `at` (the present if not given)."""
    return DatabaseNet(at or now())


def seat() -> str:
    """Return the installation's own place: the smallest region that holds every main center of county level and below ("" for several
    provinces). Centers above it, to which matters can be escalated, do not widen it.
    """
    ((low, high),) = ask(
        "SELECT min(region_id), max(region_id) FROM centers_center WHERE main AND closed_on IS NULL AND length(region_id) >= 6", []
    )
    return next((low[:length] for length in reversed(tree.LENGTHS) if low and low[:length] == high[:length]), "")


def house() -> str:
    """Return the name over the door: of the main center at the installation's own place ("" while none stands there). Remembered."""

    def its_name() -> str:
        place = seat()
        center = net().center_of(place) if place else None
        row = unit(center) if center else None
        return row.name if row else ""

    return remembered("house", its_name)


def unit(unit_id: int) -> UnitRow | None:
    """Return the unit itself, ended or not (no successor is followed); None if there is none."""
    return units([unit_id]).get(unit_id)


def units(ids: Iterable[int]) -> dict[int, UnitRow]:
    """Return units by id, remembered by the process; at most one statement for all it does not know yet. Unknown ids are missing."""
    wanted = {("row", key) for key in ids}
    known: dict[Any, Any] = recalled(wanted)
    missing = [key for _, key in wanted - known.keys()]
    if missing:
        for row in ask(f"SELECT {COLUMNS} FROM {FROM} WHERE u.id = ANY(%s)", [missing]):  # noqa: S608  # fixed text
            known["row", row[0]] = keep(("row", row[0]), UnitRow(**fields(row)))
    return {key: row for (_, key), row in known.items()}


def units_called(words: Sequence[str], within: str, limit: int = 4) -> dict[str, tuple[UnitRow, ...]]:
    """Return the open units of a region's subtree that each word names, by name, short name, first letters or pinyin; remembered.

    Of first letters four are enough, or all of the name's last; of pinyin four that the name begins with.
    """
    known = recalled(("called", word, within) for word in words)
    missing = [word for word in words if ("called", word, within) not in known]
    found: dict[str, list[UnitRow]] = {word: [] for word in missing}
    for row in ask(_CALLED, [missing, within, within + "~", limit]) if missing else ():
        found[row[9]].append(UnitRow(**fields(row)))
    known |= {("called", word, within): keep(("called", word, within), tuple(rows)) for word, rows in found.items()}
    return {word: known["called", word, within] for word in words}  # type: ignore[misc]


_CALLED = f"""
    SELECT f.* FROM unnest(%s::text[]) AS w (word) CROSS JOIN LATERAL (
        SELECT {COLUMNS}, w.word FROM {FROM} WHERE u.valid_to IS NULL AND u.region_id >= %s AND u.region_id < %s AND (
            u.short = w.word OR u.name = w.word OR u.name LIKE '%%' || w.word AND length(w.word) > 2 OR u.initials = w.word
            OR u.short LIKE w.word || '%%' AND length(w.word) > 2 AND w.word !~ '^[a-z0-9]'
            OR u.initials LIKE '%%' || w.word AND length(w.word) > 2
            OR u.initials LIKE '%%' || w.word || '%%' AND length(w.word) > 3 OR u.pinyin LIKE w.word || '%%' AND length(w.word) > 3)
        ORDER BY u.short <> w.word, length(u.region_id), u.id LIMIT %s) f
"""  # noqa: S608  # column lists are ours


def phone(unit_id: int) -> str:
    """Return the telephone of a unit's office, "" when none is written down; remembered."""

    def its() -> str:
        rows = ask("SELECT phone FROM centers_unit WHERE id = %s", [unit_id])
        return str(rows[0][0]) if rows else ""

    return remembered(("phone", unit_id), its)


def superior_id(unit_id: int) -> int | None:
    """Return the unit's superior in its line as it is written down, None for none."""
    rows = ask("SELECT parent_id FROM centers_unit WHERE id = %s", [unit_id])
    return rows[0][0] if rows else None


def superior_name(unit_id: int) -> str:
    """Return the name of a unit's superior in its line, "" for none."""
    rows = ask("SELECT p.name FROM centers_unit u JOIN centers_unit p ON p.id = u.parent_id WHERE u.id = %s", [unit_id])
    return str(rows[0][0]) if rows else ""


class _Term(msgspec.Struct, frozen=True):
    """One appointment as stored, to be judged at a moment."""

    id: int
    user: int
    unit: int
    role: Role
    post: str
    starts: datetime
    ends: datetime | None
    seconded_from: int | None
    stands_in_for: int | None
    instead_of: int | None
    """User whose place is held for a time (代班)."""
    instead_name: str

    def holds(self, at: datetime) -> bool:
        return self.starts <= at and (self.ends is None or at < self.ends)


_TERMS = """
    SELECT a.id, a.user_id, p.unit_id, p.role, p.name, a.starts, least(a.ends, y.ends), a.seconded_from_id, y.id, y.user_id,
        coalesce(z.name, '')
    FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id JOIN accounts_user u ON u.id = a.user_id
    LEFT JOIN centers_appointment y ON y.id = a.stands_in_for_id LEFT JOIN accounts_user z ON z.id = y.user_id
    WHERE u.is_active AND p.closed_on IS NULL AND
"""


def _terms(condition: str, key: int) -> tuple[_Term, ...]:
    rows = ask(f"{_TERMS} {condition} ORDER BY a.id", [key])
    return tuple(_Term(*row[:3], Role(row[3]), *row[4:]) for row in rows)  # type: ignore[call-arg]


def actor(appointment_id: int, at: datetime) -> Actor | None:
    """Return who acts under this appointment at that moment; None when it has ended, not begun, or the user may not sign in.

    `seconded_from` holds every other unit that person belongs to: an accusation against one of them blocks the person. Who stands in
    for somebody is blocked by what blocks that one, too.
    """
    current = _held_beside(appointment_id, at)
    own = next((term for term in current if term.id == appointment_id), None)
    if own is None:
        return None
    if own.stands_in_for is not None:
        current = [*current, *_held_beside(own.stands_in_for, at)]
    others = {place for term in current for place in (term.unit, term.seconded_from) if place and place != own.unit}
    return Actor(role=own.role, user=own.user, post=own.id, unit=own.unit, seconded_from=tuple(sorted(others)), instead_of=own.instead_of)


def _held_beside(appointment_id: int, at: datetime) -> list[_Term]:
    """Return every post that the holder of this appointment holds at that moment."""
    condition = "a.user_id = (SELECT user_id FROM centers_appointment WHERE id = %s)"
    terms = remembered(("terms", appointment_id), lambda: _terms(condition, appointment_id))
    return [term for term in terms if term.holds(at)]


def appointments_of(user_id: int, at: datetime) -> list[AppointmentRow]:
    """Return the posts a user holds at that moment, the oldest appointment first."""
    current = [term for term in remembered(("user", user_id), lambda: _terms("a.user_id = %s", user_id)) if term.holds(at)]
    places = units(term.unit for term in current)
    return [
        AppointmentRow(
            id=term.id,
            role=term.role,
            post=term.post,
            unit=term.unit,
            unit_name=places[term.unit].name,
            region=places[term.unit].region,
            instead_of=term.instead_name,
        )
        for term in current
    ]


def holders_of(unit_id: int, role: Role, at: datetime) -> tuple[Actor, ...]:
    """Return the people who hold a post of that role at exactly this unit, as actors."""
    terms = remembered(("unit terms", unit_id), lambda: _terms("p.unit_id = %s", unit_id))
    found = (actor(term.id, at) for term in terms if term.role == role and term.holds(at))
    return tuple(one for one in found if one is not None)


def common_superior(first: int, second: int) -> int | None:
    """Return the lowest main center above both units that is neither of them; None if there is none."""
    return DatabaseNet(now()).common_superior(first, second)


def superior_organ(unit_id: int) -> int | None:
    """Return who reviews the decisions of the unit; see `Net.superior_organ`."""
    return net().superior_organ(unit_id)


def discipline_body(unit_id: int) -> int | None:
    """Return the discipline body that receives accusations against the unit; see `Net.discipline_body`."""
    return net().discipline_body(unit_id)


def below(unit_id: int) -> tuple[int, ...]:
    """Return the ids of all units in the line below this one; for a main center also the centers of its subtree."""
    facts = net().unit(unit_id)
    if facts is None:
        return ()
    found = {row[0] for row in ask("SELECT id FROM centers_unit WHERE line @> ARRAY[%s]::bigint[]", [facts.id])}
    if facts.main_center:
        low, high = tree.code_range(facts.region)
        found |= {row[0] for row in ask("SELECT unit_id FROM centers_center WHERE region_id >= %s AND region_id < %s", [low, high])}
    return tuple(sorted(found - {facts.id}))
