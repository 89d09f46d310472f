"""Amounts as people read them."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """Return an amount in yuan with grouped thousands: 1,234.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"
