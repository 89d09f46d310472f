"""What the rules must know of the organisation: passed on from `centers.domain`, where it is declared and answered."""

from __future__ import annotations

from yiwang.centers.domain.net import Net, UnitFacts

__all__ = ["Net", "UnitFacts"]
