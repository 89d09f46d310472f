"""What repeats the case beside the ledger, held to it by `verify`: columns of the matter, rows of orders and clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from ..access import Sight
from ..domain.case import Case
from ..operations.projection import ClockRow, OrderRow, columns, project
from ..queries.policy import policy_at

NOWHERE = Sight(stakes=(), above=(), area="", registered_by=None, accusation=False, blocked_units=(), blocked_users=())
_CLOCK = tuple(name for name in ClockRow._fields if name != "wake")
"""`wake` follows from the policy in force when it was written."""


class Projected:
    """The projection that `matters.operations` writes with every act."""

    # not area, stakes, above and blocked: they follow from the organisation too, and rightly change with it
    columns = ("state", "nature", "procedure", "category", "holder", "place", "due", "suspended_until", "served", "cards")
    tables = {"matter_order": OrderRow._fields, "matter_clock": _CLOCK}

    def __init__(self, at: datetime) -> None:
        self._policy = policy_at(at)

    def expected(self, case_doc: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, set[tuple[Any, ...]]]]:
        """Return what the columns and rows must be; raises ValueError when the case cannot be read."""
        try:
            case = msgspec.convert(case_doc, Case)
        except msgspec.ValidationError as problem:
            raise ValueError(str(problem)) from problem
        rows = project(case, NOWHERE, "", self._policy)
        said = columns(case, NOWHERE)
        clocks = {tuple(getattr(row, name) for name in _CLOCK) for row in rows.clocks}
        repeated = {name: said[name] for name in self.columns}
        return repeated, {"matter_order": {tuple(row) for row in rows.orders}, "matter_clock": clocks}
