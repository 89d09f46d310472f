"""The window's registration form: visitors, matter, place; three fields are enough on a market day."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from yiwang.matters.domain.words import Channel, Nature
from yiwang.matters.operations import Intake, PartyIn
from yiwang.policy.domain.categories import Categories
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import label

MOST_VISITORS = 8
SPEAKERS = ("agent", "representative")
PARTY_FIELDS = ("part", "name", "phone", "document", "address", "relation")
WIDTHS = {"part": "c2", "name": "c3", "phone": "c3", "document": "c4", "address": "c8", "relation": "c4"}
"""Columns of twelve that a visitor's field takes."""
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "files"})
"""What a draft leaves out: the page's token, and uploads, which are kept by their own tokens."""


@dataclass(frozen=True, kw_only=True)
class VisitorRow(Drawn):
    """The fields of one visitor, each with the columns it takes."""

    no: int
    fields: list[tuple[str, Field]]
    visiting: bool

    @property
    def speaks(self) -> bool:
        """Whether this visitor speaks for another, so that it matters what they are to them."""
        return any(field.name == "part" and field.value in SPEAKERS for _width, field in self.fields)


def parts() -> tuple[Choice, ...]:
    """Return what a visitor can be in a matter."""
    return (
        Choice(value="reporter", label=_("反映人")),
        Choice(value="agent", label=_("代办人")),
        Choice(value="representative", label=_("代表")),
        Choice(value="claimant", label=_("当事群众")),
        Choice(value="counterpart", label=_("对方")),
    )


def visitors(values: QueryDict, errors: dict[str, str]) -> list[VisitorRow]:
    """Return the rows of visitors as given, one at least."""
    wanted = len(values.getlist("name")) + (1 if values.get("add_visitor") else 0)
    shown = min(MOST_VISITORS, max(1, wanted))
    here = set(values.getlist("visiting"))
    return [
        VisitorRow(
            no=no, fields=[(WIDTHS[name], _visitor_field(name, no, values, errors)) for name in PARTY_FIELDS], visiting=str(no) in here
        )
        for no in range(shown)
    ]


def _visitor_field(name: str, no: int, values: QueryDict, errors: dict[str, str]) -> Field:
    labels = {
        "part": _("身份"),
        "name": _("姓名"),
        "phone": _("手机或电话"),
        "document": _("证件号"),
        "address": _("住址"),
        "relation": _("与当事人的关系"),
    }
    given = values.getlist(name)
    asked_for = "agent" if no and values.get("add_visitor") == "agent" else "reporter"
    return Field(
        name=name,
        label=labels[name],
        widget={"part": "select", "phone": "tel"}.get(name, "line"),
        required=False,
        choices=parts() if name == "part" else (),
        values=(given[no],) if no < len(given) else ((asked_for,) if name == "part" else ()),
        error=errors.get(f"parties.{no}.{name}", "") or (errors.get("parties", "") if name == "name" and no == 0 else ""),
        limit=100,
        suffix=f"-{no}",
        focus=name == "name" and no == 0,
    )


def matter_fields(values: QueryDict, tree: Categories, kept: tuple[Choice, ...]) -> dict[str, Field]:
    """Return the fields about the matter by name."""

    def one(name: str, text: str, widget: str, *, required: bool = False, **more: object) -> Field:
        value = values.get(name, defaults.get(name, ""))
        return Field(name=name, label=text, widget=widget, required=required, values=(value,) if value else (), **more)  # type: ignore[arg-type]

    defaults = {"channel": Channel.WINDOW.value}
    channels = tuple(Choice(value=channel, label=label(channel)) for channel in Channel if channel not in (Channel.WEB, Channel.API))
    fields = (
        one("title", _("标题"), "line", limit=60),
        one("narrative", _("经过和诉求"), "text", required=True, rows=3, limit=20_000),
        one("category", _("类别"), "pick", required=True),
        one("nature", _("诉求性质"), "select", choices=natures_of(tree, values.get("category", ""))),
        one("channel", _("来源渠道"), "select", required=True, choices=channels),
        one("place", _("发生地（村或社区）"), "pick", required=True),
        one("address", _("具体地点（到楼号）"), "line", limit=200),
        one("room", _("门牌室号（加密保存）"), "line", limit=100),
        one("claimants", _("涉及人数（群体事项）"), "number", limit=6),
        one("anonymous", _("反映人要求匿名"), "flag"),
        Field(name="files", label=_("材料"), widget="files", required=False, kept=kept),
    )
    return {field.name: field for field in fields}


def natures_of(tree: Categories, category: str) -> tuple[Choice, ...]:
    """Return the natures a matter of this category may have, the most usual first; all of them before one is chosen."""
    node = tree.get(category) if category else None
    return tuple(Choice(value=nature, label=label(nature)) for nature in ((node.natures if node else ()) or Nature))


def intake_of(values: QueryDict, files: list[dict[str, str]]) -> Intake:
    """Return what was filled in as the operation takes it; rows of visitors without any entry are left out."""
    count = values.get("claimants", "").strip()
    return Intake(
        category=values.get("category", ""),
        nature=values.get("nature", ""),
        place=values.get("place", ""),
        narrative=values.get("narrative", ""),
        title=values.get("title", ""),
        channel=values.get("channel") or Channel.WINDOW,
        address=values.get("address", ""),
        room=values.get("room", ""),
        parties=_parties(values),
        anonymous=bool(values.get("anonymous")),
        accused_units=accused_of(values),
        claimants=int(count) if count.isdigit() else (-1 if count else 0),
        files=tuple(UUID(f["id"]) for f in files),
    )


def accused_of(values: QueryDict) -> tuple[int, ...]:
    """Return the units that are accused."""
    return tuple(int(unit) for unit in values.getlist("accused_units") if unit.isdigit() and len(unit) < 19)


def _parties(values: QueryDict) -> tuple[PartyIn, ...]:
    columns = {name: values.getlist(name) for name in PARTY_FIELDS}
    here = set(values.getlist("visiting"))
    parties = []
    for no in range(min(MOST_VISITORS, len(columns["name"]))):
        row = {name: given[no].strip() if no < len(given) else "" for name, given in columns.items()}
        if row["name"] or row["phone"] or row["document"]:
            parties.append(PartyIn(**(row | {"part": row["part"] or "reporter"}), visiting=str(no) in here))
    return tuple(parties)


def values_to_keep(posted: QueryDict) -> dict[str, list[str]]:
    """Return what a draft keeps of a form, as lists by name."""
    return {name: posted.getlist(name) for name in posted if name not in NOT_KEPT}


def values_of(kept: dict[str, list[str]]) -> QueryDict:
    """Return a kept form as if it had been posted."""
    values = QueryDict(mutable=True)
    for name, given in kept.items():
        values.setlist(name, given)
    return values
