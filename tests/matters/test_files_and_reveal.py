"""Files come with the deed or not at all; a reveal is written down before it shows; the place in clear ends at the building."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import bring, build_town
from tests.factories.matters import do
from tests.files.conftest import JPEG, path_of
from yiwang.audit import queries as audit
from yiwang.audit.operations import Viewer, record_erasure
from yiwang.files import operations as files
from yiwang.files.queries import open_file
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.ledger.findings import Kind
from yiwang.matters.ledger.verify import verify
from yiwang.matters.operations import PartyIn, reveal
from yiwang.matters.queries import matter_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return build_town()


def upload(town, who, name="李秀英家漏水.jpg"):
    return files.store(stream=io.BytesIO(JPEG), name=name, limit=10**6, by=who and town.actor(who).user, at=town.start + timedelta(days=30))


def test_files_come_with_the_deed(town):
    stored = upload(town, "clerk")
    done = bring(town, files=(stored.id,))
    page = matter_page(number=done.number, actor=town.actor("county"), at=town.start + timedelta(days=30))
    (file,) = page.files
    assert (file.id, file.kind, file.seq) == (stored.id, "image/jpeg", 1)
    assert file.name == "〔当事人1〕家漏水.jpg"
    assert open_file(county=done.county, file_id=file.id).content.read().startswith(JPEG[:3])
    assert page.timeline[0].data["file_digests"] == [stored.digest.hex()]


def test_a_file_of_somebody_else_is_refused_and_nothing_is_written(town):
    stored = upload(town, "county")
    with pytest.raises(BadInput) as refused:
        bring(town, files=(stored.id,))
    assert refused.value.errors[0].code == "no_such_file"
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM matter), (SELECT count(*) FROM file_upload)")
        assert cursor.fetchone() == (0, 1)


def test_the_same_registration_twice_takes_the_file_once(town):
    stored = upload(town, "clerk")
    assert bring(town, files=(stored.id,), key="k1").number == bring(town, files=(stored.id,), key="k1").number


def test_the_place_in_clear_ends_at_the_building(town):
    done = bring(town, address="文汇街道安泰小区3号楼2单元302室李秀英家", room="")
    at = town.start + timedelta(days=30)
    page = matter_page(number=done.number, actor=town.actor("county"), at=at)
    assert page.address == "文汇街道安泰小区3号楼"
    do(town, done.number, "accept", "county", at=at)
    shown = reveal(number=done.number, actor=town.actor("county"), reason="call_back", at=at)
    assert "2单元302室李秀英家" in shown.parties[0].address


def test_nobody_to_hold_the_room(town):
    done = bring(town, anonymous=True, parties=(), address="安泰小区3号楼2单元302室", room="")
    at = town.start + timedelta(days=30)
    do(town, done.number, "accept", "county", at=at)
    assert reveal(number=done.number, actor=town.actor("county"), reason="visit", at=at).text(1, "place_detail") == "2单元302室"


def test_a_reveal_shows_in_full_and_is_written_down(town):
    done = bring(town)
    at = town.start + timedelta(days=30, hours=1)
    actor = town.actor("county")
    masked = matter_page(number=done.number, actor=actor, at=at)
    assert [(party.name, party.phone) for party in masked.parties] == [("李**", "139 **** 1111"), ("王**", "138 **** 1234")]
    shown = reveal(number=done.number, actor=actor, reason="call_back", at=at)
    assert [(party.name, party.phone) for party in shown.parties] == [("李秀英", "13905461111"), ("王大明", "13805461234")]
    assert "楼上王大明装修漏水，电话13805461234，把三号楼二单元302室" in shown.text(1, "narrative")
    (look,) = audit.looks(matter=done.number).looks
    assert (look.user_id, look.post_id, look.reason, look.outcome) == (actor.user, actor.post, "call_back", "shown")
    entry = matter_page(number=done.number, actor=actor, at=at).timeline[-1]
    assert (entry.act, entry.data) == ("reveal", {"reason_code": "call_back"})


def test_a_refused_reveal_is_written_down_too(town):
    done = bring(town)
    at = town.start + timedelta(days=30)
    with pytest.raises(Refused):
        reveal(number=done.number, actor=town.actor("county"), reason="curious", at=at)
    assert [look.outcome for look in audit.looks(matter=done.number).looks] == ["refused"]
    with pytest.raises(Refused, match="no_such_matter"):
        reveal(number=done.number, actor=town.actor("auditor"), reason="call_back", at=at)
    assert len(audit.looks(matter=done.number).looks) == 1


def test_an_agent_of_nobody_is_known_by_no_row(town):
    done = bring(town, parties=(PartyIn(name="东营市安泰物业有限公司", kind="organization", part="counterpart"),), anonymous=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM matter_party WHERE county = %s", [done.county])
        assert "安泰".encode() not in bytes(cursor.fetchone()[0])


def test_no_door_reveals_without_writing_it_down(town):
    done = bring(town)
    at = town.start + timedelta(days=30)
    do(town, done.number, "reveal", "county", at=at, reason_code="verify")
    (look,) = audit.looks(matter=done.number).looks
    assert (look.reason, look.part, look.odd) == ("verify", "parties", [])


def test_a_reason_that_is_no_code_is_not_repeated(town):
    done = bring(town)
    with pytest.raises(Refused):
        reveal(number=done.number, actor=town.actor("county"), reason="李秀英 13905461111", at=town.start + timedelta(days=30))
    assert audit.looks(matter=done.number).looks[0].reason == "?"


@pytest.mark.parametrize("damage", ["bytes", "lost", "row", "other", "erased", "none"])
def test_verify_reads_attachments_through(town, damage):
    one, two = upload(town, "clerk"), upload(town, "clerk")
    done = bring(town, files=(one.id, two.id))
    match damage:
        case "bytes":
            octets = bytearray(path_of(one.id).read_bytes())
            octets[-1] ^= 1
            path_of(one.id).write_bytes(octets)
        case "lost":
            path_of(one.id).unlink()
        case "row":
            connection.connection.execute("DELETE FROM stored_file WHERE id = %s", [one.id])
        case "other":
            connection.connection.execute("UPDATE stored_file SET digest = sha256('x') WHERE id = %s", [one.id])
        case "erased":
            assert files.erase(county=done.county, file_id=one.id, at=town.start)
            said = {"county": done.county, "matter": done.number, "part": f"file.{one.id}", "ground": "ordered"}
            record_erasure(**said, viewer=Viewer(None, None, None, "system"), at=town.start)
    report = verify(files=True)
    assert (report.files, dict(report.counts)) == (2, {} if damage in ("erased", "none") else {Kind.ALTERED_FILE: 1})
