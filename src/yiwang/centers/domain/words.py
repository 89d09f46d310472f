"""The words of the organisation: kinds of unit and roles of posts, with the label printed on the screen."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


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
