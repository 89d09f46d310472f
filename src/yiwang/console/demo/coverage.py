"""What the sample touched: every state and every act, counted in the ledger itself; what is missing fails the demo."""

from __future__ import annotations

from typing import NamedTuple

from yiwang.infra import sql
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.words import OrderState, State


class Coverage(NamedTuple):
    """Counts by code; zero where nothing was found."""

    states: dict[str, int]
    """State of a matter → how often it was entered."""
    orders: dict[str, int]
    acts: dict[str, int]

    @property
    def missing(self) -> list[str]:
        """Return the codes of what was never touched."""
        return [f"{kind} {code}" for kind, found in zip(("state", "order", "act"), self, strict=True) for code, n in found.items() if not n]


def measure() -> Coverage:
    """Count from the ledger: the acts, and the states that their changes wrote into the cases."""
    acts = {row["act"]: row["n"] for row in sql.rows("SELECT act, count(*) AS n FROM ledger_entry GROUP BY act")}
    states = {
        row["state"]: row["n"]
        for row in sql.rows("SELECT change->>'state' AS state, count(*) AS n FROM ledger_entry WHERE change ? 'state' GROUP BY 1")
    }
    orders = {
        row["state"]: row["n"]
        for row in sql.rows(
            "SELECT o.value->>'state' AS state, count(*) AS n FROM ledger_entry, jsonb_each(change->'orders') AS o"
            " WHERE jsonb_typeof(change->'orders') = 'object' AND o.value ? 'state' GROUP BY 1"
        )
    }
    return Coverage(
        states={state.value: states.get(state.value, 0) for state in State},
        orders={state.value: orders.get(state.value, 0) for state in OrderState if state != OrderState.SENT} | _sent(),
        acts={act.value: acts.get(act.value, 0) for act in Act},
    )


def _sent() -> dict[str, int]:
    """Orders begin as sent, which is the default and so not written: every order was."""
    row = sql.one("SELECT count(*) AS n FROM matter_order")
    return {OrderState.SENT.value: int(row["n"]) if row else 0}


def label(code: str) -> str:
    """Return the Chinese label of a state or act."""
    if code in set(State):
        return State(code).zh  # type: ignore[call-arg]
    if code in set(OrderState):
        return OrderState(code).zh  # type: ignore[call-arg]
    return SPECS[Act(code)].zh
