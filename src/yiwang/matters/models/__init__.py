"""Tables of matters, orders, clocks, texts, ledger."""

from .draft import IntakeDraft
from .ledger import LedgerEntry, LedgerSeal, MatterText
from .matter import (
    Matter,
    MatterBlock,
    MatterCard,
    MatterClock,
    MatterFile,
    MatterLink,
    MatterMark,
    MatterOrder,
    MatterParty,
    MatterTodo,
)
from .search import MatterSearch, SearchWord

__all__ = [
    "IntakeDraft",
    "LedgerEntry",
    "LedgerSeal",
    "Matter",
    "MatterBlock",
    "MatterCard",
    "MatterClock",
    "MatterFile",
    "MatterLink",
    "MatterMark",
    "MatterOrder",
    "MatterParty",
    "MatterSearch",
    "MatterText",
    "MatterTodo",
    "SearchWord",
]
