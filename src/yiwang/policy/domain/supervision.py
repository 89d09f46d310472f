"""The `supervision` pack: when a reminder, a yellow or a red card goes out by itself, whom it is for, how long a listing may last."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from .clocks import EVERY
from .words import Procedure

LEVELS = ("reminder", "yellow", "red")
"""The ladder of cards, the mildest first."""


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rung: which card goes out, and how far from the end of the governing limit."""

    level: str
    workdays: int
    """Working days from the end of the limit: below zero before it, 0 when it passes, above zero after it."""
    answer: bool = True
    """It must be answered in time; a reminder may do without."""

    def __post_init__(self) -> None:
        """Refuse a level that is none."""
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level!r} is none of {', '.join(LEVELS)}")


class CardRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a card of a level is: whom it is addressed to."""

    to: tuple[str, ...]
    """Roles at the unit, of which the first that somebody holds is in charge."""
    basis: str
    basis_en: str


class ListingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a listing (挂牌督办) may last."""

    longest_days: int = 90
    basis: str = ""
    basis_en: str = ""


class SupervisionBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of a `supervision` pack; an empty one sends nothing by itself."""

    levels: dict[str, CardRule] = {}
    rules: dict[str, tuple[Threshold, ...]] = {}
    """By procedure, "*" for those without rules of their own; an empty row: nothing by rule."""
    red_at_yellow: int = 0
    """The yellow card of this number to one unit in one matter is a red one; 0: never by number."""
    listing: ListingRule = ListingRule()

    def __post_init__(self) -> None:
        """Refuse rungs out of order, unknown procedures and levels nobody is named for; each fault says where it is."""
        if self.rules and EVERY not in self.rules:
            raise ValueError("rules: the row '*' is missing, procedures without a row of their own would have none")
        for procedure, rungs in self.rules.items():
            if procedure != EVERY and procedure not in set(Procedure):
                raise ValueError(f"rules: {procedure!r} is no procedure")
            for one, two in pairwise(rungs):
                if LEVELS.index(one.level) >= LEVELS.index(two.level) or one.workdays >= two.workdays:
                    raise ValueError(f"rules.{procedure}: {two.level} must be graver and later than {one.level}")
            if missing := [rung.level for rung in rungs if rung.level not in self.levels]:
                raise ValueError(f"rules.{procedure}: nobody is named under levels for {missing[0]}")
        if self.red_at_yellow < 0 or self.listing.longest_days < 1:
            raise ValueError("red_at_yellow must not be below 0, listing.longest_days not below 1")

    def ladder(self, procedure: Procedure) -> tuple[Threshold, ...]:
        """Return the rungs of a procedure, the mildest first."""
        own = self.rules.get(procedure.value)
        return self.rules.get(EVERY, ()) if own is None else own
