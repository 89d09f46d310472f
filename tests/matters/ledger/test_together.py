"""Appending while a day is being sealed: whatever was acknowledged is under the seal, whatever came too late was refused."""

from __future__ import annotations

import itertools
import threading
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection, transaction

from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger import seals
from yiwang.matters.ledger.append import DAY_LOCK

from .ledgers import START, Walked

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 2)


def _append_until_refused(start: threading.Barrier, done: list[tuple[Walked, int]], told: list[str], number: int) -> None:
    try:
        walked = Walked(START + timedelta(minutes=number))
        start.wait()
        for _ in range(400):
            with transaction.atomic():
                walked.go("note", after=timedelta(milliseconds=1), n=walked.at.microsecond)
            done.append((walked, walked.last.seq))
    except Refused as refused:
        told.append(refused.code)
    finally:
        connection.close()


def test_a_day_is_sealed_while_eight_write():
    done: list[tuple[Walked, int]] = []
    told: list[str] = []
    start = threading.Barrier(9)
    threads = [threading.Thread(target=_append_until_refused, args=(start, done, told, n)) for n in range(8)]
    for thread in threads:
        thread.start()
    start.wait()
    while len(done) < 40:
        pass
    # a clock that runs far ahead: the worst case, without any grace
    made = seals.seal_days(now=START + timedelta(days=1, hours=1))
    for thread in threads:
        thread.join()
    assert [seal.day for seal in made] == [DAY]
    assert told == ["day_sealed"] * 8
    assert seals.compute(DAY, made[0].prev_root) == made[0]
    last = {walked.id: 0 for walked, _ in done}
    for walked, seq in done:
        last[walked.id] = max(last[walked.id], seq)
    assert {head.matter_id: head.seq for head in seals.heads(DAY)} == last


@pytest.mark.parametrize("moment", [1, 2])
def test_a_seal_made_while_an_entry_is_refused_is_named_as_such(moment: int):
    walked = Walked().go("register")
    walked.at = START + timedelta(hours=1)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as sealer:
        key = (DAY_LOCK, DAY.toordinal())
        sealer.execute("SELECT pg_advisory_lock(%s, %s)", key)

        asked = itertools.count(1)

        def seal_after(execute, query, params, many, context):
            answer = execute(query, params, many, context)
            if next(asked) == moment:
                sealer.execute("INSERT INTO ledger_seal VALUES (%s, 1, '', '', '', now())", [DAY])
                sealer.execute("SELECT pg_advisory_unlock(%s, %s)", key)
            return answer

        with transaction.atomic(), connection.execute_wrapper(seal_after), pytest.raises(Refused, match="day_sealed"):
            walked.go("note")


def test_four_who_seal_at_once_make_one_chain():
    Walked().go("register")
    start, errors = threading.Barrier(4), []

    def seal() -> None:
        try:
            start.wait()
            seals.seal_days(now=START + timedelta(days=20))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    chain = list(seals.stored())
    assert len(chain) == 20
    assert all(after.prev_root == before.root for before, after in itertools.pairwise(chain))
