"""The window's registration form: visitors, matter, place; three fields are enough on a market day."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from yiwang.matters.domain.words import Channel, Nature
from yiwang.matters.operations import Intake, PartyIn
from yiwang.policy.domain.categories import Categories
from yiwang.web.forms.bring import found_categories
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.marks import label

MOST_VISITORS = 8
PARTY_FIELDS = ("part", "name", "phone", "document", "address")


@dataclass(frozen=True, kw_only=True)
class VisitorRow:
    """The fields of one visitor."""

    no: int
    fields: list[Field]


def parts() -> tuple[Choice, ...]:
    """Return what a visitor can be in a matter."""
    return (
        Choice(value="reporter", label=_("反映人")),
        Choice(value="agent", label=_("代办人")),
        Choice(value="representative", label=_("代表")),
        Choice(value="claimant", label=_("当事群众")),
        Choice(value="counterpart", label=_("对方")),
    )


def visitors(posted: QueryDict, errors: dict[str, str]) -> list[VisitorRow]:
    """Return the rows of visitors as posted, one at least."""
    shown = min(MOST_VISITORS, max(1, len(posted.getlist("name")) + (1 if posted.get("add_visitor") else 0)))
    labels = {"part": _("身份"), "name": _("姓名"), "phone": _("手机或电话"), "document": _("证件号"), "address": _("住址")}
    rows = []
    for no in range(shown):
        fields = []
        for name in PARTY_FIELDS:
            values = posted.getlist(name)
            error = errors.get(f"parties.{no}.{name}", "") or (errors.get("parties", "") if name == "name" and no == 0 else "")
            fields.append(
                Field(
                    name=name,
                    label=labels[name],
                    widget={"part": "select", "phone": "tel"}.get(name, "line"),
                    required=False,
                    choices=parts() if name == "part" else (),
                    values=(values[no],) if no < len(values) else (("reporter",) if name == "part" else ()),
                    error=error,
                    limit=100,
                    suffix=f"-{no}",
                    focus=name == "name" and no == 0,
                )
            )
        rows.append(VisitorRow(no=no, fields=fields))
    return rows


def matter_fields(posted: QueryDict, tree: Categories, kept: tuple[Choice, ...]) -> dict[str, Field]:
    """Return the fields about the matter by name."""

    def one(name: str, text: str, widget: str, *, required: bool = False, **more: object) -> Field:
        value = posted.get(name, defaults.get(name, ""))
        return Field(name=name, label=text, widget=widget, required=required, values=(value,) if value else (), **more)  # type: ignore[arg-type]

    defaults = {"channel": Channel.WINDOW.value} if not posted else {}
    word = posted.get("find_category", "").strip()[:40]
    natures = tuple(Choice(value=nature, label=label(nature)) for nature in Nature)
    channels = tuple(Choice(value=channel, label=label(channel)) for channel in Channel if channel not in (Channel.WEB, Channel.API))
    fields = (
        one("title", _("标题"), "line", limit=60, hint=_("不写时取经过的第一句。标题会出现在列表里，不要写姓名和电话。")),
        one("narrative", _("经过和诉求"), "text", required=True, rows=6, limit=20_000),
        one(
            "category",
            _("类别"),
            "pick",
            required=True,
            choices=found_categories(tree, word=word, chosen=posted.get("category", ""), limit=12),
            lookup=word,
            lookup_href=reverse("window_categories"),
            lookup_hint=_("打字查找，例如 工资、zy"),
        ),
        one("nature", _("诉求性质"), "select", choices=natures),
        one("channel", _("来源渠道"), "select", required=True, choices=channels),
        one("address", _("具体地点（到楼号）"), "line", limit=200),
        one("room", _("门牌室号（加密保存）"), "line", limit=100),
        one("claimants", _("涉及人数（群体事项）"), "number", limit=6),
        one("anonymous", _("反映人要求匿名"), "flag"),
        Field(name="files", label=_("材料"), widget="files", required=False, kept=kept),
    )
    return {field.name: field for field in fields}


def intake_of(posted: QueryDict, files: list[dict[str, str]]) -> Intake:
    """Return what was filled in as the operation takes it; rows of visitors without any entry are left out."""
    columns = {name: posted.getlist(name) for name in PARTY_FIELDS}
    parties = []
    for no in range(min(MOST_VISITORS, len(columns["name"]))):
        row = {name: values[no].strip() if no < len(values) else "" for name, values in columns.items()}
        if row["name"] or row["phone"] or row["document"]:
            parties.append(PartyIn(**(row | {"part": row["part"] or "reporter"})))
    count = posted.get("claimants", "").strip()
    return Intake(
        category=posted.get("category", ""),
        nature=posted.get("nature", ""),
        place=posted.get("place", ""),
        narrative=posted.get("narrative", ""),
        title=posted.get("title", ""),
        channel=posted.get("channel") or Channel.WINDOW,
        address=posted.get("address", ""),
        room=posted.get("room", ""),
        parties=tuple(parties),
        anonymous=bool(posted.get("anonymous")),
        accused_units=tuple(int(unit) for unit in posted.getlist("accused_units") if unit.isdigit()),
        claimants=int(count) if count.isdigit() else (-1 if count else 0),
        files=tuple(UUID(f["id"]) for f in files),
    )
