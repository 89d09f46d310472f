"""What lies at a window: two matters registered in haste on a market day, and two forms begun and not yet sent; by the real operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of, end_of
from yiwang.matters.operations import Intake, PartyIn, keep_draft, register

from .cast import COUNTY
from .crew import Crew

HASTY = (
    ("马桂花", "集市南口两家摊位争地方，吵了一上午，怕打起来。", "41-02"),
    ("尹德福", "公厕的灯坏了三天，赶集的老人差点摔倒。", "01-02-13"),
)
BEGUN = (
    {
        "name": "丁秀兰",
        "phone": "13800001234",
        "title": "楼上装修漏水泡了吊顶",
        "narrative": "楼上装修改了水管，家里吊顶泡坏了，物业说管不了。",
    },
    {"name": "丛建军", "phone": "", "title": "", "narrative": "工地上二十多个人的工钱，包工头一直拖着。"},
)


def lay_out(*, crew: Crew, until: datetime) -> None:
    """Register two in haste this morning, and leave two forms open on the desk of the cast's clerk."""
    clerk = crew.who(crew.units[f"{COUNTY}/center"], (Role.CLERK,))
    assert clerk is not None
    midnight = end_of(day_of(until) - timedelta(days=1)) + timedelta(seconds=1)
    for no, (name, narrative, category) in enumerate(HASTY, 1):
        intake = Intake(category=category, place=COUNTY, narrative=narrative, parties=(PartyIn(name=name),))
        register(intake=intake, actor=clerk, at=max(until - timedelta(minutes=50 * no), midnight))
    for no, values in enumerate(BEGUN, 1):
        draft = {name: [value] for name, value in values.items()} | {"part": ["reporter"], "channel": ["window"]}
        keep_draft(draft=uuid4(), values=draft, actor=clerk, at=until - timedelta(minutes=6 * no))
