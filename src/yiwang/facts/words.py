"""The measures a deed may count and the dimensions it names, so that whoever writes facts and whoever adds them up mean the same."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class Counted(Labelled):
    """What is counted. Every measure is signed: what is undone is taken back on the day it was counted for."""

    REGISTERED = "registered", "登记", "Registered"
    OPEN = "open", "在办", "Open"
    """+1 when a matter is registered or reopened, −1 when it comes to an end, each on its own day: the sum of all days is the stock."""
    ACCEPTED = "accepted", "受理", "Accepted"
    DECLINED = "declined", "不予受理", "Declined"
    DISPATCHED = "dispatched", "分派", "Dispatched"
    CLOSED = "closed", "办结", "Closed"
    ON_TIME = "on_time", "按期办结", "Closed in time"
    OVERDUE = "overdue", "超期", "Overdue"
    """+1 by the watcher when the governing limit passes, once a matter."""
    LATE = "late", "超期在办", "Open and overdue"
    """As `open`, of matters whose governing limit has passed: +1 when it passes, −1 when the matter ends."""
    REOPENED = "reopened", "重新办理", "Reopened"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"
    TRANSFERRED = "transferred", "移送", "Transferred out"
    ESCALATED = "escalated", "提级办理", "Escalated"
    REACHED = "reached", "回访联系上", "Reached at call-back"
    RATED = "rated", "评价", "Rated"
    SOLVED = "solved", "已解决", "Solved"
    SATISFIED = "satisfied", "满意", "Satisfied"
    """Rated with four or five stars, or said so at call-back."""
    CONTESTED = "contested", "提出异议", "Contested"
    UPHELD = "upheld", "异议成立", "Contest upheld"
    CARDS = "cards", "督办", "Cards"
    WHISTLED = "whistled", "吹哨", "Whistled"
    ARRIVED = "arrived", "报到", "Arrived"


class Dimension(Labelled):
    """Keys of a fact's dimensions. `region` is needed; the others are left out where they say nothing."""

    REGION = "region", "发生地", "Place"
    """Code of the matter's place, 2 to 12 digits: all levels above count it too."""
    UNIT = "unit", "承办单位", "Unit"
    """Id of the unit the measure is about: the lead for closed, on_time, overdue, solved, satisfied; the one contesting, urged, called."""
    CATEGORY = "category", "类别", "Category"
    """Full category code; added up by its top node."""
    PLATFORM = "platform", "功能平台", "Platform"
    NATURE = "nature", "诉求性质", "Nature"
    CHANNEL = "channel", "来源渠道", "Channel"
    PROCEDURE = "procedure", "办理程序", "Procedure"
