"""The form that looks for a visitor's earlier matter by a contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from yiwang.matters.queries.policy import policy_at
from yiwang.web.forms.fields import Choice, Field, with_errors
from yiwang.web.presenters.marks import english


def fields(given: Mapping[str, str], errors: dict[str, str], at: datetime) -> list[Field]:
    """Return the fields with what was given and what is wrong with it."""
    kinds = (Choice(value="phone", label=_("电话")), Choice(value="document", label=_("证件号码")))
    entries = policy_at(at).body.lists["reveal_reasons"]
    reasons = tuple(Choice(value=entry.code, label=entry.en if english() else entry.zh) for entry in entries)
    shown = [
        Field(name="kind", label=_("按什么找"), widget="select", choices=kinds, values=(given["kind"] or "phone",)),
        Field(
            name="value",
            label=_("来访人给出的号码"),
            widget="line",
            values=(given["value"],),
            limit=24,
            hint=_("要完整、准确；不保存，不进网址。"),
            focus=True,
        ),
        Field(name="reason", label=_("查找事由"), widget="select", choices=reasons, values=(given["reason"],)),
    ]
    return with_errors(shown, errors)
