"""Which regions should have a center: the rule as a value, so that a province may write its own."""

from __future__ import annotations

import msgspec

from yiwang.kernel import tree


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Regions of one level that are left out, named by what they are; each is judged by its own segment of the code alone."""

    key: str
    zh: str
    en: str
    level: int
    names: tuple[str, ...] = ()
    """Names that are left out (grouping rows of the statistics)."""
    segments: tuple[tuple[str, str], ...] = ()
    """Ranges of the own segment that are left out, both ends included."""

    def covers(self, *, level: int, name: str, segment: str) -> bool:
        """Say whether a region of this level, name and own segment is left out."""
        if level != self.level:
            return False
        return name in self.names or any(low <= segment <= high for low, high in self.segments)


class Construction(msgspec.Struct, frozen=True, kw_only=True):
    """The whole rule: every region should have a center, but for those an exclusion covers."""

    exclusions: tuple[Exclusion, ...]

    def excluded(self, *, code: str, name: str) -> Exclusion | None:
        """Return why this region needs no center, or None if it should have one."""
        level, segment = tree.level_of(code), tree.own_segment(code)
        return next((rule for rule in self.exclusions if rule.covers(level=level, name=name, segment=segment)), None)
