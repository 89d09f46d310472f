"""Texts to insert into the fields of an act: templates with their variables filled from the matter, and published answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import QueryDict

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.knowledge import queries as knowledge
from yiwang.knowledge.domain.variables import fill
from yiwang.matters.queries.page import MatterPage
from yiwang.web.forms.fields import Phrase
from yiwang.web.presenters.dates import full_day, last_day, local
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.names import Names


def phrases_for(*, page: MatterPage, actor: Actor, act: str, at: datetime) -> tuple[Phrase, ...]:
    """Return what may be inserted, its variables filled."""
    found = knowledge.phrases(actor=actor, act=act, category=page.case.category, at=at)
    if not found:
        return ()
    values = values_of(page=page, actor=actor, at=at)
    return tuple(Phrase(key=one.key, name=one.name, text=fill(one.text, values), public=one.public) for one in found)


def values_of(*, page: MatterPage, actor: Actor, at: datetime) -> dict[str, str]:
    """Return the values of the variables for this matter and who acts; what there is none of is left out."""
    unit = centers.unit(actor.unit) if actor.unit is not None else None
    return {
        "编号": page.number,
        "标题": page.title,
        "类别": Names(units={}, at=at).category(page.case.category),
        "登记日": full_day(local(page.registered).date()),
        "今天": full_day(local(at).date()),
        "期限": full_day(last_day(page.due)) if page.due else "",
        "单位": unit.name if unit else "",
        "岗位": label(Role(actor.role)),
        "电话": centers.phone(actor.unit) if actor.unit is not None else "",
    }


def inserted(posted: QueryDict | Mapping[str, str], name: str, values: tuple[str, ...], phrases: Sequence[Phrase]) -> tuple[str, ...]:
    """Return a field's value with the phrase asked for behind it: how the button works without a script."""
    if posted.get("insert_phrase") != name:
        return values
    text = next((one.text for one in phrases if one.key == posted.get(f"phrase_{name}")), "")
    held = values[0].rstrip() if values else ""
    return (f"{held}\n{text}".strip(),) if text else values
