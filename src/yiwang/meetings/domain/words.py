"""The words of meetings: kinds, states, why something is on the agenda, what a decision is."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class MeetingKind(Labelled):
    """What is called."""

    CONFERENCE = "conference", "会商", "Conference"
    REGULAR = "regular", "工作例会", "Regular meeting"
    JOINT = "joint", "联席会议", "Joint meeting"
    COUNCIL = "council", "议事会", "Residents' council"


class MeetingState(Labelled):
    """How far it is."""

    CALLED = "called", "待召开", "Called"
    HELD = "held", "纪要起草中", "Minutes drafted"
    SIGNED = "signed", "纪要已签发", "Minutes signed"
    CALLED_OFF = "called_off", "已取消", "Called off"


class Reason(Labelled):
    """Why a matter is on the agenda, the most pressing first."""

    PROPOSED = "proposed", "提请挂牌", "Listing proposed"
    LISTED = "listed", "挂牌督办", "Listed"
    OVERDUE = "overdue", "超期", "Overdue"
    LARGE = "large", "涉及多人", "Many people"
    DANGEROUS = "dangerous", "隐患险情", "Dangerous"
    RECURRING = "recurring", "反复发生", "Recurring"
    GIVEN = "given", "提请研究", "Put forward"


class DecisionKind(Labelled):
    """What was decided; all but a task are acts on the matter of an item."""

    TASK = "task", "交办任务", "Task"
    ORDER = "order", "确定主办单位（分派、改派）", "Lead unit (dispatch, reassign)"
    ASSIST = "assist", "增派协办单位", "Assisting unit"
    URGE = "urge", "督办", "Card"
    INSTRUCT = "instruct", "领导批示", "Instruction"
    LIST = "list", "同意挂牌督办", "List"
    NOT_LIST = "not_list", "不同意挂牌", "Do not list"
    LIFT = "lift", "摘牌", "Lift the listing"


class DecisionState(Labelled):
    """How far it is carried out."""

    OPEN = "open", "办理中", "Open"
    REPORTED = "reported", "已报完成", "Reported done"
    DONE = "done", "已落实", "Done"
    FALLEN = "fallen", "未再执行", "Fell away"
