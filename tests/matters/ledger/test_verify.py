"""Every way of tampering is found, by our verifier and by the independent one; erasing a text is not tampering."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from yiwang.audit.operations import Viewer, record_erasure
from yiwang.kernel.chain import GENESIS, canonical, entry_hash
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger import reading, seals, texts
from yiwang.matters.ledger.entries import body, day_bounds
from yiwang.matters.ledger.findings import Kind
from yiwang.matters.ledger.proof import dump, prove
from yiwang.matters.ledger.verify import verify

from .ledgers import START

SCRIPT = Path(__file__).resolve().parents[3] / "script" / "verify_ledger.py"
LATER = START + timedelta(days=30)


@pytest.fixture
def kept(town):
    """The town's days sealed, and the newest root written on a piece of paper."""
    made = seals.seal_days(now=LATER)
    return {made[-1].day: made[-1].root}


def independent(tmp_path, kept, what=None):
    """Run the other verifier as an auditor would: a file, a root, and a Python that cannot find our code."""
    file = tmp_path / "ledger.json"
    file.write_text("".join(dump()) if what is None else json.dumps(what))
    roots = [f"{day}:{root.hex()}" for day, root in kept.items()]
    run = subprocess.run(
        [sys.executable, "-I", SCRIPT, file, *roots],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_a_ledger_left_alone_is_clean(town, kept, tmp_path):
    report = verify(kept=kept)
    assert (report.findings, report.clean) == ([], True)
    assert (report.matters, report.entries, report.texts) == (12, 12 + 12 + 8, 24)
    assert report.held == list(kept)
    assert report.days == 30
    code, said = independent(tmp_path, kept)
    assert code == 0, said
    assert "RESULT all holds" in said
    assert "32 entries" in said


def test_sealing_waits_for_the_day_to_be_over_and_is_repeatable(town):
    start = day_bounds(date(2026, 3, 2))[1]
    assert seals.seal_days(now=start + timedelta(minutes=9)) == []
    assert [seal.day for seal in seals.seal_days(now=start + timedelta(minutes=11))] == [date(2026, 3, 2)]
    assert seals.seal_days(now=start + timedelta(minutes=12)) == []
    more = seals.seal_days(now=start + timedelta(days=40))
    assert [seal.day for seal in more] == [date(2026, 3, 3) + timedelta(days=n) for n in range(39)]
    assert [seal.count for seal in more][-1] == 0
    assert len({seal.root for seal in more}) == 39


def test_nothing_can_be_appended_to_a_sealed_day(town, kept):
    with pytest.raises(Refused, match="day_sealed"):
        town.bring(1)


def _rehash(raw, walked, first=1, case=None):
    """What a forger with the whole database does: rewrite the chain of a matter so that it agrees with itself."""
    written = reading.entries_of(county=walked.county, matter_id=walked.id)
    prev = GENESIS
    for seq, entry in enumerate(written, 1):
        new = entry._replace(seq=seq, prev=prev)
        prev = entry_hash(prev, body(new))
        raw(
            "UPDATE ledger_entry SET seq = %s, prev = %s, head = %s WHERE matter_id = %s AND seq = %s",
            seq, new.prev, prev, walked.id, entry.seq,
        )  # fmt: skip
    raw("UPDATE matter SET seq = %s, head = %s WHERE id = %s", len(written), prev, walked.id)


def _reseal(raw):
    raw("DELETE FROM ledger_seal")
    seals.seal_days(now=LATER)


def alter_entry(raw, town):
    assert raw("UPDATE ledger_entry SET unit_id = 99 WHERE matter_id = %s AND seq = 2", town.matters[0].id)


def drop_middle_entry(raw, town):
    assert raw("DELETE FROM ledger_entry WHERE matter_id = %s AND seq = 2", town.matters[1].id)


def drop_last_entry(raw, town):
    assert raw("DELETE FROM ledger_entry WHERE matter_id = %s AND seq = 3", town.matters[1].id)


def drop_matter(raw, town):
    for table in ("ledger_entry", "matter_text"):
        assert raw(f"DELETE FROM {table} WHERE matter_id = %s", town.matters[3].id)
    assert raw("DELETE FROM matter WHERE id = %s", town.matters[3].id)


def back_date_entry(raw, town):
    assert raw("UPDATE ledger_entry SET at = at - interval '2 days' WHERE matter_id = %s AND seq = 2", town.matters[4].id)
    _rehash(raw, town.matters[4])


def back_date_matter(raw, town):
    """A matter that is brought today, but put into the books as brought on the second day."""
    raw("ALTER TABLE ledger_seal RENAME TO hidden")
    raw("CREATE TEMP TABLE ledger_seal (day date)")
    town.bring(1)
    raw("DROP TABLE pg_temp.ledger_seal")
    raw("ALTER TABLE hidden RENAME TO ledger_seal")


def rewrite_chain_and_roots(raw, town):
    assert raw("UPDATE ledger_entry SET role = 'person' WHERE matter_id = %s AND seq = 1", town.matters[5].id)
    _rehash(raw, town.matters[5])
    _reseal(raw)


def drop_matter_and_rewrite_roots(raw, town):
    drop_matter(raw, town)
    _reseal(raw)


def drop_a_seal(raw, town):
    assert raw("DELETE FROM ledger_seal WHERE day = '2026-03-03'")


def alter_a_seal(raw, town):
    assert raw("UPDATE ledger_seal SET count = count + 1 WHERE day = '2026-03-20'")


@pytest.mark.parametrize(
    ("tamper", "kind", "word"),
    [
        (alter_entry, Kind.ALTERED_ENTRY, "ALTERED ENTRY"),
        (drop_middle_entry, Kind.DROPPED_ENTRY, "DROPPED ENTRY"),
        (drop_last_entry, Kind.DROPPED_ENTRY, "DROPPED"),
        (drop_matter, Kind.DROPPED_MATTER, "DROPPED MATTER"),
        (back_date_entry, Kind.BACK_DATED_ENTRY, "BACK-DATED ENTRY"),
        (back_date_matter, Kind.BACK_DATED_ENTRY, "BACK-DATED ENTRY"),
        (rewrite_chain_and_roots, Kind.REWRITTEN_ROOT, "REWRITTEN"),
        (drop_matter_and_rewrite_roots, Kind.REWRITTEN_ROOT, "REWRITTEN"),
        (drop_a_seal, Kind.BROKEN_SEALS, "DROPPED SEAL"),
        (alter_a_seal, Kind.BROKEN_SEALS, "WRONG"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_tampering_is_found_by_both(town, kept, raw, tmp_path, tamper, kind, word):
    tamper(raw, town)
    report = verify(kept=kept)
    assert kind in report.counts, report.findings
    code, said = independent(tmp_path, kept)
    assert code == 1, said
    assert word in said


def test_a_rewriting_with_roots_agrees_with_itself_but_not_with_the_paper(town, kept, raw, tmp_path):
    rewrite_chain_and_roots(raw, town)
    assert verify().clean
    assert independent(tmp_path, {})[0] == 0
    assert set(verify(kept=kept).counts) == {Kind.REWRITTEN_ROOT}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE matter SET case_doc = jsonb_set(case_doc, '{state}', '\"closed\"') WHERE id = %s", Kind.ALTERED_CASE),
        ("UPDATE matter SET seq = seq + 1 WHERE id = %s", Kind.DROPPED_ENTRY),
        ("UPDATE matter SET head = sha256('x') WHERE id = %s", Kind.ALTERED_ENTRY),
        ("DELETE FROM matter WHERE id = %s", Kind.DROPPED_MATTER),
        ("DELETE FROM ledger_entry WHERE matter_id = %s", Kind.DROPPED_MATTER),
        ("DELETE FROM matter_text WHERE matter_id = %s AND seq = 1", Kind.ALTERED_TEXT),
        ("UPDATE matter_text SET name = 'reason' WHERE matter_id = %s AND seq = 1", Kind.ALTERED_TEXT),
        ("UPDATE matter_text SET sealed = sealed || '\\x00' WHERE matter_id = %s AND seq = 1", Kind.ALTERED_TEXT),
        ("INSERT INTO matter_text SELECT '460108', %s, 1, 'more', '\\x00'", Kind.ALTERED_TEXT),
    ],
)
def test_rows_beside_the_ledger_are_held_to_it(town, kept, raw, statement, kind):
    assert raw(statement, town.matters[0].id)
    assert kind in verify(kept=kept).counts


def test_a_text_exchanged_for_another_is_found(town, kept, raw):
    one, other = town.matters[0], town.matters[2]
    taken = "(SELECT sealed FROM matter_text WHERE matter_id = %s AND seq = 1)"
    assert raw(f"UPDATE matter_text SET sealed = {taken} WHERE matter_id = %s AND seq = 1", other.id, one.id)
    (finding,) = verify(kept=kept).findings
    assert (finding.kind, finding.matter, finding.seq) == (Kind.ALTERED_TEXT, one.number, 1)


def test_erasing_is_not_tampering(town, kept, tmp_path):
    for walked in town.matters[:6]:
        assert texts.erase(county=walked.county, matter_id=walked.id, seq=1, name="narrative", at=LATER)
    assert set(verify(kept=kept).counts) == {Kind.ALTERED_TEXT}, "until it is written down that it was to be erased"
    for walked in town.matters[:6]:
        said = {"county": walked.county, "matter": walked.number, "part": "text.1.narrative", "ground": "ordered"}
        record_erasure(**said, viewer=Viewer(None, None, None, "system"), at=LATER)
    report = verify(kept=kept)
    assert (report.clean, report.erased) == (True, 6)
    assert independent(tmp_path, kept)[0] == 0


def test_a_proof_stands_alone(town, kept, tmp_path):
    for walked in town.matters:
        proof = prove(walked.number)
        code, said = independent(tmp_path, kept, proof)
        assert code == 0, said
        assert "路灯" not in json.dumps(proof, ensure_ascii=False)
    with pytest.raises(Refused, match="unknown_number"):
        prove("460108-20260301-9999-X")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda proof: proof.update(number="460108-20260302-AAAA-A"),
        lambda proof: proof["entries"][0].update(act="close"),
        lambda proof: proof["entries"].pop(),
        lambda proof: proof["entries"].pop(0),
        lambda proof: proof["entries"][1].update(at="2026-03-02T01:00:00.000000Z"),
        lambda proof: proof["days"].pop(0),
        lambda proof: proof["days"][0]["path"].pop(),
        lambda proof: proof["seals"][0].update(count=9),
        lambda proof: proof["seals"].pop(5),
        lambda proof: proof.update(matter=str(proof["matter"])[::-1]),
    ],
)
def test_an_altered_proof_is_found(town, kept, tmp_path, tamper):
    proof = prove(town.matters[1].number)
    tamper(proof)
    assert independent(tmp_path, kept, proof)[0] == 1


def test_a_proof_before_the_first_seal_says_so(town, tmp_path):
    code, said = independent(tmp_path, {}, prove(town.matters[0].number))
    assert code == 0
    assert "not sealed yet" in said


def test_a_file_cut_short_is_told(town, kept, tmp_path):
    file = tmp_path / "cut.jsonl"
    file.write_text("".join(list(dump())[:-3]))
    run = subprocess.run([sys.executable, "-I", SCRIPT, file], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    file.write_text("".join(dump())[:-400])
    run = subprocess.run([sys.executable, "-I", SCRIPT, file], capture_output=True, text=True, check=False)
    assert run.returncode in (1, 2)


def test_hash_of_a_body_is_the_same_from_the_dump(town):
    row = json.loads(list(dump())[1])["entry"]
    head, prev = row.pop("head"), row.pop("prev")
    assert entry_hash(bytes.fromhex(prev), row).hex() == head
    assert canonical(row)
