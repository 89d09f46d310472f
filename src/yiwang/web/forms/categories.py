"""The field to find a category by words, first letters or code: a group of them as well as a single one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yiwang.policy import queries as packs
from yiwang.policy.domain.categories import Category
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.marks import english


def category_field(request: HttpRequest, at: datetime, *, value: str = "", required: bool = True) -> Field:
    """Make the field; what was chosen before stays among the choices."""
    posted = request.POST if request.method == "POST" else None
    typed = posted.get("find_category", "").strip()[:40] if posted is not None else ""
    found = categories(typed, at)
    kept = posted.get("category", "") if posted is not None else value
    node = packs.pack("categories", at).body.get(kept)
    if node is not None and node not in found:
        found = [node, *found]
    return Field(
        name="category",
        label=_("类别"),
        widget="pick",
        choices=as_choices(found, at),
        values=(kept,),
        required=required,
        hint=_("选一个大类，就管它下面的所有类别"),
        lookup=typed,
        lookup_href=reverse("find_categories"),
        lookup_hint=_("类别名称或拼音首字母"),
    )


def categories(text: str, at: datetime) -> list[Category]:
    """Return groups and single categories that fit, groups first."""
    word = text.strip().lower()
    if not word:
        return []
    tree = packs.pack("categories", at).body
    groups = [node for node in tree.nodes if tree.children(node.code) and (word in node.zh or node.initials.startswith(word))]
    return [*groups[:8], *tree.search(word, limit=16)]


def as_choices(nodes: Sequence[Category], at: datetime) -> tuple[Choice, ...]:
    """Return categories as one chooses them, each with its code and the groups it lies in."""
    tree = packs.pack("categories", at).body
    return tuple(
        Choice(
            value=node.code,
            label=(node.en or node.zh) if english() else node.zh,
            note=f"{node.code} · {' › '.join(step.zh for step in tree.path(node.code)[:-1])}".strip(" ·"),
        )
        for node in nodes
    )
