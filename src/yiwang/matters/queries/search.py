"""Finding matters by words: in title, place, what was brought and what was written since; by units and places by name or first letters.

The rule of access is asked in the same statement, before anything is counted, cut off or shown: what one may not see adds to nothing.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.infra import keyset, sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.privacy.deidentify import shown
from yiwang.privacy.sealing import Unsealable
from yiwang.regions import queries as regions

from ..access import READERS, rule, visible_to
from ..domain.asked import Part, Piece, excerpt, pieces, read
from ..ledger.texts import SealedText, open_text
from ..readable import weight_of
from .queues import named
from .rows import COLUMNS, Filters, MatterRow
from .windows import each_window, windows

CAP = 5_000
"""Hits that are counted, and among which relevance is judged: the newest."""
SORTS = ("time", "relevance")
_PLACEHOLDER = re.compile(r"〔(当事人\d*)?[^〔〕]*〕")


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """A unit or place that a word of the question names."""

    kind: str
    """unit or place."""
    key: str
    """Id of the unit, code of the region."""
    name: str
    word: str

    @property
    def mark(self) -> str:
        """The mark that matters of it bear."""
        return f"u{self.key}" if self.kind == "unit" else f"l{self.key}"


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that was found, with what to make visible."""

    row: MatterRow
    title: tuple[Piece, ...]
    address: tuple[Piece, ...]
    excerpt: tuple[Piece, ...] = ()
    act: str = ""
    """Of which act the excerpt is."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One page of what was found."""

    hits: tuple[Hit, ...] = ()
    after: str = ""
    total: int | None = None
    """How many, on the first page; `CAP` + 1 for more than `CAP`."""
    meant: tuple[Meant, ...] = ()

    @property
    def capped(self) -> bool:
        """Whether there are more than are counted."""
        return self.total is not None and self.total > CAP


_HIT = """
SELECT s.county, s.matter_id, {rank} AS rank FROM matter_search s {join}
WHERE s.matter_id >= '{{low}}' AND s.matter_id < '{{high}}' AND {found} ORDER BY s.matter_id DESC LIMIT %s
"""
_MARKED = """
(NOT s.marks @> ARRAY['g'] OR EXISTS (SELECT FROM matter m WHERE m.county = s.county AND m.id = s.matter_id AND {seen}))
"""
"""Where nobody is blocked, and accusations have no words here, bearing one of the marks is the rule itself (a test holds them together);
the others are asked about one by one. What is shown is asked of the rule again."""
_SEARCH = """
WITH hit AS MATERIALIZED (SELECT h.* FROM ({hits}) h LIMIT %s),
page AS (SELECT * FROM hit {start} ORDER BY {order} LIMIT %s)
SELECT {columns}, m.county, m.id AS matter_id, page.rank, (SELECT count(*) FROM hit) AS total,
    (SELECT coalesce(json_agg(json_build_object('seq', t.seq, 'name', t.name, 'sealed', encode(t.sealed, 'base64'),
        'found', encode(t.found, 'base64'), 'act', e.act, 'part', e.data->>'part') ORDER BY t.seq DESC), '[]')::text
     FROM matter_text t JOIN ledger_entry e ON e.county = t.county AND e.matter_id = t.matter_id AND e.seq = t.seq
     WHERE t.county = page.county AND t.matter_id = page.matter_id AND t.sealed IS NOT NULL) AS texts
FROM page JOIN matter m ON m.county = page.county AND m.id = page.matter_id
WHERE m.nature <> 'accusation' AND {seen} ORDER BY {outer}
"""
_RANK = "ts_rank(ARRAY[0.1, 0.3, 0.6, 1.0]::real[], s.words, %s::tsquery, 1)::float8"


def search(
    *,
    actor: Actor,
    text: str,
    at: datetime,
    filters: Filters = Filters(),  # noqa: B008  # frozen
    sort: str = "time",
    after: str = "",
    limit: int = 25,
) -> Found:
    """Return one page of what is found by `text`, the newest first or (`sort="relevance"`) what fits best among the newest `CAP`.

    Refused `bad_cursor`, `unknown_sort`; BadInput by filter. Nothing is found by a text without words.
    """
    if sort not in SORTS:
        raise Refused("unknown_sort", field="sort")
    if "\x00" in text:
        raise BadInput([Refused("bad_characters", field="q")])
    parts = read(text)
    if not parts or actor.role not in READERS:
        return Found()
    net = centers.net(at)
    meant = _meant(parts, actor, net)
    rows = _rows(parts, meant, actor, net, at, filters=filters, sort=sort, after=after, limit=limit + 1)
    total = (rows[0]["total"] if rows else 0) if not after else None
    page = keyset.page(rows, limit=limit, key=lambda row: (row["rank"], row["matter_id"]))
    marks = [mark for part in parts for mark in part.marks]
    return Found(hits=_hits(page.rows, marks), after=page.after, total=total, meant=meant)


def _rows(
    parts: Sequence[Part],
    meant: Sequence[Meant],
    actor: Actor,
    net: Net,
    at: datetime,
    *,
    filters: Filters,
    sort: str,
    after: str,
    limit: int,
) -> list[dict[str, Any]]:
    found, values = _found(parts, meant)
    allowed, allowed_values = visible_to(actor, net)
    narrowed, narrowing = filters.sql(at)
    marks = rule(actor, net).marks() or frozenset()
    found, values = f"s.marks && %s::text[] AND {found} AND {_MARKED.format(seen=allowed)}", [sorted(marks), *values, *allowed_values]
    before, start, start_values, most = None, "", [], CAP + 1
    if after:
        rank, last = keyset.decode(after, (float, UUID))
        if sort == "time":
            before, most = last, limit
        else:
            start, start_values = "WHERE (rank, matter_id) < (%s::float8, %s::uuid)", [rank, last]
    by_rank = sort == "relevance"
    ranked = [" | ".join(f"({part.query})" for part in parts)] if by_rank else []
    asked = windows(at, before=before)
    hit = _HIT.format(
        rank=_RANK if by_rank else "0::float8",
        found=f"{found}{narrowed}",
        join="JOIN matter m ON m.county = s.county AND m.id = s.matter_id" if narrowed else "",
    )
    statement = _SEARCH.format(
        hits=each_window(hit, asked),
        seen=allowed,
        start=start,
        order="rank DESC, matter_id DESC" if by_rank else "matter_id DESC",
        outer="page.rank DESC, page.matter_id DESC" if by_rank else "page.matter_id DESC",
        columns=COLUMNS,
    )
    each = [*ranked, *values, *narrowing, most]
    return sql.rows(statement, [*each * len(asked), most, *start_values, limit, *allowed_values])


def _found(parts: Sequence[Part], meant: Sequence[Meant]) -> tuple[str, list[Any]]:
    """Return the condition that every part is met, by its words or as the name of a unit or place."""
    plain = [part for part in parts if not any(each.word == part.text for each in meant)]
    conditions, values = [], []
    if plain:
        conditions.append("s.words @@ %s::tsquery")
        values.append(" & ".join(f"({part.query})" for part in plain))
    for part in parts:
        if marks := sorted(each.mark for each in meant if each.word == part.text):
            conditions.append("(s.words @@ %s::tsquery OR s.marks && %s::text[])")
            values += [part.query, marks]
    return f"({' AND '.join(conditions)})", values


def _meant(parts: Sequence[Part], actor: Actor, net: Net) -> tuple[Meant, ...]:
    """Return the units and places that the parts name, around the actor's own place."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    words = [part.text for part in parts if len(part.text) > 1]
    if facts is None or not words:
        return ()
    within = facts.region[:6]
    units = [
        Meant(kind="unit", key=str(row.id), name=row.name, word=word)
        for word, rows in centers.units_called(words, within).items()
        for row in rows
    ]
    places = [
        Meant(kind="place", key=row.code, name=row.name, word=word) for word, rows in regions.called(words, within).items() for row in rows
    ]
    return (*places, *units)


def _hits(rows: Sequence[dict[str, Any]], marks: Sequence[str]) -> tuple[Hit, ...]:
    found = []
    for row, plain in zip(named(list(rows)), rows, strict=True):
        stretch, act = _excerpt(plain, marks)
        found.append(Hit(row=row, title=pieces(row.title, marks), address=pieces(row.address, marks), excerpt=stretch, act=act))
    return tuple(found)


class _Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a matter that was found, still sealed, with the entry it belongs to."""

    seq: int
    name: str
    sealed: str
    found: str | None
    act: str
    part: str | None


def _excerpt(row: Mapping[str, Any], marks: Sequence[str]) -> tuple[tuple[Piece, ...], str]:
    """Return a stretch of a text in which something is found, and its act: of what was brought, else of the newest."""
    found: tuple[tuple[Piece, ...], str] = ((), "")
    for text in msgspec.json.decode(row["texts"], type=list[_Text]) if marks else ():
        weight = weight_of(text.act, text.name, text.part)
        if not weight or (found[0] and weight != "C"):
            continue
        if stretch := excerpt(_opened(text, row), marks):
            found = (stretch, text.act)
    return found


def _opened(text: _Text, row: Mapping[str, Any]) -> str:
    sealed = SealedText(text.seq, text.name, b64decode(text.sealed), b64decode(text.found) if text.found else None, None)
    try:
        opened = open_text(sealed, county=row["county"], matter_id=row["matter_id"])
    except Unsealable:
        return ""
    return _PLACEHOLDER.sub(lambda hit: hit[1] or "***", shown(opened.text)) if opened else ""
