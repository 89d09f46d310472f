"""Deeds: telling, reading, choosing, wording, sending."""

from .choosing import choose, save_template
from .reading import mark_all_read, mark_read, take_back
from .sending import forget_old, send_again, send_due
from .telling import tell, tell_person

__all__ = [
    "choose",
    "forget_old",
    "mark_all_read",
    "mark_read",
    "save_template",
    "send_again",
    "send_due",
    "take_back",
    "tell",
    "tell_person",
]
