"""Deeds: calling, keeping the agenda and the minutes, deciding, following decisions to the end."""

from .calling import Called, add_items, call, call_off
from .deciding import Decided, decide, follow
from .minutes import save_minutes, sign
from .tasks import confirm, report_done, send_back

__all__ = [
    "Called",
    "Decided",
    "add_items",
    "call",
    "call_off",
    "confirm",
    "decide",
    "follow",
    "report_done",
    "save_minutes",
    "send_back",
    "sign",
]
