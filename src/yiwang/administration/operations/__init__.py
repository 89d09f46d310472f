"""Deeds of the system officer: each checks how far they reach, does it in its own package, and writes it down in one transaction."""

from .duties import set_duty, strike_duty
from .messages import send_message_again, word_message
from .packs import drop_draft, save_draft, take_effect
from .people import Enrolled, appoint, end_appointment, enrol, lock, reset_password, unlock
from .units import (
    close_post,
    close_unit,
    create_post,
    found_unit,
    hang_plaque,
    move_in,
    move_out,
    move_unit,
    open_center,
    rename_unit,
    take_down_plaque,
)

__all__ = [
    "Enrolled",
    "appoint",
    "close_post",
    "close_unit",
    "create_post",
    "drop_draft",
    "end_appointment",
    "enrol",
    "found_unit",
    "hang_plaque",
    "lock",
    "move_in",
    "move_out",
    "move_unit",
    "open_center",
    "rename_unit",
    "reset_password",
    "save_draft",
    "send_message_again",
    "set_duty",
    "strike_duty",
    "take_down_plaque",
    "take_effect",
    "unlock",
    "word_message",
]
