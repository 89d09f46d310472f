"""What completes a matter that was registered in haste: who it is, where it was, what else was said."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from yiwang.web.forms.fields import Field

PERSON = ("name", "phone", "document", "address")


def person_fields(values: Mapping[str, str]) -> list[Field]:
    """Return the fields about the person who brought it; together they replace what was written down."""
    labels = {"name": _("姓名"), "phone": _("手机或电话"), "document": _("证件号"), "address": _("住址")}
    return [
        Field(
            name=name,
            label=labels[name],
            widget="tel" if name == "phone" else "line",
            required=False,
            values=(values[name],) if values.get(name) else (),
            limit=100,
            focus=name == "name",
        )
        for name in PERSON
    ]


def matter_fields(values: Mapping[str, str]) -> list[Field]:
    """Return the fields about the matter."""

    def one(name: str, text: str, widget: str, limit: int) -> Field:
        value = values.get(name, "")
        return Field(name=name, label=text, widget=widget, required=False, values=(value,) if value else (), limit=limit, rows=4)

    return [one("spot", _("具体地点（到楼号）"), "line", 200), one("text", _("补充的经过和诉求"), "text", 20_000)]
