"""The words of the hall: what a ticket goes through, what its holder needs, how it came about."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class TicketState(Labelled):
    """Where a ticket stands."""

    WAITING = "waiting", "等候", "Waiting"
    CALLED = "called", "正在叫号", "Called"
    SERVING = "serving", "正在接待", "At the window"
    MISSED = "missed", "过号", "Missed"
    """Called and not there: back in line after a while."""
    FINISHED = "finished", "已接待", "Attended"
    ABSENT = "absent", "过号作废", "Did not come"
    CANCELLED = "cancelled", "已取消", "Cancelled"
    LAPSED = "lapsed", "下班未接待", "Left at day's end"


IN_LINE = frozenset({TicketState.WAITING, TicketState.MISSED})
AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})
OVER = frozenset({TicketState.FINISHED, TicketState.ABSENT, TicketState.CANCELLED, TicketState.LAPSED})


class Need(Labelled):
    """What somebody needs who is called earlier: a need, never what they are."""

    NONE = "none", "无", "None"
    SEAT = "seat", "不便久等", "Cannot wait long"
    WALKING = "walking", "行动不便", "Hard to walk"
    CHILD = "child", "带小孩", "With a small child"
    HELP = "help", "需要协助", "Needs help"
    """To see, hear, read or write."""


class Way(Labelled):
    """How a ticket came about."""

    KIOSK = "kiosk", "自助取号", "Kiosk"
    CLERK = "clerk", "窗口代取", "Taken by a clerk"
    BOOKED = "booked", "预约", "Booked"


class BookingState(Labelled):
    """What became of a booking."""

    BOOKED = "booked", "已预约", "Booked"
    ARRIVED = "arrived", "已到", "Arrived"
    CANCELLED = "cancelled", "已取消", "Cancelled"
    MISSED = "missed", "未到", "Did not come"


def hall_topic(center: int) -> str:
    """Return what pages of a hall hear when something happened in it."""
    return f"hall:{center}"
