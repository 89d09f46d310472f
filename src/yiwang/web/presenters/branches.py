"""The lines of business a unit belongs to (系统), by their codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

BRANCHES = {
    "agriculture": gettext_lazy("农业农村"),
    "city": gettext_lazy("城市管理"),
    "civil": gettext_lazy("民政"),
    "committee": gettext_lazy("村（社区）"),
    "construction": gettext_lazy("住房和城乡建设"),
    "court": gettext_lazy("法院"),
    "disabled": gettext_lazy("残联"),
    "discipline": gettext_lazy("纪检监察"),
    "education": gettext_lazy("教育"),
    "emergency": gettext_lazy("应急管理"),
    "enforcement": gettext_lazy("综合执法"),
    "environment": gettext_lazy("生态环境"),
    "gas_body": gettext_lazy("供气"),
    "health": gettext_lazy("卫生健康"),
    "heat_body": gettext_lazy("供热"),
    "justice": gettext_lazy("司法行政"),
    "labour": gettext_lazy("人力资源和社会保障"),
    "market": gettext_lazy("市场监管"),
    "medicare": gettext_lazy("医疗保障"),
    "petition": gettext_lazy("信访"),
    "police": gettext_lazy("公安"),
    "power_body": gettext_lazy("供电"),
    "property_body": gettext_lazy("物业"),
    "resources": gettext_lazy("自然资源"),
    "service": gettext_lazy("便民服务"),
    "social": gettext_lazy("社会工作"),
    "transport": gettext_lazy("交通运输"),
    "veteran": gettext_lazy("退役军人"),
    "water": gettext_lazy("水务"),
    "water_body": gettext_lazy("供水"),
    "women": gettext_lazy("妇联"),
}
"""Code → name. An installation may keep lines of its own; those are shown as they were written."""


def branch_name(code: str) -> str:
    """Return the name of a line of business, or what was written where it has no code."""
    return str(BRANCHES.get(code, code))
