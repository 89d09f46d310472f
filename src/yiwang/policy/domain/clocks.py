"""The `clocks` pack: every limit with its legal basis, by kind of clock and procedure."""

from __future__ import annotations

import msgspec

from .words import ClockKind, Procedure

EVERY = "*"
"""Stands for all procedures that have no rule of their own."""


class ClockRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit: how long, whether a law sets it, and where that is written."""

    limit: str
    """"15d" calendar days, "5w" working days, "24h" hours, "1m" a calendar month."""
    statutory: bool = False
    """Set by a law or regulation: neither capped by the governing clock nor shortened by an office."""
    basis: str
    basis_en: str


class SpecialLaw(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A limit that a special law sets for a branch of the category tree."""

    kind: ClockKind
    categories: tuple[str, ...]
    """Category codes or beginnings of codes."""
    rule: ClockRule


class ClocksBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of a `clocks` pack."""

    rules: dict[ClockKind, dict[str, ClockRule]]
    special: tuple[SpecialLaw, ...] = ()
    soon_share: float = 0.2
    """"Due soon" is raised when this share of the limit is left."""

    def rule(self, kind: ClockKind, procedure: Procedure, category: str) -> ClockRule:
        """Return the limit for a kind of clock: special law first, then the procedure's own, then the general one. KeyError if none."""
        for special in self.special:
            if special.kind == kind and procedure == Procedure.STATUTORY and category.startswith(special.categories):
                return special.rule
        by_procedure = self.rules[kind]
        return by_procedure.get(procedure.value) or by_procedure[EVERY]
