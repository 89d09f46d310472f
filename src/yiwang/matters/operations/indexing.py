"""Writing what search reads: by a listener within a second after a deed, at once when something is erased, all of it by command.

Off the deed's way on purpose: a deed costs nothing more and cannot fail for it. What is read here is what the texts say without
persons; names that stand in them all the same are guessed as in titles and left out, and the order of words is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.privacy.sealing import Unsealable
from yiwang.privacy.titles import deidentify_line

from ..access import Sight
from ..domain.acts import Act
from ..domain.wording import GUARDED, category_marks, place_marks, vector
from ..domain.words import Nature
from ..ledger.texts import ERASED_NAME, SealedText, open_text
from ..readable import NAMES, weight_of

log = structlog.get_logger(__name__)
BATCH = 500
COUNTY = 6
"""Digits of a number that name its county."""
SAMPLE = 20_000
"""Newest matters whose words are counted."""
_SILENT = frozenset({Act.REVEAL, Act.RAISE_CLOCK, Act.RECOMPUTE, Act.ARCHIVE})
"""Acts after which search would read the same again."""

_STALE = """
SELECT k.number FROM unnest(%s::text[], %s::text[], %s::integer[]) AS k (county, number, version)
JOIN matter m ON m.county = k.county AND m.number = k.number
LEFT JOIN matter_search s ON s.county = m.county AND s.matter_id = m.id
WHERE s.version IS NULL OR s.version < k.version
"""
_MATTERS = """
SELECT m.county, m.id, m.number, m.version, m.title, m.address, m.nature, m.place, m.category, m.stakes, m.above, m.area, m.registered_by,
       m.blocked
FROM matter m JOIN unnest(%s::text[], %s::text[]) AS k (county, number) ON m.county = k.county AND m.number = k.number
"""
_TEXTS = """
SELECT t.county, t.matter_id, t.seq, t.name, t.sealed, t.found, t.erased, e.act, e.data->>'part' AS part
FROM unnest(%s::text[], %s::uuid[]) AS k (county, id)
JOIN matter_text t ON t.county = k.county AND t.matter_id = k.id AND t.sealed IS NOT NULL AND t.name = ANY(%s)
JOIN ledger_entry e ON e.county = t.county AND e.matter_id = t.matter_id AND e.seq = t.seq
ORDER BY t.seq
"""
_WRITE = """
INSERT INTO matter_search AS s (county, matter_id, version, words, marks)
SELECT county, id, version, words::tsvector, marks::text[]
FROM unnest(%s::text[], %s::uuid[], %s::integer[], %s::text[], %s::text[]) AS r (county, id, version, words, marks)
ON CONFLICT (county, matter_id) DO UPDATE SET version = EXCLUDED.version, words = EXCLUDED.words, marks = EXCLUDED.marks
WHERE s.version <= EXCLUDED.version
"""
_GONE = (
    "DELETE FROM matter_search s USING unnest(%s::text[], %s::uuid[]) AS k (county, id) WHERE s.county = k.county AND s.matter_id = k.id"
)
_NEXT = "SELECT county, number, id FROM matter WHERE (county, id) > (%s, %s::uuid) ORDER BY county, id LIMIT %s"
_COUNT_WORDS = """
WITH sample AS MATERIALIZED (SELECT matter_id, words FROM matter_search ORDER BY matter_id DESC LIMIT %s),
said AS (SELECT matter_id, unnest(tsvector_to_array(ts_filter(words, '{a,c}'))) AS word FROM sample),
counted AS (
    SELECT word, count(*)::integer AS seen FROM (
        SELECT matter_id, word FROM said
        UNION SELECT matter_id, string_to_table(word, NULL) FROM said WHERE word !~ '^[a-z0-9]'
    ) each GROUP BY word)
INSERT INTO search_word (word, seen) SELECT word, seen FROM counted WHERE seen > 1
UNION ALL SELECT '', count(*)::integer FROM sample
"""


def heard(events: Sequence[Event]) -> None:
    """Read anew what deeds have changed (`matter.changed`) and search has not read since."""
    versions: dict[str, int] = {}
    for event in events:
        if event.body["act"] not in _SILENT:
            number = event.body["number"]
            versions[number] = max(event.body["version"], versions.get(number, 0))
    if versions:
        numbers = list(versions)
        stale = sql.rows(_STALE, [[number[:COUNTY] for number in numbers], numbers, [versions[number] for number in numbers]])
        index(row["number"] for row in stale)


@transaction.atomic
def index(named: Iterable[str]) -> int:
    """Write what search reads of these matters, as they stand now; return how many there are."""
    keys = list(named)
    if not keys:
        return 0
    rows = sql.rows(_MATTERS, [[number[:COUNTY] for number in keys], keys])
    read = [row for row in rows if row["nature"] != Nature.ACCUSATION]
    gone = [row for row in rows if row["nature"] == Nature.ACCUSATION]
    texts = _texts(read)
    if read:
        values = [(row["county"], row["id"], row["version"], _words(row, texts[row["id"]]), _marks(row)) for row in read]
        sql.execute(_WRITE, [list(column) for column in zip(*values, strict=True)])
    if gone:
        sql.execute(_GONE, [[row["county"] for row in gone], [row["id"] for row in gone]])
    return len(rows)


def _texts(rows: Sequence[dict[str, Any]]) -> dict[UUID, dict[str, list[str]]]:
    """Return the texts that are read of each matter, by weight: what was brought as it was corrected last."""
    found: dict[UUID, dict[str, list[str]]] = {row["id"]: {"C": [], "D": []} for row in rows}
    for row in sql.rows(_TEXTS, [[each["county"] for each in rows], [each["id"] for each in rows], NAMES]) if rows else ():
        weight = weight_of(row["act"], row["name"], row["part"])
        if weight == "C":
            found[row["matter_id"]]["C"] = [_opened(row)]
        elif weight:
            found[row["matter_id"]][weight].append(_opened(row))
    return found


def _opened(row: dict[str, Any]) -> str:
    """Return a text without anybody's name; "" when its key is not here."""
    sealed = SealedText(row["seq"], row["name"], row["sealed"], row["found"], row["erased"])
    try:
        opened = open_text(sealed, county=row["county"], matter_id=row["matter_id"])
    except Unsealable as problem:
        log.warning("search.text_unreadable", kind=problem.code)
        return ""
    return deidentify_line(opened.text).text if opened else ""


def _words(row: dict[str, Any], texts: dict[str, list[str]]) -> str:
    title = [] if row["title"] == ERASED_NAME else [row["title"]]
    return vector({**texts, "A": title, "B": [row["address"]]}, number=row["number"])


def _marks(row: dict[str, Any]) -> str:
    seen = Sight(
        stakes=tuple(row["stakes"]),
        above=tuple(row["above"]),
        area=row["area"],
        registered_by=row["registered_by"],
        accusation=False,
        blocked_units=(),
        blocked_users=(),
    )
    guarded = {GUARDED} if row["blocked"] else set()
    return "{" + ",".join(sorted(seen.marks() | place_marks(row["place"]) | category_marks(row["category"]) | guarded)) + "}"


def rebuild(*, progress: Callable[[int], object] = lambda done: None) -> int:
    """Read every matter anew, a batch a transaction, and count the words; return how many matters there are."""
    done = 0
    for batch in _batches():
        done += index(batch)
        progress(done)
    count_words()
    return done


def _batches() -> Iterator[list[str]]:
    last: tuple[str, Any] = ("", UUID(int=0))
    while rows := sql.rows(_NEXT, [*last, BATCH]):
        yield [row["number"] for row in rows]
        last = (rows[-1]["county"], rows[-1]["id"])


@transaction.atomic
def count_words() -> None:
    """Count in how many of the newest matters each word stands: rare words tell more than frequent ones."""
    sql.execute("DELETE FROM search_word")
    sql.execute(_COUNT_WORDS, [SAMPLE])


def unread(at: datetime) -> int:
    """Return how many matters search has not read yet, accusations left out."""
    return int(
        sql.scalar(
            "SELECT count(*) FROM matter m WHERE m.nature <> 'accusation' AND m.registered < %s AND NOT EXISTS"
            " (SELECT FROM matter_search s WHERE s.county = m.county AND s.matter_id = m.id)",
            [at],
        )
    )
