"""Tables of matters, orders, clocks, texts, ledger."""

from .ledger import LedgerEntry, LedgerSeal, MatterText

__all__ = ["LedgerEntry", "LedgerSeal", "MatterText"]
