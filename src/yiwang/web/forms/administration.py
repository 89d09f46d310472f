"""The administration's forms: fields made in one line, filled with what was posted, and days read as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.http import QueryDict
from django.utils.translation import gettext as _

from yiwang.centers.queries import UnitRow
from yiwang.kernel.refusals import Refused
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.dates import SHANGHAI
from yiwang.web.presenters.drawn import Drawn


@dataclass(frozen=True, kw_only=True)
class DeedForm(Drawn):
    """One form of the administration as its page draws it."""

    title: str
    button: str
    back: str
    about: str = ""
    intro: str = ""
    fields: Sequence[Field] = ()
    summary: Sequence[tuple[str, str]] = ()
    danger: bool = False
    icon: str = "check"


def line(name: str, label: str, *, value: str = "", required: bool = True, hint: str = "", limit: int = 100) -> Field:
    """Make a field of one line."""
    return Field(name=name, label=label, widget="line", values=(value,), required=required, hint=hint, limit=limit)


def whole_number(name: str, label: str, *, value: int, hint: str = "", limit: int = 3) -> Field:
    """Make a field for a small number."""
    return Field(name=name, label=label, widget="number", values=(str(value),), hint=hint, limit=limit)


def day(name: str, label: str, *, value: date | None = None, required: bool = True, hint: str = "") -> Field:
    """Make a field for a day."""
    return Field(
        name=name, label=label, widget="date", values=(value.isoformat() if value else "",), required=required, hint=hint, limit=10
    )


def pick_one(name: str, label: str, choices: Iterable[tuple[str, str]], *, value: str = "", required: bool = True, hint: str = "") -> Field:
    """Make a field to choose one thing from a short list."""
    rows = tuple(Choice(value=code, label=text) for code, text in choices)
    return Field(name=name, label=label, widget="select", choices=rows, values=(value,), required=required, hint=hint)


def pick_some(name: str, label: str, choices: Iterable[tuple[str, str]], *, values: Iterable[str] = (), hint: str = "") -> Field:
    """Make a field to choose one thing or several from a short list."""
    rows = tuple(Choice(value=code, label=text) for code, text in choices)
    return Field(name=name, label=label, widget="picks", choices=rows, values=tuple(values), hint=hint, quiet=True)


def pick_unit(
    name: str, label: str, *, found: Sequence[UnitRow], posted: QueryDict | None, href: str, required: bool = True, hint: str = ""
) -> Field:
    """Make a field to find a unit by typing; `found` are those that fit so far, the chosen one among them."""
    rows = tuple(Choice(value=str(row.id), label=row.name, note=row.region_name) for row in found)
    typed = posted.get(f"find_{name}", "")[:40] if posted is not None else ""
    return Field(
        name=name,
        label=label,
        widget="pick",
        choices=rows,
        required=required,
        hint=hint,
        lookup=typed,
        lookup_href=href,
        lookup_hint=_("单位名称或拼音首字母"),
    )


def filled(fields: Iterable[Field], posted: QueryDict | None) -> list[Field]:
    """Return the fields with what was posted in them; the first takes the focus when nothing was."""
    if posted is None:
        return [replace(field, focus=index == 0) for index, field in enumerate(fields)]
    return [replace(field, values=tuple(posted.getlist(field.name))) for field in fields]


def text_of(posted: QueryDict, name: str, limit: int = 200) -> str:
    """Return what was typed. Refused `too_long`."""
    value = posted.get(name, "").strip()
    if len(value) > limit:
        raise Refused("too_long", field=name, longest=limit)
    return value


def number_of(posted: QueryDict, name: str) -> int | None:
    """Return the number that was chosen, None for nothing that is one."""
    value = posted.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def day_of_form(posted: QueryDict, name: str, *, required: bool = True) -> date | None:
    """Return the day that was typed: 2026-12-01, with any sign between. Refused `bad_date`, `required`."""
    value = posted.get(name, "").strip()
    if not value:
        if required:
            raise Refused("required", field=name)
        return None
    parts = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?", value, re.ASCII)
    try:
        return date(*map(int, parts.groups())) if parts else date.fromisoformat(value)
    except ValueError as fault:
        raise Refused("bad_date", field=name) from fault


def moment_of_form(posted: QueryDict, name: str, *, required: bool = False) -> datetime | None:
    """Return the beginning of the day that was typed, in Shanghai. Refused as `day_of_form`."""
    found = day_of_form(posted, name, required=required)
    return datetime.combine(found, time(), SHANGHAI) if found else None


def chosen(posted: QueryDict, name: str, among: Iterable[str]) -> str:
    """Return what was chosen among these. Refused `required`, `bad_choice`."""
    value = posted.get(name, "").strip()
    if not value:
        raise Refused("required", field=name)
    if value not in set(among):
        raise Refused("bad_choice", field=name)
    return value
