"""The meetings of the sample's county: last week's with its minutes and tasks, one to come, a conference, a joint meeting that lists."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import SHANGHAI, day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import act
from yiwang.matters.queries import queue
from yiwang.meetings import operations, queries
from yiwang.meetings.operations import Called

from .cast import COUNTY
from .crew import Crew

_LINES = ("construction", "labour", "enforcement", "police")
"""Lines of the departments that are invited, as far as the county has them."""


def live_meetings(*, crew: Crew, until: datetime) -> int:
    """Hold the county's meetings; return how many were called."""
    center = crew.units[f"{COUNTY}/center"]
    keeper = crew.who(center, (Role.COORDINATOR,))
    leader = crew.who(center, (Role.LEADER,)) or keeper
    units = [crew.units[key] for line in _LINES if (key := f"{COUNTY}/{line}") in crew.units][:3]
    if keeper is None or leader is None or not units:
        return 0
    _last_week(crew, keeper, units, until)
    call = partial(operations.call, units=units, actor=keeper, at=until)
    call(kind="regular", title="本周工作例会", starts=_at(until, 1, 9), room="三楼会议室", standing_agenda=True)
    return 2 + _conference(keeper, units, until) + _joint(keeper, leader, units, until)


def _at(until: datetime, days: int, hour: int) -> datetime:
    """Return an hour of a day before or after the sample's last one."""
    return (until.astimezone(SHANGHAI) + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _last_week(crew: Crew, keeper: Actor, units: list[int], until: datetime) -> None:
    """Hold the meeting of last week: minutes signed; one task done, one reported, one late."""
    called, held = until - timedelta(days=8), _at(until, -7, 9)
    made = operations.call(
        kind="regular", title="上周工作例会", starts=held, room="三楼会议室", units=units, standing_agenda=True, actor=keeper, at=called
    )
    given = {"county": made.county, "meeting": made.id}
    operations.add_items(**given, topic="冬季供暖和燃气安全", actor=keeper, at=called)
    tasks = (("排查老旧小区供暖管线，列出清单", 20), ("公布供暖投诉专线，安排专人接听", 3), ("汇总欠薪线索，逐项明确责任人", 4))
    for (text, days), unit in zip(tasks, units, strict=False):
        due = day_of(held + timedelta(days=days))
        operations.decide(**given, kind="task", text=text, unit=unit, due=due, actor=keeper, at=held)
    page = queries.meeting_page(**given, actor=keeper, at=held)
    came = [guest.key for guest in page.guests]
    points = {point.no: "主办单位汇报进展，会议要求按期办结，逾期的说明原因。" for point in page.points}
    general = "会议听取了各单位一周工作情况，逐件过了议题。"
    operations.save_minutes(**given, general=general, points=points, came=came, actor=keeper, at=held + timedelta(hours=1))
    operations.sign(**given, actor=keeper, at=held + timedelta(hours=2))
    _carried_out(crew, keeper, made, units, until)


def _carried_out(crew: Crew, keeper: Actor, made: Called, units: list[int], until: datetime) -> None:
    given = {"county": made.county, "meeting": made.id}
    for no, proof in ((2, "专线已公布，两名接线员轮班。"), (1, "已排查 46 个小区，清单见附件。")):
        actor = crew.who(units[no - 1], (Role.UNIT_HEAD, Role.HANDLER)) if no <= len(units) else None
        if actor is not None:
            operations.report_done(**given, no=no, proof=proof, actor=actor, at=until - timedelta(days=2))
            if no == 2:
                operations.confirm(**given, no=no, actor=keeper, at=until - timedelta(days=1))


def _conference(keeper: Actor, units: list[int], until: datetime) -> int:
    """Call a conference on the first matter held by the county that may be conferred on."""
    for number in _held(keeper, until):
        try:
            operations.call(
                kind="conference",
                title="明确分工和办理时序",
                starts=_at(until, 1, 15),
                room="二楼调解室",
                units=units[:2],
                matter=number,
                actor=keeper,
                at=until,
            )
        except Refused:
            continue
        return 1
    return 0


def _joint(keeper: Actor, leader: Actor, units: list[int], until: datetime) -> int:
    """Propose a matter for listing, and let the joint meeting decide."""
    for number in _held(keeper, until)[3:]:
        try:
            act(number=number, act=Act.PROPOSE_LISTING, actor=keeper, at=until, data={"reason": "久拖未决，群众反映强烈，提请挂牌督办。"})
        except Refused:
            continue
        called = until - timedelta(days=2)
        made = operations.call(kind="joint", title="综治工作联席会议", starts=_at(until, -1, 14), units=units, actor=leader, at=called)
        given = {"county": made.county, "meeting": made.id, "actor": leader}
        operations.add_items(**given, numbers=[number], at=until)
        due = day_of(until + timedelta(days=30))
        operations.decide(**given, kind="list", item=1, due=due, text="同意挂牌督办，责任单位一个月内办结。", at=until)
        operations.save_minutes(**given, general="会议同意对一件事项挂牌督办。", at=until)
        return 1
    return 0


def _held(keeper: Actor, until: datetime) -> list[str]:
    rows = queue(actor=keeper, duty="held", at=until, limit=60).rows
    return [row.number for row in rows if row.state == "handling" and row.nature != "accusation"]
