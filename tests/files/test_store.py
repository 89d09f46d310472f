"""Storing and opening: what goes in comes out, sealed in between; what is not what it says is refused by name and reason."""

from __future__ import annotations

import io
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from yiwang.files import operations, queries
from yiwang.files.domain.names import NAMELESS, clean_name
from yiwang.files.models import StoredFile, Upload
from yiwang.files.vault import PIECE
from yiwang.kernel.refusals import Refused
from yiwang.privacy.sealing import Unsealable

from .conftest import JPEG, MP4, PDF, REAL, office, path_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
MB = 1024 * 1024


def put(name="照片.jpg", content=JPEG, limit=MB, by=1, at=AT):
    return operations.store(stream=io.BytesIO(content), name=name, limit=limit, by=by, at=at)


def taken(stored, **given):
    (file,) = operations.claim(**{"ids": [stored.id], "county": "370502", "by": 1, "at": AT, **given})
    return file


def files_on_disk(settings):
    root = Path(settings.FILES_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else []


@pytest.mark.parametrize("name", [name for name in REAL if not REAL[name][0].startswith("image/")])
def test_real_files_come_back_as_they_were(name, settings):
    media, content = REAL[name]
    stored = put(name, content)
    assert (stored.name, stored.media, stored.size, stored.small) == (name, media, len(content), 0)
    assert taken(stored) == stored
    opened = queries.open_file(county="370502", file_id=stored.id)
    assert (opened.name, opened.media, opened.size, opened.content.read()) == (name, media, len(content), content)
    (path,) = files_on_disk(settings)
    assert path.stat().st_mode & 0o077 == 0
    assert len(content) < 40 or content[8:40] not in path.read_bytes()
    assert queries.intact(county="370502", file_id=stored.id)
    with pytest.raises(Refused, match="no_such_file"):
        queries.open_small(county="370502", file_id=stored.id)


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_large_files_are_read_from_any_place(size):
    content = (PDF + os.urandom(size))[:size]
    stored = put("大.pdf", content)
    taken(stored)
    with queries.open_file(county="370502", file_id=stored.id).content as file:
        assert b"".join(file.pieces()) == content
        file.seek(size - 5)
        assert file.read() == content[-5:]
        file.seek(PIECE - 3)
        assert file.read(6) == content[PIECE - 3 : PIECE + 3]
        assert file.seek(0, io.SEEK_END) == size
        assert file.read() == b""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.jpg", b"", "file_empty"),
        ("大.jpg", JPEG + bytes(MB), "file_too_large"),
        ("程序.exe", b"MZ" + bytes(200), "file_kind_not_taken"),
        ("没有类型", JPEG, "file_kind_not_taken"),
        ("网页.html", b"<script>alert(1)</script>", "file_kind_not_taken"),
        ("图.svg", b"<svg onload=alert(1)>", "file_kind_not_taken"),
        ("包.zip", office("other"), "file_kind_not_taken"),
        ("照片.jpg", b"MZ" + bytes(200), "file_not_what_it_says"),
        ("照片.jpg", b"<html><script>alert(1)</script>", "file_not_what_it_says"),
        ("照片.jpg", PDF, "file_not_what_it_says"),
        ("材料.pdf", JPEG, "file_not_what_it_says"),
        ("说明.docx", office("other"), "file_not_what_it_says"),
        ("说明.docx", office("xl"), "file_not_what_it_says"),
        ("录音.mp3", MP4, "file_not_what_it_says"),
        ("文字.txt", b"\x00\x01\x02binary", "file_not_what_it_says"),
        ("文字.txt", JPEG, "file_not_what_it_says"),
    ],
)
def test_refused_by_name_and_reason(name, content, code, settings):
    with pytest.raises(Refused) as refused:
        put(name, content)
    assert (refused.value.code, refused.value.field, refused.value.values["name"]) == (code, "files", name)
    assert files_on_disk(settings) == []
    assert not Upload.objects.exists()


class Broken(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > PIECE:
            raise ConnectionResetError
        return super().read(size)


def test_a_broken_upload_leaves_nothing(settings):
    with pytest.raises(Refused, match="file_broken_off"):
        operations.store(stream=Broken(JPEG + bytes(3 * PIECE)), name="a.jpg", limit=MB, by=1, at=AT)
    assert files_on_disk(settings) == []


def test_a_failing_database_leaves_nothing(settings, monkeypatch):
    monkeypatch.setattr(operations, "_note", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put()
    assert files_on_disk(settings) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\李\\照片.jpg", "照片.jpg"),
        ("a\x00b\r\n.jpg", "ab.jpg"),
        ("gpj.\u202eexe.jpg", "gpj.exe.jpg"),
        ('"><img src=x>.png', "___img src=x_.png"),
        ("  多  个   空格 .pdf", "多 个 空格.pdf"),
        ("x" * 500 + ".jpg", "x" * 116 + ".jpg"),
        ("...", NAMELESS),
        ("", NAMELESS),
        (".jpg", "jpg"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_hostile_names_become_plain(sent, kept):
    assert clean_name(sent) == kept


@given(st.text())
def test_any_name_is_safe(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 120
    assert not set(cleaned) & set('/\\<>:"|?*\x00\r\n')
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "lose", "magic"])
def test_damage_on_disk_is_noticed(damage):
    content = PDF + os.urandom(3 * PIECE)
    stored = put("大.pdf", content)
    taken(stored)
    path = path_of(stored.id)
    octets = bytearray(path.read_bytes())
    piece = PIECE + 16
    match damage:
        case "flip":
            octets[100] ^= 1
        case "cut":
            del octets[4 + 2 * piece :]
        case "swap":
            octets[4 : 4 + piece], octets[4 + piece : 4 + 2 * piece] = octets[4 + piece : 4 + 2 * piece], octets[4 : 4 + piece]
        case "magic":
            octets[0] ^= 1
    path.write_bytes(octets)
    if damage == "lose":
        path.unlink()
    with pytest.raises(Unsealable):
        queries.open_file(county="370502", file_id=stored.id).content.read()
    assert not queries.intact(county="370502", file_id=stored.id)


def test_bytes_moved_to_another_file_are_noticed():
    one, other = put(), put()
    taken(one)
    path_of(one.id).write_bytes(path_of(other.id).read_bytes())
    with pytest.raises(Unsealable, match="seal_tampered"):
        queries.open_file(county="370502", file_id=one.id).content.read()


def test_names_are_not_in_the_database_in_clear():
    stored = put("李建国身份证.jpg")
    taken(stored)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM stored_file WHERE county = '370502'")
        assert "李建国".encode() not in bytes(cursor.fetchone()[0])


def test_a_deed_takes_its_own_fresh_uploads_once():
    stored = put()
    for wrong in ({"by": 2}, {"by": None}, {"at": AT + timedelta(days=2)}, {"ids": [uuid4()]}, {"ids": [stored.id, uuid4()]}):
        with pytest.raises(Refused, match="no_such_file"), transaction.atomic():
            taken(stored, **wrong)
    assert taken(stored) == stored
    with pytest.raises(Refused, match="no_such_file"):
        taken(stored)
    anonymous = put(by=None)
    assert taken(anonymous, by=None).id == anonymous.id


def test_unclaimed_uploads_go_after_a_day(settings, django_capture_on_commit_callbacks):
    put()
    kept = put(at=AT + timedelta(hours=5))
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.forget_unclaimed(at=AT + timedelta(days=1, hours=1)) == 1
    assert files_on_disk(settings) == sorted([path_of(kept.id), path_of(kept.id).with_suffix(".small")])


def test_erased_is_erased(settings, django_capture_on_commit_callbacks):
    stored = put()
    taken(stored)
    operations.keep_until(county="370502", ids=[stored.id], until=date(2029, 1, 1), held=True)
    with pytest.raises(Refused, match="legal_hold"):
        operations.erase(county="370502", file_id=stored.id, at=AT)
    operations.keep_until(county="370502", ids=[stored.id], until=None, held=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.erase(county="370502", file_id=stored.id, at=AT)
    assert not operations.erase(county="370502", file_id=stored.id, at=AT)
    assert files_on_disk(settings) == []
    row = StoredFile.objects.get(county="370502", id=stored.id)
    assert (row.key, bytes(row.name), row.erased) == (None, b"", AT)
    with pytest.raises(Refused, match="no_such_file"):
        queries.open_file(county="370502", file_id=stored.id)


def test_access_is_closed_unless_somebody_opens_it(settings):
    from yiwang.files import access

    access._asked.cache_clear()
    settings.FILE_ACCESS = "tests.files.test_store.ASKED"
    try:
        assert access.may_open(viewer="me", county="370502", file_id=uuid4())
        assert not access.may_open(viewer="you", county="370502", file_id=uuid4())
    finally:
        access._asked.cache_clear()


ASKED = ("tests.files.test_store.only_me",)


def only_me(*, viewer, county, file_id):
    return viewer == "me"
