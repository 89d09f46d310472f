"""The resident's answers read back before they are sent, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yiwang.centers import queries as centers
from yiwang.policy import queries as policy
from yiwang.policy.domain.words import Nature
from yiwang.privacy.masking import mask_phone
from yiwang.regions import queries as regions
from yiwang.web.forms.bring import AGAINST, kinds
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english


@dataclass(frozen=True)
class Row(Drawn):
    """One answer with the way back to its question."""

    label: str
    value: str
    step: str

    @property
    def href(self) -> str:
        """Address of the question."""
        return reverse("bring_step", args=[self.step])


@dataclass(frozen=True)
class NextStep(Drawn):
    """What happens, and when."""

    when: str
    what: str


def matter_rows(draft: dict[str, Any], at: datetime) -> list[Row]:
    """Return what was said about the thing."""
    kind = next((choice.label for choice in kinds() if choice.value == draft.get("nature")), "")
    leaf = policy.pack("categories", at).body.get(draft.get("category", ""))
    place = regions.full_name(draft.get("place", ""))
    return [
        Row(_("诉求"), kind, "kind"),
        Row(_("类别"), ((leaf.en or leaf.zh) if english() else leaf.zh) if leaf else "", "category"),
        Row(_("什么事"), draft.get("title", ""), "what"),
        Row(_("经过"), draft.get("story", ""), "what"),
        Row(_("材料"), "、".join(item["name"] for item in draft.get("files", [])) or _("没有"), "what"),
        Row(_("地点"), f"{place} {draft.get('address', '')}".strip(), "where"),
        *_accused(draft),
    ]


def _accused(draft: dict[str, Any]) -> list[Row]:
    """Return the units accused, and so who will not see it."""
    ids = [int(unit) for unit in draft.get("accused", []) if unit.isdigit()]
    if draft.get("nature") != Nature.ACCUSATION or not ids:
        return []
    names = "、".join(unit.name for unit in centers.units(ids).values())
    return [Row(_("检举控告的单位"), names, AGAINST), Row(_("谁看不到"), _("这些单位、它们的下级和借调人员"), AGAINST)]


def person_rows(draft: dict[str, Any]) -> list[Row]:
    """Return what was said about the person, the phone masked."""
    if draft.get("way") == "anonymous":
        return [Row(_("姓名"), _("不留姓名"), "who")]
    return [
        Row(_("姓名"), draft.get("name", ""), "who"),
        Row(_("电话"), mask_phone(draft.get("phone", "")), "who"),
        Row(_("谁能看到"), _("只有办理人员；看完整号码要写明理由并留记录"), "who"),
    ]


def next_steps() -> list[NextStep]:
    """Return what the person may expect, without promising what the rules do not."""
    return [
        NextStep(_("先核对"), _("综治中心核对情况，决定是否受理、由谁办。查进度时能看到受理期限。")),
        NextStep(_("受理以后"), _("承办单位办理并答复您。要延长期限，会说明理由。")),
        NextStep(_("办完以后"), _("请您评价。没解决，可以说明原因，按规定重新办理或申请复查。")),
    ]
