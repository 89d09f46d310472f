"""What the rules must know of the organisation: passed on from `centers.domain`, where it is declared and answered."""

from __future__ import annotations

from yiwang.centers.domain.net import Net, Staffer, UnitFacts

__all__ = ["Net", "Staffer", "UnitFacts"]
