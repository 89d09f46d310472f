"""The where column: which units work or a matter may go to. A stray destination is refused by the shape of the table."""

from __future__ import annotations

from collections.abc import Callable

from .blocks import unit_blocked
from .rows import UnitTest, Where
from .scene import COORDINATING, HANDLING, Scene
from .words import OPEN_ORDER_STATES, UnitKind


def _test(code: str, zh: str, en: str) -> Callable[[Callable[[Scene, int, str], bool]], UnitTest]:
    def make(holds: Callable[[Scene, int, str], bool]) -> UnitTest:
        return UnitTest(code=code, zh=zh, en=en, holds=holds)

    return make


@_test("unit_blocked", "不是被检举控告的单位及其下级", "not an accused unit or below it")
def not_blocked(s: Scene, unit: int, field: str) -> bool:
    """Accusation material never reaches the accused."""
    return not unit_blocked(s.case.accused, unit, s.net)


@_test("out_of_reach", "位于牵头中心的辖区内", "in the region of the holder")
def in_reach(s: Scene, unit: int, field: str) -> bool:
    """A center dispatches inside its own region; beyond it one escalates or whistles."""
    mine, theirs = s.net.unit(s.holder), s.net.unit(unit)
    return mine is not None and theirs is not None and theirs.region.startswith(mine.region)


@_test("not_below", "本单位的下属单位，或本中心辖区内的单位", "a unit of its own line, or in the region of the center")
def below_order_unit(s: Scene, unit: int, field: str) -> bool:
    """Passing down goes down the unit's own line; a center passes down inside its region."""
    mine, theirs = s.net.unit(s.order.unit), s.net.unit(unit)
    if mine is None or theirs is None or mine.id == theirs.id:
        return False
    if mine.id in theirs.line:
        return True
    return mine.kind == UnitKind.CENTER and theirs.region.startswith(mine.region)


@_test("within_sender_reach", "在派出方可派范围内", "where the sender may send work")
def in_reach_of_sender(s: Scene, unit: int, field: str) -> bool:
    """A reassigned order stays within what its sender could have chosen."""
    if not s.order.parent:
        return in_reach.holds(s, unit, field)
    mine, theirs = s.net.unit(s.sender), s.net.unit(unit)
    if mine is None or theirs is None or mine.id == theirs.id:
        return False
    return mine.id in theirs.line or (mine.kind == UnitKind.CENTER and theirs.region.startswith(mine.region))


@_test("nobody_there", "该单位或其上级有人在岗", "somebody is there to act, or at its superior")
def somebody_there(s: Scene, unit: int, field: str) -> bool:
    """Nothing waits for nobody."""
    return s.stand_in(unit, HANDLING) is not None


@_test("no_handler_kind", "不是纪检监察机关", "not the discipline body")
def no_discipline_body(s: Scene, unit: int, field: str) -> bool:
    """The discipline body receives accusations, it handles no orders."""
    facts = s.net.unit(unit)
    return facts is not None and facts.kind != UnitKind.DISCIPLINE_BODY


@_test("unit_has_order", "没有未完结的工单", "has no open order in the matter")
def no_order_yet(s: Scene, unit: int, field: str) -> bool:
    """One unit has one order in a matter at a time."""
    return not any(o.unit == unit and o.state in OPEN_ORDER_STATES for o in s.case.orders.values())


@_test("freed_unit", "不是异议成立的单位（有新事实除外）", "no unit whose contest was upheld, unless there are new facts")
def not_freed(s: Scene, unit: int, field: str) -> bool:
    """An upheld contest is not undone by sending it again."""
    return unit not in s.case.freed


@_test("off_duty_list", "事项清单列有该类别；主办须为主责", "its duty list names the category; a lead must be listed as main")
def on_duty_list(s: Scene, unit: int, field: str) -> bool:
    """A township gets no duty of a department, a community nothing off its list."""
    if not s.net.has_duty_list(unit):
        return True
    mode = s.net.duty(unit, s.case.category)
    return mode == "main" or (mode == "assist" and field != "unit")


@_test("not_a_committee", "是人民调解委员会", "a people's mediation committee")
def is_committee(s: Scene, unit: int, field: str) -> bool:
    """Only a mediation committee mediates."""
    facts = s.net.unit(unit)
    return facts is not None and facts.kind == UnitKind.MEDIATION_COMMITTEE


@_test("not_next_below", "是直接下级中心", "the center directly below")
def next_center_below(s: Scene, unit: int, field: str) -> bool:
    """One level at a time, so that each center on the way knows it."""
    return s.net.parent_center(unit) == s.holder


@_test("nobody_there", "下级中心有协调员在岗", "a coordinator is at the center below")
def coordinator_there(s: Scene, unit: int, field: str) -> bool:
    """A matter is not handed to an empty office."""
    return s.stand_in(unit, COORDINATING) == unit


@_test("off_duty_list", "事项清单列有该类别且未由上级收回", "its duty list names the category and it was not withdrawn upwards")
def duty_of_center(s: Scene, unit: int, field: str) -> bool:
    """A hand-down outside the receiver's duty list is refused."""
    return not s.net.has_duty_list(unit) or s.net.duty(unit, s.case.category) in {"main", "assist"}


@_test(
    "not_callable",
    "是本县（市、区）的部门、派出所、法庭或社会组织",
    "a department, police station, court desk or organization of the county",
)
def callable_department(s: Scene, unit: int, field: str) -> bool:
    """A township calls the departments of its county to the spot."""
    facts = s.net.unit(unit)
    if facts is None or facts.kind in {UnitKind.CENTER, UnitKind.DISCIPLINE_BODY} or s.actor.unit is None:
        return False
    county = township_region(s)[:6]
    return len(facts.region) >= 6 and facts.region.startswith(county)


@_test(
    "not_invitable",
    "是会商中心辖区内的单位，或其上级地区的单位",
    "a unit of the calling center's region, or of a region above it",
)
def invitable(s: Scene, unit: int, field: str) -> bool:
    """Who is invited may read the matter: a conference stays on the line from the center down, and up."""
    mine, theirs = s.net.unit(s.actor.unit) if s.actor.unit is not None else None, s.net.unit(unit)
    if mine is None or theirs is None:
        return False
    return theirs.region.startswith(mine.region) or mine.region.startswith(theirs.region)


def township_region(s: Scene) -> str:
    """Return the region of the township that whistles."""
    mine = s.net.unit(s.actor.unit) if s.actor.unit is not None else None
    return mine.region if mine is not None else ""


_WORK = (not_blocked, no_discipline_body, no_order_yet, not_freed, on_duty_list, somebody_there)

DISPATCHED = Where(fields=("unit", "assisting"), tests=(in_reach, *_WORK))
PASSED_DOWN = Where(fields=("units",), tests=(below_order_unit, *_WORK))
REASSIGNED = Where(fields=("unit",), tests=(in_reach_of_sender, *_WORK))
MEDIATED = Where(fields=("unit",), tests=(is_committee, in_reach, *_WORK))
HANDED_DOWN = Where(fields=("center",), tests=(next_center_below, not_blocked, coordinator_there, duty_of_center))
INVITED = Where(fields=("units",), tests=(invitable, not_blocked))
LISTED = Where(fields=("unit",), tests=(in_reach, not_blocked))
CALLED = Where(fields=("units",), tests=(callable_department, not_blocked, somebody_there))
