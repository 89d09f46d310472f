"""The `supervision` pack: when a reminder, a yellow or a red card goes out by itself, whom it is for, how long a listing may last."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from .clocks import EVERY
from .pack import Fault
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
            raise Fault(f"level {self.level!r} is none of {', '.join(LEVELS)}", code="pack_bad_card", values={"card": self.level})


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
            text = "rules: the row '*' is missing, procedures without a row of their own would have none"
            raise Fault(text, code="pack_gap_ladder", where=("rules",))
        for procedure, rungs in self.rules.items():
            self._in_order(procedure, rungs)
        if self.red_at_yellow < 0:
            raise Fault(
                "red_at_yellow must not be below 0", code="pack_negative", where=("red_at_yellow",), values={"value": self.red_at_yellow}
            )
        if self.listing.longest_days < 1:
            raise Fault("listing.longest_days must not be below 1", code="pack_below_one", where=("listing", "longest_days"))

    def _in_order(self, procedure: str, rungs: tuple[Threshold, ...]) -> None:
        """Refuse the rungs of a procedure that there is not, that stand out of order, or that are for nobody."""
        where = ("rules", procedure)
        if procedure != EVERY and procedure not in set(Procedure):
            text = f"rules: {procedure!r} is no procedure"
            raise Fault(text, code="pack_unknown_procedure", where=where, values={"procedure": procedure})
        for one, two in pairwise(rungs):
            if LEVELS.index(one.level) >= LEVELS.index(two.level) or one.workdays >= two.workdays:
                text = f"rules.{procedure}: {two.level} must be graver and later than {one.level}"
                raise Fault(text, code="pack_card_order", where=where, values={"grave": two.level, "mild": one.level})
        if missing := [rung.level for rung in rungs if rung.level not in self.levels]:
            text = f"rules.{procedure}: nobody is named under levels for {missing[0]}"
            raise Fault(text, code="pack_card_nobody", where=where, values={"card": missing[0]})

    def ladder(self, procedure: Procedure) -> tuple[Threshold, ...]:
        """Return the rungs of a procedure, the mildest first."""
        own = self.rules.get(procedure.value)
        return self.rules.get(EVERY, ()) if own is None else own
