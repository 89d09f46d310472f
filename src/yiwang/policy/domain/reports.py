"""The `reports` pack: what is reported up at once (紧急信息报送), how grave it is, how far up it goes, how soon it is signed for."""

from __future__ import annotations

from functools import cached_property

import msgspec

from .pack import Fault


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One grade of gravity; the pack lists them from the lightest to the gravest."""

    code: str
    zh: str
    en: str
    up_to: int
    """The highest level that is told: 1 province … 5 village."""
    follow_up: int
    """Minutes after which the next follow-up report (续报) is due."""


class Sort(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sort of event, and what makes a matter one by rule."""

    code: str
    zh: str
    en: str
    grade: str
    """The grade it has as long as no number makes it graver."""
    categories: tuple[str, ...] = ()
    """Categories, or roots of subtrees of them, that are this sort."""
    natures: tuple[str, ...] = ()
    """Only with one of these natures; empty: with any."""
    claimants: int = 0
    """A matter brought by at least so many people is one; 0: the number does not decide."""
    neutral: bool = False
    """Told by its number alone, and no further than `up_to`: minors, violence at home."""
    up_to: int = 0
    """The highest level that is told, whatever the grade; 0: as the grade says."""

    def fits(self, *, category: str, nature: str, claimants: int) -> bool:
        """Say whether a matter is of this sort by rule."""
        if self.natures and nature not in self.natures:
            return False
        by_category = any(category == root or category.startswith(f"{root}-") for root in self.categories)
        return by_category or bool(self.claimants and claimants >= self.claimants)


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From so many on it has at least this grade."""

    count: str
    """"deaths" · "injured" · "missing" · "people"."""
    at_least: int
    grade: str
    basis: str
    basis_en: str


class Wait(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How soon a level must have signed for a report."""

    minutes: int
    basis: str
    basis_en: str


COUNTS = ("deaths", "injured", "missing", "people")
LEVELS = ("1", "2", "3", "4", "5")


class ReportsBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Body of a `reports` pack."""

    grades: tuple[Grade, ...]
    sorts: tuple[Sort, ...]
    """In the order in which they are tried."""
    thresholds: tuple[Threshold, ...]
    waits: dict[str, Wait]
    """By level, "1" to "5"."""
    remind: int
    """Minutes between one reminder and the next, once a level is late."""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a pack that leaves something open: a grade that does not exist, a level without a limit, limits that are none."""
        known = [grade.code for grade in self.grades]
        named = {*(sort.grade for sort in self.sorts), *(step.grade for step in self.thresholds)}
        if not known or not named <= set(known):
            unknown = ", ".join(sorted(named - set(known)))
            raise Fault(
                f"unknown grade: {unknown or 'none are given'}", code="pack_bad_grade", where=("grades",), values={"grade": unknown or "—"}
            )
        if set(self.waits) != set(LEVELS) or any(wait.minutes <= 0 for wait in self.waits.values()) or self.remind <= 0:
            raise Fault("waits needs a number of minutes above 0 for every level 1 to 5", code="pack_gap_waits", where=("waits",))
        if any(step.count not in COUNTS for step in self.thresholds):
            raise Fault(f"thresholds count one of {', '.join(COUNTS)}", code="pack_bad_count", where=("thresholds",))
        if not all(1 <= grade.up_to <= 5 and grade.follow_up > 0 for grade in self.grades):
            raise Fault(
                "a grade goes up to a level 1 to 5 and has minutes until the next follow-up report",
                code="pack_grade_open",
                where=("grades",),
            )

    @cached_property
    def rank(self) -> dict[str, int]:
        """Grade → how grave, 0 the lightest."""
        return {grade.code: place for place, grade in enumerate(self.grades)}

    def grade(self, code: str) -> Grade:
        """Return the grade of that code."""
        return self.grades[self.rank[code]]

    def sort(self, code: str) -> Sort:
        """Return the sort of that code; the last one where this version has none."""
        return next((sort for sort in self.sorts if sort.code == code), self.sorts[-1])

    def found(self, *, category: str, nature: str, claimants: int) -> Sort | None:
        """Return the sort a matter is of by rule, the first that fits; None when it need not be reported at once."""
        return next((sort for sort in self.sorts if sort.fits(category=category, nature=nature, claimants=claimants)), None)

    def gravity(self, sort: str, counts: dict[str, int], *, at_least: str = "") -> str:
        """Return the gravest grade that the sort, a number or `at_least` asks for."""
        asked = [self.sort(sort).grade, *([at_least] if at_least in self.rank else [])]
        asked += [step.grade for step in self.thresholds if counts.get(step.count, 0) >= step.at_least]
        return max(asked, key=lambda code: self.rank[code])

    def reach(self, sort: str, grade: str) -> int:
        """Return the highest level that is told."""
        return max(self.grade(grade).up_to, self.sort(sort).up_to)
