"""Reading answers and templates: found by words, title or first letters, due for review, offered for an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.infra import keyset, sql
from yiwang.kernel import chinese
from yiwang.kernel.calendar import day_of

from .access import owners
from .domain.words import SOON, State

PAGE = 30
_OFFERED = 12


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as lists and pages show it."""

    id: int
    unit_id: int
    title: str
    body: str
    category: str
    public: bool
    state: str
    version: int
    review_on: date | None
    published: datetime | None
    changed: datetime
    changed_by: int


class TemplateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A template as lists and pages show it."""

    id: int
    unit_id: int
    name: str
    text: str
    acts: list[str]
    category: str
    changed: datetime
    changed_by: int


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered beside a field: a template or a published answer, its variables not filled yet."""

    key: str
    name: str
    text: str
    public: bool
    """May be told to the person as it is."""


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an answer."""

    version: int
    title: str
    body: str
    at: datetime
    by: int


_ARTICLE = ", ".join(f"a.{name}" for name in ArticleRow.__struct_fields__)
_TEMPLATE = ", ".join(f"t.{name}" for name in TemplateRow.__struct_fields__)


def _matching(text: str) -> tuple[str, list[object]]:
    """Return the condition that finds an answer: all words of the question, or its letters in the title, or its first letters."""
    plain = chinese.plain(text).strip().replace("%", "").replace("_", "").replace("\\", "")
    if not plain:
        return "true", []
    words = chinese.pieces(plain)
    by_words = "a.words @> %s::text[]" if words else "false"
    values: list[object] = [words] if words else []
    return f"({by_words} OR a.title ILIKE %s OR a.initials LIKE %s)", [*values, f"%{plain}%", f"{plain}%"]


def articles(
    *, actor: Actor, at: datetime, text: str = "", show: str = "published", after: str = "", limit: int = PAGE
) -> keyset.Page[ArticleRow]:
    """Return answers this post may read, the latest change first: published, drafts of its own unit, or due for review there.

    Refused `bad_cursor`.
    """
    found, values = _matching(text)
    units = owners(actor, at)
    conditions = [found, "a.unit_id = ANY(%s)"]
    values.append(list(units) if show == "published" else list(units[:1]))
    if show == "due":
        conditions += ["a.state = 'published'", "a.review_on <= %s"]
        values.append(day_of(at) + SOON)
    elif show == "drafts":
        conditions.append("a.state <> 'published'")
    else:
        conditions.append("a.state = 'published'")
    return _page(conditions, values, after, limit)


def public_articles(*, text: str = "", after: str = "", limit: int = PAGE) -> keyset.Page[ArticleRow]:
    """Return what everybody may read. Refused `bad_cursor`."""
    found, values = _matching(text)
    return _page([found, "a.public", "a.state = 'published'"], values, after, limit)


def _page(conditions: Sequence[str], values: list[object], after: str, limit: int) -> keyset.Page[ArticleRow]:
    wanted = list(conditions)
    if after:
        wanted.append("(a.changed, a.id) < (%s, %s)")
        values = [*values, *keyset.decode(after, (datetime, int))]
    rows = sql.structs(
        ArticleRow,
        f"SELECT {_ARTICLE} FROM knowledge_article a WHERE {' AND '.join(wanted)} ORDER BY a.changed DESC, a.id DESC LIMIT %s",  # noqa: S608
        [*values, limit + 1],
    )
    return keyset.page(rows, limit=limit, key=lambda row: (row.changed, row.id))


def article(*, actor: Actor | None, key: int, at: datetime) -> ArticleRow | None:
    """Return an answer this post may read; what is not published is for its own unit. Without a post: what everybody may read."""
    rows = sql.structs(ArticleRow, f"SELECT {_ARTICLE} FROM knowledge_article a WHERE a.id = %s", [key])  # noqa: S608  # our own text
    if not rows:
        return None
    row, published = rows[0], rows[0].state == State.PUBLISHED
    if actor is None:
        return row if published and row.public else None
    units = owners(actor, at)
    return row if row.unit_id in (units if published else units[:1]) else None


def versions(key: int) -> list[VersionRow]:
    """Return the versions of an answer, newest first."""
    return sql.structs(
        VersionRow, "SELECT version, title, body, at, by FROM knowledge_version WHERE article_id = %s ORDER BY version DESC LIMIT 50", [key]
    )


def due_count(*, actor: Actor, at: datetime) -> int:
    """Return how many answers of the post's unit wait to be looked at again."""
    units = owners(actor, at)[:1]
    statement = "SELECT count(*) FROM knowledge_article WHERE unit_id = ANY(%s) AND state = 'published' AND review_on <= %s"
    return int(sql.scalar(statement, [list(units), day_of(at) + SOON]))


def templates(*, actor: Actor, at: datetime) -> list[TemplateRow]:
    """Return the templates offered to this post: its unit's own first."""
    units = list(owners(actor, at))
    return sql.structs(
        TemplateRow,
        f"SELECT {_TEMPLATE} FROM knowledge_template t WHERE t.unit_id = ANY(%s) AND t.retired IS NULL"  # noqa: S608  # our own text
        " ORDER BY array_position(%s::bigint[], t.unit_id), t.name LIMIT 200",
        [units, units],
    )


def template(*, actor: Actor, key: int) -> TemplateRow | None:
    """Return a template of the post's own unit."""
    rows = sql.structs(
        TemplateRow,
        f"SELECT {_TEMPLATE} FROM knowledge_template t WHERE t.id = %s AND t.unit_id = %s AND t.retired IS NULL",  # noqa: S608
        [key, actor.unit],
    )
    return rows[0] if rows else None


_PHRASES = """
    (SELECT 't' || t.id AS key, t.name, t.text, true AS public, array_position(%(units)s::bigint[], t.unit_id) AS near,
        length(t.category) AS fit
     FROM knowledge_template t
     WHERE t.unit_id = ANY(%(units)s) AND t.retired IS NULL AND (t.acts = '{}' OR %(act)s = ANY(t.acts)) AND t.category = ANY(%(steps)s)
     ORDER BY fit DESC, near, t.name LIMIT %(most)s)
    UNION ALL
    (SELECT 'a' || a.id, a.title, a.body, a.public, array_position(%(units)s::bigint[], a.unit_id), length(a.category)
     FROM knowledge_article a
     WHERE a.unit_id = ANY(%(units)s) AND a.state = 'published' AND a.category <> '' AND a.category = ANY(%(steps)s)
     ORDER BY 6 DESC, 5, a.title LIMIT %(most)s)
"""


def phrases(*, actor: Actor, act: str, category: str, at: datetime) -> list[Phrase]:
    """Return what may be inserted into the texts of an act on a matter of this category: templates first, then answers on it."""
    parts = category.split("-") if category else []
    units = list(owners(actor, at))
    if not units:
        return []
    steps = ["", *("-".join(parts[:length]) for length in range(1, len(parts) + 1))]
    rows = sql.rows(_PHRASES, {"units": units, "act": act, "steps": steps, "most": _OFFERED})
    return [Phrase(key=row["key"], name=row["name"], text=row["text"], public=row["public"]) for row in rows]
