"""Reads: the list and the bell, what people chose, what became of the messages."""

from .inbox import NoticeRow, Unread, inbox, unread, unread_asked
from .outgoing import MessageRow, counts, failed, templates
from .readers import Choices, Reader, choices_of, reader

__all__ = [
    "Choices",
    "MessageRow",
    "NoticeRow",
    "Reader",
    "Unread",
    "choices_of",
    "counts",
    "failed",
    "inbox",
    "reader",
    "templates",
    "unread",
    "unread_asked",
]
