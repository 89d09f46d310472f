"""Keeping the picture: adding up what is pending, and counting everything again from the facts or from the ledger itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec
import orjson
from django.db import connection, transaction

from yiwang.facts.operations import Measure
from yiwang.infra import locks

from .folding import AFRESH, FOLD

_FOLDER = "picture"
"""Name of the lock: one process adds up at a time."""
BATCH = 5000


@transaction.atomic
def fold(*, batch: int = BATCH) -> int | None:
    """Add up to `batch` pending facts to the counts and return how many there were; None when another process is at it."""
    return _fold(batch) if locks.sole(_FOLDER) else None


def _fold(batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM fact WHERE pending)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, {"batch": batch})
        return int(cursor.fetchone()[0])


def fold_all(*, progress: Callable[[int], None] = lambda done: None) -> int:
    """Add up everything that is pending, batch by batch; return how many facts there were."""
    done = 0
    while taken := fold() or 0:
        done += taken
        progress(done)
    return done


class Recount(msgspec.Struct, frozen=True, kw_only=True):
    """What a recount found: rows that are counted, and those whose number was wrong, missing or too many."""

    rows: int
    wrong: int


@transaction.atomic
def recount() -> Recount:
    """Count everything again from the facts, put right what differs and say how much that was; nothing is pending afterwards."""
    _add_up_the_rest()
    return _replace("fact")


@transaction.atomic
def recount_from(*, facts: Iterable[Measure]) -> Recount:
    """Count everything again from facts that somebody derived anew (from the ledger), as `recount` does."""
    _add_up_the_rest()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.derived")
        cursor.execute("CREATE TEMP TABLE derived (day date, measure text, delta bigint, dims jsonb) ON COMMIT DROP")
    for some in _batched(facts, BATCH):  # whoever gives the facts reads the database meanwhile: no COPY may be open then
        with connection.cursor() as cursor, cursor.copy("COPY derived (day, measure, delta, dims) FROM STDIN") as copy:
            for fact in some:
                copy.write_row((fact.day, fact.measure, fact.delta, orjson.dumps(dict(fact.dims)).decode()))
    return _replace("derived")


def _add_up_the_rest() -> None:
    """Keep other folders away until this transaction ends, and add up what is pending, so that a difference found is a real one."""
    locks.in_turn(_FOLDER)
    while _fold(BATCH):
        pass


def _batched(facts: Iterable[Measure], size: int) -> Iterator[list[Measure]]:
    """Yield the facts in lists of at most `size`."""
    rest = iter(facts)
    while some := list(islice(rest, size)):
        yield some


def _replace(source: str) -> Recount:
    """Put counts made afresh from `source` in the place of the stored ones where any row differs."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.afresh")
        cursor.execute("CREATE TEMP TABLE afresh (LIKE picture_count) ON COMMIT DROP")
        cursor.execute(AFRESH.format(target="afresh", facts=source))
        rows = cursor.rowcount
        cursor.execute(
            """
            SELECT count(*) FROM afresh a FULL JOIN (SELECT * FROM picture_count WHERE n <> 0) c
                USING (region, period, dim, start, measure, value) WHERE a.n IS DISTINCT FROM c.n
            """
        )
        wrong = int(cursor.fetchone()[0])
        if wrong:
            cursor.execute("DELETE FROM picture_count")
            cursor.execute("INSERT INTO picture_count SELECT * FROM afresh ORDER BY region, period, dim, start, measure, value")
    return Recount(rows=rows, wrong=wrong)
