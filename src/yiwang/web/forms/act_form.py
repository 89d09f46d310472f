"""One form builder for all acts: the fields come from the act's own specification, the choices from who asks and about what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act, ActSpec, Input, Kind
from yiwang.web.forms.fields import Choice, Field, Phrase
from yiwang.web.forms.phrases import inserted
from yiwang.web.presenters.marks import english, icon_svg

WIDGETS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.LINE: "line",
    Kind.UNIT: "pick",
    Kind.UNITS: "picks",
    Kind.CHOICE: "radio",
    Kind.FLAG: "flag",
    Kind.DAYS: "number",
    Kind.DATE: "select",
    Kind.STARS: "stars",
    Kind.CATEGORY: "pick",
    Kind.MATTER: "line",
    Kind.USER: "select",
    Kind.FILES: "files",
    Kind.COUNT: "number",
    Kind.PARTY: "select",
    Kind.MONEY: "line",
    Kind.PLACE: "pick",
}
LIMITS: dict[Kind, int] = {Kind.TEXT: 4000, Kind.LINE: 200, Kind.DAYS: 4, Kind.COUNT: 6, Kind.MONEY: 16, Kind.MATTER: 24}
MANY = frozenset({Kind.UNITS, Kind.FILES})
MARKS_IN_LABEL = ("（反映人可见）", " (the person can read it)")
"""The specification names visibility in the label; the page draws it as a mark beside the field instead."""


class Asker(Protocol):
    """Knows what can be chosen for an input, for this person on this matter."""

    def choices(self, field: Input, /) -> tuple[Choice, ...]:
        """Return the choices of the input, or none when it is typed."""

    def hint(self, field: Input, /) -> str:
        """Return one line of help, or nothing."""

    def lookup_href(self, field: Input, /) -> str:
        """Return where more choices are looked up while typing, or nothing."""


def _label(field: Input) -> str:
    text = field.en if english() else field.zh
    for mark in MARKS_IN_LABEL:
        text = text.replace(mark, "")
    return text


def _lookup_hint(kind: Kind) -> str:
    words = {Kind.CATEGORY: _("类别名称或拼音首字母"), Kind.PLACE: _("地名或拼音首字母")}
    return words.get(kind, _("单位名称或拼音首字母"))


def star_choices() -> tuple[Choice, ...]:
    """Return the five steps of satisfaction, best first, each with its face."""
    steps = (
        ("5", _("非常满意"), "mood-heart"),
        ("4", _("满意"), "mood-smile"),
        ("3", _("基本满意"), "mood-neutral"),
        ("2", _("不满意"), "mood-sad"),
        ("1", _("非常不满意"), "mood-angry"),
    )
    return tuple(Choice(value=value, label=label, note=icon_svg(icon)) for value, label, icon in steps)


def asked_of(spec: ActSpec, subject: str) -> ActSpec:
    """Return what is asked about this subject: who a further claimant is, is not asked of one who has a line already."""
    if spec.act is Act.NOTE:  # which instruction a note answers is known from where it is written
        return msgspec.structs.replace(spec, inputs=tuple(i for i in spec.inputs if i.name != "answers"))
    if spec.act is not Act.LIST_CLAIM or subject == "m":
        return spec
    return msgspec.structs.replace(spec, inputs=tuple(i for i in spec.inputs if not i.personal and i.kind is not Kind.PARTY))


def build(
    *,
    spec: ActSpec,
    asker: Asker,
    posted: QueryDict | None = None,
    kept: tuple[Choice, ...] = (),
    needed: Collection[str] = (),
    phrases: Sequence[Phrase] = (),
) -> list[Field]:
    """Return the fields of the act's form, filled with what was posted before; `needed` are those that this matter asks for besides."""
    fields = []
    for given in spec.inputs:
        widget = WIDGETS[given.kind]
        choices = star_choices() if given.kind is Kind.STARS else asker.choices(given)
        if given.kind is Kind.CHOICE and len(choices) > 6:
            widget = "pick"
        if given.kind is Kind.DATE and not choices:
            widget = "line"
        values = tuple(posted.getlist(given.name)) if posted is not None else ()
        fitting = tuple(one for one in phrases if one.public or not given.public) if given.kind is Kind.TEXT else ()
        fields.append(
            Field(
                name=given.name,
                label=_label(given),
                widget=widget,
                required=given.required or given.name in needed,
                public=given.public,
                hint=asker.hint(given),
                choices=choices,
                values=inserted(posted, given.name, values, fitting) if posted is not None else values,
                phrases=fitting,
                limit=LIMITS.get(given.kind, 2000),
                focus=not fields,
                kept=kept if given.kind is Kind.FILES else (),
                lookup=posted.get(f"find_{given.name}", "") if posted is not None else "",
                lookup_href=asker.lookup_href(given),
                lookup_hint=_lookup_hint(given.kind),
            )
        )
    return fields


def raw(*, spec: ActSpec, posted: QueryDict, files: list[str] | None = None) -> Mapping[str, object]:
    """Return the posted values by input name as the operation takes them: strings, lists of strings, flags."""
    data: dict[str, object] = {}
    for given in spec.inputs:
        if given.kind is Kind.FILES:
            if files:
                data[given.name] = files
        elif given.kind is Kind.FLAG:
            if posted.get(given.name):
                data[given.name] = True
        elif given.kind in MANY:
            values = [v for v in posted.getlist(given.name) if v]
            if values:
                data[given.name] = values
        else:
            value = posted.get(given.name, "").strip()
            if value:
                data[given.name] = value
    return data
