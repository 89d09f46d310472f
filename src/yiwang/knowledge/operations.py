"""Writing answers and templates: drafted by whoever handles matters, published by who answers for the unit, looked at again in time."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

import msgspec
from django.db import IntegrityError, transaction

from yiwang.centers.domain.actor import Actor
from yiwang.kernel import chinese
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import Act
from yiwang.policy import queries as packs
from yiwang.regions.pinyin import spell

from .access import publishes, writes
from .domain.variables import faults
from .domain.words import REVIEW_AFTER, State
from .models import Article, ArticleVersion, ReplyTemplate

LONGEST_TITLE, LONGEST_BODY = 120, 8000
_SOMEBODYS = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
"""Numbers of somebody: mobile telephones and identity cards. What an office is called by is none."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was typed."""

    title: str
    body: str
    category: str = ""
    public: bool = False


@transaction.atomic
def write(*, actor: Actor, written: Written, at: datetime, key: int | None = None) -> int:
    """Write an answer, or its next version, and return its number; a published one goes on being published.

    Refused `not_your_right`, `no_such_article`; BadInput: `required`, `too_long`, `no_such_category`, `names_nobody` (a mobile or
    identity number). A published answer is changed by who publishes.
    """
    unit = writes(actor)
    _check(written, at)
    values = {
        "title": written.title.strip(),
        "body": written.body.strip(),
        "category": written.category,
        "public": written.public,
        "changed": at,
        "changed_by": actor.user,
        "words": sorted(set(chinese.words(f"{written.title} {written.body}"))),
        "initials": spell(written.title.strip()[:40]).initials[:120],
    }
    if key is None:
        row = Article(unit_id=unit, state=State.DRAFT.value, version=1, **values)
    else:
        row = _own(unit, key)
        if row.state == State.PUBLISHED:
            publishes(actor)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
    row.save()
    ArticleVersion.objects.create(article=row, version=row.version, title=row.title, body=row.body, at=at, by=actor.user)
    return row.pk


def _check(written: Written, at: datetime) -> None:
    wrong = [Refused("required", field=name) for name in ("title", "body") if not getattr(written, name).strip()]
    for name, longest in (("title", LONGEST_TITLE), ("body", LONGEST_BODY)):
        if len(getattr(written, name)) > longest:
            wrong.append(Refused("too_long", field=name, longest=longest))
    wrong += [Refused("names_nobody", field=name) for name in ("title", "body") if _SOMEBODYS.search(getattr(written, name))]
    if written.category and packs.pack("categories", at).body.get(written.category) is None:
        wrong.append(Refused("no_such_category", field="category"))
    if wrong:
        raise BadInput(wrong)


@transaction.atomic
def publish(*, actor: Actor, key: int, at: datetime, review_on: date | None = None) -> None:
    """Publish an answer until somebody looks at it again. Refused `not_your_right`, `no_such_article`, `in_the_past`."""
    row = _own(publishes(actor), key)
    day = review_on or day_of(at) + REVIEW_AFTER
    if day <= day_of(at):
        raise Refused("in_the_past", field="review_on")
    row.state, row.review_on, row.published, row.changed, row.changed_by = State.PUBLISHED.value, day, row.published or at, at, actor.user
    row.save()


@transaction.atomic
def withdraw(*, actor: Actor, key: int, at: datetime) -> None:
    """Take a published answer down. Refused `not_your_right`, `no_such_article`."""
    row = _own(publishes(actor), key)
    if row.state != State.PUBLISHED:
        raise Refused("no_such_article")
    row.state, row.changed, row.changed_by = State.WITHDRAWN.value, at, actor.user
    row.save()


def _own(unit: int, key: int) -> Article:
    row = Article.objects.select_for_update().filter(pk=key, unit_id=unit).first()
    if row is None:
        raise Refused("no_such_article")
    return row


@transaction.atomic
def save_template(*, actor: Actor, name: str, text: str, acts: Collection[str], category: str, at: datetime, key: int | None = None) -> int:
    """Save a template of one's unit and return its number; one with a variable nobody knows cannot be saved.

    Refused `not_your_right`, `no_such_template`; BadInput: `reply_unknown_variable` (with the nearest), `template_stray_brace`, `required`,
    `too_long`, `unknown_choice` (acts), `no_such_category`, `name_in_use`.
    """
    unit = publishes(actor)
    wrong = list(faults(text))
    if not name.strip():
        wrong.append(Refused("required", field="name"))
    if len(name) > 60:
        wrong.append(Refused("too_long", field="name", longest=60))
    if set(acts) - set(Act):
        wrong.append(Refused("unknown_choice", field="acts"))
    if category and packs.pack("categories", at).body.get(category) is None:
        wrong.append(Refused("no_such_category", field="category"))
    if wrong:
        raise BadInput(wrong)
    row = ReplyTemplate(unit_id=unit) if key is None else _own_template(unit, key)
    row.name, row.text, row.acts, row.category = name.strip(), text.strip(), sorted(acts), category
    row.changed, row.changed_by = at, actor.user or 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refused("name_in_use", field="name") from fault
    return row.pk


@transaction.atomic
def retire_template(*, actor: Actor, key: int, at: datetime) -> None:
    """Offer a template no more. Refused `not_your_right`, `no_such_template`."""
    row = _own_template(publishes(actor), key)
    row.retired, row.changed, row.changed_by = at, at, actor.user or 0
    row.save()


def _own_template(unit: int, key: int) -> ReplyTemplate:
    row = ReplyTemplate.objects.select_for_update().filter(pk=key, unit_id=unit, retired=None).first()
    if row is None:
        raise Refused("no_such_template")
    return row
