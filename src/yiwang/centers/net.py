"""The organisation as the rules ask about it (`domain.net.Net`), answered from the database and remembered per unit."""

from __future__ import annotations

from datetime import date, datetime

from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of

from .cache import remembered
from .domain.net import Staffer, UnitFacts
from .domain.words import Role, UnitKind
from .rows import ask


class DatabaseNet:
    """Answers from the database as of one moment; what it remembers belongs to the process, not to the instance."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def unit(self, unit: int, /) -> UnitFacts | None:
        """Return the unit, following the successor of an abolished one (else its superior), or None if there is none."""
        return remembered(("unit", unit), lambda: self._unit(unit))

    def _unit(self, unit: int) -> UnitFacts | None:
        seen: set[int] = set()
        while unit not in seen:
            seen.add(unit)
            rows = ask(
                """
                SELECT u.id, u.kind, u.region_id, u.line, u.successor_id, u.valid_to, c.main AND c.closed_on IS NULL
                FROM centers_unit u LEFT JOIN centers_center c ON c.unit_id = u.id WHERE u.id = %s
                """,
                [unit],
            )
            if not rows:
                return None
            key, kind, region, line, successor, ended, main = rows[0]
            heir = successor or (self._heir(line, region) if ended else None)
            if ended is None or heir is None:
                line = tuple(line) or (self._centers_above(key, region, bool(main)) if kind == UnitKind.CENTER else ())
                return UnitFacts(id=key, kind=UnitKind(kind), region=region, line=line, main_center=bool(main), open=ended is None)
            unit = heir
        return None

    def stood_for(self, units: frozenset[int], /) -> dict[int, tuple[int, ...]]:
        """Return for each of these units the ended ones whose work it took over; a unit that took over nothing is left out."""
        return remembered(("stood for", units), lambda: self._stood_for(units))

    def _stood_for(self, units: frozenset[int]) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        known, ahead = set(units), list(units)
        while ahead:  # whoever ended may itself have taken over from somebody
            rows = ask(
                """
                SELECT id FROM centers_unit WHERE valid_to IS NOT NULL
                  AND (successor_id = ANY(%s) OR (successor_id IS NULL AND (line[1] = ANY(%s) OR line = '{}')))
                """,
                [ahead, ahead],
            )
            ahead = [unit for (unit,) in rows if unit not in known]
            known |= set(ahead)
            for unit in ahead:
                heir = self.unit(unit)
                if heir is not None and heir.id in units:
                    found[heir.id] = (*found.get(heir.id, ()), unit)
        return found

    def _heir(self, line: list[int], region: str) -> int | None:
        """Who takes over from a unit that ended without a successor: its superior, else the center of its place or above."""
        return line[0] if line else self._nearest_center(tree.lineage(region))

    def _centers_above(self, unit: int, region: str, main: bool) -> tuple[int, ...]:
        steps = tree.ancestors(region) if main else tree.lineage(region)
        return tuple(center for step in reversed(steps) if (center := self.center_of(step)) and center != unit)

    def center_of(self, region: str, /) -> int | None:
        """Return the main center of exactly this region, or None."""
        return remembered(("center", region), lambda: self._center_of(region))

    def _center_of(self, region: str) -> int | None:
        rows = ask("SELECT unit_id FROM centers_center WHERE region_id = %s AND main AND closed_on IS NULL", [region])
        return rows[0][0] if rows else None

    def _nearest_center(self, steps: tuple[str, ...]) -> int | None:
        return next((center for step in reversed(steps) if (center := self.center_of(step))), None)

    def parent_center(self, center: int, /) -> int | None:
        """Return the center of the nearest ancestor region that has one, or None at the top."""
        facts = self.unit(center)
        if facts is None:
            return None
        steps = tree.ancestors(facts.region) if facts.main_center else tree.lineage(facts.region)
        return self._nearest_center(steps)

    def superior_organ(self, unit: int, /) -> int | None:
        """Return who reviews the unit's decisions: its superior in its line, else the center of its place or above."""
        facts = self.unit(unit)
        if facts is None:
            return None
        for superior in facts.line:
            found = self.unit(superior)
            if found and found.id != facts.id:
                return found.id
        if facts.kind == UnitKind.CENTER:
            return self.parent_center(facts.id)
        return self._nearest_center(tree.ancestors(facts.region)) or self._nearest_center((facts.region,))

    def common_superior(self, first: int, second: int, /) -> int | None:
        """Return the lowest main center whose region holds both units and which is neither of them; None if there is none."""
        facts = [self.unit(first), self.unit(second)]
        if facts[0] is None or facts[1] is None:
            return None
        shared = tree.common(facts[0].region, facts[1].region)
        if not shared:
            return None
        parties = {first, second, facts[0].id, facts[1].id}
        return next((c for step in reversed(tree.lineage(shared)) if (c := self.center_of(step)) and c not in parties), None)

    def discipline_body(self, unit: int, /) -> int | None:
        """Return the discipline body that receives accusations against the unit: of the level above it, never itself.

        A province's own units have none above them in the net: the province's body, unless it is the one complained of.
        """
        return remembered(("discipline", unit), lambda: self._discipline_body(unit))

    def _discipline_body(self, unit: int) -> int | None:
        facts = self.unit(unit)
        if facts is None:
            return None
        above = list(tree.ancestors(facts.region)) or [facts.region]
        rows = ask(
            """
            SELECT id FROM centers_unit WHERE kind = 'discipline_body' AND valid_to IS NULL AND region_id = ANY(%s) AND id <> %s
            ORDER BY length(region_id) DESC, id LIMIT 1
            """,
            [above, facts.id],
        )
        return rows[0][0] if rows else None

    def duty(self, unit: int, category: str, /) -> str | None:
        """Return the duty-list mode of unit × category ("main", "assist", "withdrawn"), or None if not listed.

        The unit's own list goes before that of its kind, branch and level; within a list the longest category that fits decides.
        """
        parts = category.split("-")
        steps = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
        for listed in self._duties(unit):
            for step in steps:
                if step in listed:
                    return listed[step]
        return None

    def has_duty_list(self, unit: int, /) -> bool:
        """Say whether any duty list is in force for the unit (without one, nothing is off-list)."""
        return any(self._duties(unit))

    def _duties(self, unit: int) -> tuple[dict[str, str], dict[str, str]]:
        day = day_of(self._at)  # a line begins and ends with a day, and lists of yesterday say nothing of today
        return remembered(("duties", unit, day), lambda: self._read_duties(unit, day))

    def _read_duties(self, unit: int, day: date) -> tuple[dict[str, str], dict[str, str]]:
        rows = ask(
            """
            SELECT d.unit_id IS NOT NULL, d.category, d.mode FROM centers_unit u JOIN centers_dutyitem d
              ON d.unit_id = u.id OR (d.unit_id IS NULL AND d.unit_kind = u.kind AND d.branch = u.branch
                 AND d.level = CASE length(u.region_id) WHEN 2 THEN 1 WHEN 4 THEN 2 WHEN 6 THEN 3 WHEN 9 THEN 4 ELSE 5 END)
            WHERE u.id = %(unit)s AND d.since <= %(day)s AND (d.until IS NULL OR d.until > %(day)s)
            """,
            {"unit": unit, "day": day},
        )
        return {c: m for own, c, m in rows if own}, {c: m for own, c, m in rows if not own}

    def staff(self, unit: int, /) -> tuple[Staffer, ...]:
        """Return the filled posts of exactly this unit (active users only) at the net's moment."""
        return tuple(staffer for staffer, starts, ends in self._staff(unit) if starts <= self._at and (ends is None or self._at < ends))

    def _staff(self, unit: int) -> tuple[tuple[Staffer, datetime, datetime | None], ...]:
        return remembered(("staff", unit), lambda: self._read_staff(unit))

    def _read_staff(self, unit: int) -> tuple[tuple[Staffer, datetime, datetime | None], ...]:
        rows = ask(
            """
            SELECT a.user_id, p.role, a.seconded_from_id, a.starts, least(a.ends, y.ends), y.user_id
            FROM centers_post p JOIN centers_appointment a ON a.post_id = p.id JOIN accounts_user u ON u.id = a.user_id
            LEFT JOIN centers_appointment y ON y.id = a.stands_in_for_id
            WHERE p.unit_id = %s AND p.closed_on IS NULL AND u.is_active ORDER BY a.id
            """,
            [unit],
        )
        return tuple(
            (Staffer(user=user, role=Role(role), seconded_from=(lender,) if lender else (), instead_of=absent), starts, ends)
            for user, role, lender, starts, ends, absent in rows
        )

    def staffed(self, unit: int, /) -> bool:
        """Say whether any post of the unit is filled, so that somebody may act for it."""
        return bool(self.staff(unit))
