"""What the rules must know of the organisation: a read-only picture of units and their lines, given as an argument."""

from __future__ import annotations

from typing import Protocol

import msgspec

from .words import Role, UnitKind


class UnitFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One unit as the rules see it."""

    id: int
    kind: UnitKind
    region: str
    """Region code; its length gives the level."""
    line: tuple[int, ...] = ()
    """Superior units, nearest first (the unit's own line, 条线)."""
    main_center: bool = False
    open: bool = True


class Staffer(msgspec.Struct, frozen=True, kw_only=True):
    """One filled post of a unit: who may act for it, under which role."""

    user: int
    role: Role
    seconded_from: tuple[int, ...] = ()
    instead_of: int | None = None


class Net(Protocol):
    """Questions the rules may ask; `centers.queries` answers them from the database, tests from a small made-up net."""

    def unit(self, unit: int, /) -> UnitFacts | None:
        """Return the unit, following the successor of an abolished one, or None if there is none."""

    def stood_for(self, units: frozenset[int], /) -> dict[int, tuple[int, ...]]:
        """Return for each of these units the ended ones whose work it took over; a unit that took over nothing may be left out."""

    def center_of(self, region: str, /) -> int | None:
        """Return the main center of exactly this region, or None."""

    def parent_center(self, center: int, /) -> int | None:
        """Return the center of the nearest ancestor region that has one, or None at the top."""

    def superior_organ(self, unit: int, /) -> int | None:
        """Return who reviews the unit's decisions: its superior in its line, else the center above."""

    def discipline_body(self, unit: int, /) -> int | None:
        """Return the discipline body that receives accusations against the unit (level above it, never itself)."""

    def duty(self, unit: int, category: str, /) -> str | None:
        """Return the duty-list mode of unit × category ("main", "assist", "withdrawn"), or None if not listed."""

    def has_duty_list(self, unit: int, /) -> bool:
        """Say whether any duty list is in force for the unit (without one, nothing is off-list)."""

    def staff(self, unit: int, /) -> tuple[Staffer, ...]:
        """Return the filled posts of exactly this unit (active users only), so that the rules know whether somebody may act for it."""

    def staffed(self, unit: int, /) -> bool:
        """Say whether any post of the unit is filled, so that somebody may act for it."""
