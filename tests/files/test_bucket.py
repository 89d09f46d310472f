"""The same files in a bucket: sealed on their way out, read from any place, gone when erased."""

from __future__ import annotations

import os

import pytest

from yiwang.files import operations, queries, shelf
from yiwang.files.vault import PIECE, name_of
from yiwang.privacy.sealing import Unsealable

from .conftest import JPEG, PDF
from .test_store import AT, put, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(settings, monkeypatch) -> shelf.Bucket:
    settings.FILES_STORE = "memory:///"
    shelf._bucket.cache_clear()
    yield shelf._bucket("memory:///")
    shelf._bucket.cache_clear()


def test_what_goes_in_comes_out(bucket):
    content = PDF + os.urandom(3 * PIECE)
    stored = put("材料.pdf", content)
    taken(stored)
    assert bucket.holds(name_of(stored.id))
    with queries.open_file(county="370502", file_id=stored.id).content as file:
        assert file.read() == content
        file.seek(PIECE - 3)
        assert file.read(6) == content[PIECE - 3 : PIECE + 3]
    sealed = bucket.open(name_of(stored.id)).read()
    assert content[100:140] not in sealed
    assert queries.intact(county="370502", file_id=stored.id)


def test_erased_is_erased_there_too(bucket, django_capture_on_commit_callbacks):
    stored = put("照片.jpg", JPEG)
    taken(stored)
    assert bucket.holds(name_of(stored.id, "small"))
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(county="370502", file_id=stored.id, at=AT)
    assert not bucket.holds(name_of(stored.id))
    assert not bucket.holds(name_of(stored.id, "small"))


def test_lost_is_said(bucket):
    stored = put("材料.pdf", PDF)
    taken(stored)
    bucket.remove(name_of(stored.id))
    bucket.remove(name_of(stored.id))
    with pytest.raises(Unsealable, match="file_lost"):
        queries.open_file(county="370502", file_id=stored.id)


def test_nothing_is_there_before_it_is_whole(bucket):
    draft = bucket.begin("ab" * 16)
    draft.write(b"half")
    draft.abandon()
    assert not bucket.holds("ab" * 16)
    with pytest.raises(shelf.Lost):
        bucket.open("ab" * 16)
