"""Two immediate reports of today: one signed for at every level and ended, one under way that waits for the county's leader."""

from __future__ import annotations

from datetime import datetime, timedelta

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of, end_of
from yiwang.matters.operations import Intake, PartyIn, register
from yiwang.reports import operations as reports

from .cast import COUNTY, TOWN, VILLAGE
from .crew import Crew

ENDED_AGO, RUNNING_AGO = timedelta(hours=5), timedelta(minutes=24)
GAS = Intake(
    category="31-04-03",
    nature="hazard",
    place=VILLAGE,
    title="3号楼旁燃气管道被挖断，大量漏气",
    narrative="小区3号楼旁施工把燃气管道挖断了，气味很大，已经让附近住户先出来。",
    address="3号楼东侧",
    channel="grid",
)
ROAD = Intake(
    category="31-04-01",
    nature="hazard",
    place=VILLAGE,
    title="主干道路面塌陷，一辆货车陷入",
    narrative="主干道路面塌了一个大坑，一辆货车陷在里面，司机自己爬出来了，公交车绕行。",
    address="主干道与支路路口",
    channel="window",
    parties=(PartyIn(part="reporter", kind="organization", name="公交公司调度室"),),
)


def report_up(*, crew: Crew, until: datetime) -> None:
    """Let both happen, through the operations everybody uses; no earlier than today, for yesterday is sealed."""
    midnight = end_of(day_of(until) - timedelta(days=1)) + timedelta(seconds=1)
    _ended(crew, begun=max(until - ENDED_AGO, midnight), until=until)
    _under_way(crew, begun=max(until - RUNNING_AGO, midnight), until=until)


def _at(begun: datetime, until: datetime, part: float) -> datetime:
    return begun + part * (until - begun)


def _leader(crew: Crew, code: str) -> Actor:
    """Return who signs at a level: the leader, or who stands in where there is none."""
    found = crew.who(crew.units[f"{code}/center"], (Role.LEADER, Role.CENTER_HEAD, Role.COORDINATOR, Role.CLERK))
    assert found is not None, code
    return found


def _front(crew: Crew, code: str, *roles: Role) -> Actor:
    found = crew.who(crew.units[f"{code}/center"], (*roles, Role.COORDINATOR))
    assert found is not None, code
    return found


def _ended(crew: Crew, *, begun: datetime, until: datetime) -> None:
    """A road caved in: reported from the street's window, signed for at each level, followed up once, ended."""
    clerk, coordinator = _front(crew, TOWN, Role.CLERK), _front(crew, TOWN)
    number = register(intake=ROAD, actor=clerk, at=begun).number
    text = "路面塌陷约3米，深2米，无人员伤亡。已设围挡，交警疏导，市政、供排水单位正在赶来。"
    county, report = reports.raise_report(number=number, sort="collapse", text=text, actor=clerk, at=_at(begun, until, 0.01))
    reports.sign(county=county, report=report, actor=_leader(crew, TOWN), at=_at(begun, until, 0.03), text="先围挡、先绕行，我到现场。")
    reports.sign(
        county=county, report=report, actor=_leader(crew, COUNTY), at=_at(begun, until, 0.06), text="住建、应急到场，查清地下管线再施工。"
    )
    more = "查明为排水管渗漏掏空路基。货车已吊离，一名司机擦伤，公交绕行两站。"
    reports.follow_up(county=county, report=report, text=more, counts={"injured": 1}, actor=coordinator, at=_at(begun, until, 0.35))
    over = "管道已更换，路基回填夯实，临时路面恢复通行；周边管线已普查，无新的隐患。"
    reports.end_report(county=county, report=report, text=over, counts={"injured": 1}, actor=coordinator, at=_at(begun, until, 0.8))


def _under_way(crew: Crew, *, begun: datetime, until: datetime) -> None:
    """A gas pipe was dug up: the village and the street have signed, the county has a few minutes left."""
    worker = _front(crew, VILLAGE, Role.GRID_WORKER)
    number = register(intake=GAS, actor=worker, at=begun).number
    text = "施工挖断中压燃气管，气味扩散到3、4号楼。已拨打燃气抢险电话和119，正在疏散两栋楼住户约60人。"
    county, report = reports.raise_report(number=number, sort="gas", text=text, actor=worker, at=_at(begun, until, 0.03))
    reports.sign(county=county, report=report, actor=_leader(crew, VILLAGE), at=_at(begun, until, 0.15))
    reports.sign(
        county=county, report=report, actor=_leader(crew, TOWN), at=_at(begun, until, 0.4), text="派出所封控路口，社区接住户到活动室。"
    )
    more = "燃气公司已关阀，现场浓度下降；消防到场警戒，暂无伤亡。"
    secretary = _front(crew, VILLAGE)
    reports.follow_up(county=county, report=report, text=more, actor=secretary, at=_at(begun, until, 0.75))
