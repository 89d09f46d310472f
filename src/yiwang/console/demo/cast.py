"""The standing cast: one sign-in for each role and level, with what is worth trying; printed when the sample is ready."""

from __future__ import annotations

from typing import NamedTuple

from .plan import CityPlan, PostPlan

COUNTY, TOWN, VILLAGE = "370502", "370502001", "370502001011"
"""Where the cast works: one real village in one real street in one real district; more happens there than elsewhere."""


class Member(NamedTuple):
    """One sign-in of the cast."""

    username: str
    stands_for: str
    """The account in the plan that bears this name."""
    what: str


CAST = (
    Member("village", f"secretary.{VILLAGE}", "村书记：受理、分派、核查村里的事项；一号多岗"),
    Member("grid", f"grid.{VILLAGE}", "网格员：上报、当场办结；兼调解员"),
    Member("township", f"coordinator.{TOWN}", "街道协调员：待受理、待分派、待核查；吹哨"),
    Member("town-clerk", f"clerk.{TOWN}", "街道窗口：登记来访"),
    Member("town-leader", f"leader.{TOWN}", "街道分管领导：批示、包案"),
    Member("station", f"handler.{TOWN}.city", "街道市容环卫所经办人：签收、异议、办结上报"),
    Member("police", f"handler.{TOWN}.police", "派出所经办人"),
    Member("mediator", f"mediator.{TOWN}.committee", "街道人民调解员：调解工单"),
    Member("clerk", f"clerk.{COUNTY}", "区中心窗口登记员：登记、打印回执"),
    Member("coordinator", f"coordinator.{COUNTY}", "区中心协调员：队列、分派、裁定异议、核查办结"),
    Member("head", f"head.{COUNTY}", "区中心主任：审批延期与暂停"),
    Member("leader", f"leader.{COUNTY}", "区分管领导：批示、包案、督办"),
    Member("handler", f"handler.{COUNTY}.labour", "区人社局经办人：欠薪事项"),
    Member("unit-head", f"head.{COUNTY}.labour", "区人社局负责人：审批延期、回复督办"),
    Member("heating", f"handler.{COUNTY}.heat_body", "供热企业：采暖季投诉"),
    Member("court", f"handler.{COUNTY}.court", "法院诉调对接窗口"),
    Member("city", "coordinator.3705", "市中心协调员：提级件、上级裁定、转交下级"),
    Member("city-head", "head.3705", "市中心主任"),
    Member("discipline", "discipline.37.discipline", "省纪委监委：检举控告（被反映的是省中心，下级看不到）"),
    Member("auditor", "auditor.3705", "审计管理员：谁看过什么"),
    Member("security", "security.3705", "安全管理员"),
    Member("admin", "admin.3705", "系统管理员：单位、岗位、账号，不见内容"),
    Member("province", "coordinator.37", "省中心协调员：提到省里的事项"),
)


def name_cast(plan: CityPlan) -> None:
    """Give the accounts of the cast their short sign-in names."""
    short = {member.stands_for: member.username for member in CAST}
    missing = set(short) - set(plan.users)
    if missing:
        raise LookupError(f"nobody in the plan is {', '.join(sorted(missing))}")
    plan.users = {short.get(name, name): person for name, person in plan.users.items()}
    plan.posts = [PostPlan(post.unit, post.role, post.name, short.get(post.user, post.user)) for post in plan.posts]
