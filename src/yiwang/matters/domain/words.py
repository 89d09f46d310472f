"""The field's words as closed lists, each with the label that is printed on the screen (Chinese, English)."""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A code with its label in both languages; the code is stored, the label is shown."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Labelled:
        """Make a member whose value is the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member


class Nature(Labelled):
    """What kind of thing the person brought (诉求性质)."""

    INQUIRY = "inquiry", "咨询", "Inquiry"
    HELP = "help", "求助", "Request for help"
    COMPLAINT = "complaint", "投诉", "Complaint"
    REPORT = "report", "举报", "Report"
    SUGGESTION = "suggestion", "建议", "Suggestion"
    DISPUTE = "dispute", "纠纷", "Dispute"
    HAZARD = "hazard", "隐患", "Hazard"
    ACCUSATION = "accusation", "检举控告", "Accusation"


class Procedure(Labelled):
    """Which clocks, fields, rulers and closing conditions apply (办理程序)."""

    SERVICE = "service", "便民服务", "Service"
    PETITION = "petition", "申诉求决", "Petition"
    STATUTORY = "statutory", "依法履职", "Statutory duty"
    DISPUTE = "dispute", "矛盾纠纷", "Dispute"
    HAZARD = "hazard", "隐患处置", "Hazard"
    EMERGENCY = "emergency", "紧急事项", "Emergency"
    INQUIRY = "inquiry", "咨询答复", "Inquiry"
    ACCUSATION = "accusation", "检举控告", "Accusation"


class Platform(Labelled):
    """The four functional platforms of a township (四个平台)."""

    GOVERNANCE = "governance", "综治工作", "Governance"
    MARKET = "market", "市场监管", "Market supervision"
    ENFORCEMENT = "enforcement", "综合执法", "Integrated enforcement"
    SERVICE = "service", "便民服务", "Public service"


class Channel(Labelled):
    """The door the matter came in by (来源渠道)."""

    WINDOW = "window", "窗口", "Window"
    WEB = "web", "网页", "Web"
    HOTLINE = "hotline", "热线", "Hotline"
    GRID = "grid", "网格上报", "Grid"
    VILLAGE = "village", "村社上报", "Village"
    TRANSFER = "transfer", "部门移送", "Transfer"
    API = "api", "接口", "API"


class State(Labelled):
    """The states of a matter (DESIGN §4.1)."""

    REGISTERED = "registered", "待受理", "To accept"
    ACCEPTED = "accepted", "待分派", "To dispatch"
    HANDLING = "handling", "办理中", "Handling"
    VERIFYING = "verifying", "待核查", "To verify"
    CLOSED = "closed", "已办结", "Closed"
    ARCHIVED = "archived", "已归档", "Archived"
    DECLINED = "declined", "不予受理", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    MERGED = "merged", "已并件", "Merged"
    TRANSFERRED = "transferred", "已移送", "Transferred out"


OPEN_STATES = frozenset({State.REGISTERED, State.ACCEPTED, State.HANDLING, State.VERIFYING})
END_STATES = frozenset(set(State) - OPEN_STATES)


class OrderState(Labelled):
    """The states of an order (DESIGN §4.2)."""

    SENT = "sent", "待签收", "To receive"
    RECEIVED = "received", "办理中", "Handling"
    CONTESTED = "contested", "异议待裁", "Contested"
    REPORTED = "reported", "待审核", "Reported"
    REWORK = "rework", "退回重办", "Rework"
    CONFIRMED = "confirmed", "审核通过", "Confirmed"
    UPHELD = "upheld", "异议成立", "Contest upheld"
    CANCELLED = "cancelled", "已收回", "Cancelled"


OPEN_ORDER_STATES = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.CONTESTED, OrderState.REPORTED, OrderState.REWORK})


class UnitKind(Labelled):
    """What kind of unit holds the order."""

    CENTER = "center", "综治中心", "Governance centre"
    DEPARTMENT = "department", "部门", "Department"
    POLICE_STATION = "police_station", "派出所", "Police station"
    COURT_DESK = "court_desk", "法庭窗口", "Court desk"
    MEDIATION_COMMITTEE = "mediation_committee", "人民调解委员会", "Mediation committee"
    SOCIAL_ORGANIZATION = "social_organization", "社会组织", "Social organization"
    ENTERPRISE_BODY = "enterprise_body", "企业单位", "Enterprise body"
    DISCIPLINE_BODY = "discipline_body", "纪检监察机关", "Discipline body"


class Role(Labelled):
    """The role of a post at a unit; rights follow from it (DESIGN §5)."""

    CLERK = "clerk", "窗口登记员", "Window clerk"
    COORDINATOR = "coordinator", "协调员", "Coordinator"
    CENTER_HEAD = "center_head", "中心主任", "Head of centre"
    HANDLER = "handler", "经办人", "Handler"
    UNIT_HEAD = "unit_head", "单位负责人", "Head of unit"
    MEDIATOR = "mediator", "人民调解员", "Mediator"
    GRID_WORKER = "grid_worker", "网格员", "Grid worker"
    LEADER = "leader", "分管领导", "Leader"
    DISCIPLINE = "discipline", "纪检干部", "Discipline officer"
    AUDITOR = "auditor", "审计管理员", "Audit officer"
    SECURITY = "security", "安全管理员", "Security officer"
    SYSTEM_ADMIN = "system_admin", "系统管理员", "System administrator"
    PERSON = "person", "反映人", "The person who brought it"
    SYSTEM = "system", "系统", "System"


STAFF_ROLES = frozenset(
    {
        Role.CLERK,
        Role.COORDINATOR,
        Role.CENTER_HEAD,
        Role.HANDLER,
        Role.UNIT_HEAD,
        Role.MEDIATOR,
        Role.GRID_WORKER,
        Role.LEADER,
        Role.DISCIPLINE,
    }
)
CENTER_ROLES = frozenset({Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD, Role.GRID_WORKER})


class ClockKind(Labelled):
    """What a clock measures."""

    ACCEPTANCE = "acceptance", "受理期限", "Acceptance"
    HANDLING = "handling", "办理期限", "Handling"
    RECEIPT = "receipt", "签收期限", "Receipt"
    ORDER = "order", "工单期限", "Order"
    CONTEST = "contest", "异议裁定期限", "Ruling a contest"
    REFERRAL = "referral", "上级裁定期限", "Referred ruling"
    VERIFY = "verify", "核查期限", "Verification"
    ARRIVAL = "arrival", "报到期限", "Arrival"
    CARD = "card", "督办回复期限", "Answer to urging"
    HANDOVER = "handover", "移交期限", "Hand-over"
    REVIEW_REQUEST = "review_request", "申请复查复核期限", "Time to ask for review"
    REVIEW_OPINION = "review_opinion", "复查复核期限", "Review opinion"
