"""The policy as the rules read it: limits, lists, rulers and caps, assembled from the packs in force."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from yiwang.kernel.calendar import WorkCalendar
from yiwang.policy.domain.clocks import ClockRule, ClocksBody
from yiwang.policy.domain.procedures import ProcedureRule, ProceduresBody
from yiwang.policy.domain.supervision import SupervisionBody

from .words import ClockKind, Nature, Procedure


class CategoryFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules must know of one category."""

    natures: tuple[Nature, ...] = tuple(Nature)
    """Natures the category can have."""
    procedures: Mapping[Nature, Procedure] = {}
    """Procedure by nature where it differs from the general one."""


class MatterPolicy:
    """The packs in force at one time, with the questions the rules ask of them. Immutable."""

    def __init__(
        self,
        *,
        calendar: WorkCalendar,
        clocks: ClocksBody,
        clocks_version: str,
        procedures: ProceduresBody,
        categories: Mapping[str, CategoryFacts],
        supervision: SupervisionBody = SupervisionBody(),  # noqa: B008  # frozen
    ) -> None:
        self.calendar = calendar
        self.clocks = clocks
        self.clocks_version = clocks_version
        self.body = procedures
        self.categories = categories
        self.supervision = supervision
        self._codes = {name: frozenset(c.code for c in entries) for name, entries in procedures.lists.items()}
        self._suspensions = {p: frozenset(c.code for c in rule.suspension_reasons) for p, rule in procedures.procedures.items()}

    def clock_rule(self, kind: ClockKind, procedure: Procedure, category: str) -> ClockRule:
        """Return the limit of a kind of clock."""
        return self.clocks.rule(kind, procedure, category)

    def procedure_rule(self, procedure: Procedure) -> ProcedureRule:
        """Return what a procedure allows."""
        return self.body.procedures[procedure]

    def procedure_of(self, category: str, nature: Nature) -> Procedure | None:
        """Return the procedure of a category and nature, or None when they do not go together or the category is unknown."""
        facts = self.categories.get(category)
        if facts is None or nature not in facts.natures:
            return None
        return facts.procedures.get(nature) or self.body.by_nature[nature]

    def choices(self, name: str, procedure: Procedure) -> frozenset[str]:
        """Return the codes of a list; the grounds for suspension are the procedure's own, a review's only ground is a hearing."""
        if name == "suspension_reasons":
            return self._suspensions[procedure] | ({"hearing"} if self.procedure_rule(procedure).review else frozenset())
        return self._codes[name]

    def settles(self, name: str, code: str) -> bool:
        """Say whether an outcome or result class means that the thing is settled."""
        return any(c.settles for c in self.body.lists[name] if c.code == code)
