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
    """Answered and closed, again after each reopening; a merged matter is answered with its master and not counted again."""
    ON_TIME = "on_time", "按期办结", "Closed in time"
    """Closed without the matter's own limit (acceptance, handling, hand-over) passing since it was brought or reopened. Never together
    with `overdue` for the same round."""
    ONE_TRIP = "one_trip", "最多跑一次办结", "Closed with one trip at most"
    """Closed while the person had come to a window for it once at most, registration included."""
    OVERDUE = "overdue", "超期", "Overdue"
    """The matter's own limit passed, open or not yet closed: once for each round, on the day this was seen."""
    LATE = "late", "超期在办", "Open and overdue"
    """As `open`, of matters whose limit that runs now has passed: +1 when it passes, −1 when it is met or the matter ends."""
    REOPENED = "reopened", "重新办理", "Reopened"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"
    TRANSFERRED = "transferred", "移送", "Transferred out"
    ESCALATED = "escalated", "提级办理", "Escalated"
    CALLED = "called", "回访", "Called back"
    REACHED = "reached", "回访联系上", "Reached at call-back"
    SOLVED = "solved", "回访称已解决", "Said solved at call-back"
    SATISFIED = "satisfied", "回访称满意", "Said satisfied at call-back"
    """Satisfied or basically satisfied, said by somebody who was reached."""
    RATED = "rated", "评价", "Rated"
    RATED_SOLVED = "rated_solved", "评价已解决", "Rated as solved"
    RATED_CONTENT = "rated_content", "评价满意", "Rated satisfied"
    """Three to five stars: basically satisfied, satisfied, very satisfied."""
    CONTESTED = "contested", "提出异议", "Contested"
    RULED = "ruled", "异议裁定", "Contests ruled"
    UPHELD = "upheld", "异议成立", "Contest upheld"
    REPORTED = "reported", "提交结果", "Results reported"
    """By the lead; again after rework."""
    REDONE = "redone", "退回重办", "Sent back"
    """A lead's result that was sent back."""
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
