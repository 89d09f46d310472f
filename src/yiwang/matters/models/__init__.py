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
from .suggestions import SuggestionChoice, SuggestionModel, SuggestionWeight

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
    "SuggestionChoice",
    "SuggestionModel",
    "SuggestionWeight",
]
