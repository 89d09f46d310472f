"""The one door for what happens in a hall; every deed holds the hall's lock, so two clerks calling at once never get the same ticket."""

from .bookings import Booked, Wish, arrive, book, cancel_booking
from .closing import close_days
from .setting_up import (
    NewService,
    NewWindow,
    add_service,
    add_window,
    change_service,
    change_window,
    open_hall,
    renew_keys,
    retire_service,
    retire_window,
)
from .tickets import (
    Ask,
    begin,
    call_again,
    call_missed,
    call_next,
    cancel,
    finish,
    hand_over,
    issue,
    miss,
)
from .windows import assign, leave, pause, resume, sit_down

__all__ = [
    "Ask",
    "Booked",
    "NewService",
    "NewWindow",
    "Wish",
    "add_service",
    "add_window",
    "arrive",
    "assign",
    "begin",
    "book",
    "call_again",
    "call_missed",
    "call_next",
    "cancel",
    "cancel_booking",
    "change_service",
    "change_window",
    "close_days",
    "finish",
    "hand_over",
    "issue",
    "leave",
    "miss",
    "open_hall",
    "pause",
    "renew_keys",
    "resume",
    "retire_service",
    "retire_window",
    "sit_down",
]
