"""Appending: one statement, a whole chain, and refusals that leave nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yiwang.kernel.chain import GENESIS, entry_hash, text_digest
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger import texts
from yiwang.matters.ledger.append import Appended, Text
from yiwang.matters.ledger.entries import COLUMNS, Entry, body, day_of

from .ledgers import COUNTY, START, Walked

pytestmark = pytest.mark.django_db


def rows(walked: Walked) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_entry WHERE county = %s AND matter_id = %s ORDER BY seq", [walked.county, walked.id])
        loads = [list(row) for row in cursor.fetchall()]
    import json

    return [Entry(*row[:10], *(json.loads(each) if isinstance(each, str) else each for each in row[10:13]), *row[13:]) for row in loads]


def test_entries_hold_the_hash_of_the_one_before():
    walked = Walked().go("register", state="registered").go("accept", state="accepted", orders={"o1": {"unit": 4}}).go("note")
    written = rows(walked)
    assert [entry.seq for entry in written] == [1, 2, 3]
    prev = GENESIS
    for entry in written:
        assert entry.prev == prev
        assert entry.head == entry_hash(prev, body(entry)) == bytes(entry.head)
        prev = entry.head
    assert walked.last == Appended(3, prev)
    assert written[1].change == {"state": "accepted", "orders": {"o1": {"unit": 4}}}


def test_texts_are_sealed_beside_and_digested_inside():
    given = {"narrative": Text("〔当事人1〕说井盖没了，〔电话1〕", {"〔电话1〕": "0546-8331234"}), "reason": Text("")}
    walked = Walked().go("register", texts=given, state="registered")
    entry = rows(walked)[0]
    loaded = texts.load(county=COUNTY, matter_id=walked.id)
    assert [(row.seq, row.name) for row in loaded] == [(1, "narrative"), (1, "reason")]
    for row in loaded:
        opened = texts.open_text(row, county=COUNTY, matter_id=walked.id)
        assert (opened.text, opened.found) == (given[row.name].text, dict(given[row.name].found))
        assert entry.digests[row.name] == text_digest(opened.salt, opened.text).hex()
        assert "井盖".encode() not in bytes(row.sealed)


def test_erasing_leaves_the_entry_as_it_was():
    walked = Walked().go("register", texts={"narrative": Text("秘密")}, state="registered")
    before = rows(walked)
    assert texts.erase(county=COUNTY, matter_id=walked.id, seq=1, name="narrative", at=START)
    assert not texts.erase(county=COUNTY, matter_id=walked.id, seq=1, name="narrative", at=START)
    (row,) = texts.load(county=COUNTY, matter_id=walked.id, names=["narrative"])
    assert (row.sealed, row.erased) == (None, START)
    assert texts.open_text(row, county=COUNTY, matter_id=walked.id) is None
    assert rows(walked) == before


def test_one_statement():
    walked = Walked().go("register", texts={"narrative": Text("a")}, state="registered")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        walked.go("note", texts={"note": Text("b"), "reason": Text("c")})
    assert len(seen) == 1


def test_a_sealed_day_is_closed():
    walked = Walked().go("register", state="registered")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_seal VALUES (%s, 1, %s, %s, %s, now())", [day_of(walked.at), b"", b"", b""])
    with pytest.raises(Refused) as refused:
        walked.go("accept", after=timedelta(minutes=1))
    assert (refused.value.code, refused.value.values) == ("day_sealed", {"day": day_of(walked.at)})
    assert len(rows(walked)) == 1
    walked.go("accept", after=timedelta(days=1))
    assert len(rows(walked)) == 2


def test_neither_back_in_time_nor_onto_another_head():
    walked = Walked().go("register", state="registered")
    good = walked.last
    with pytest.raises(Refused, match="chain_broken"):
        walked.go("accept", after=timedelta(seconds=-1))
    walked.last = Appended(1, b"\1" * 32)
    with pytest.raises(Refused, match="chain_broken"):
        walked.go("accept")
    walked.last = good
    assert walked.go("accept", texts={"note": Text("x")}).last.seq == 2
