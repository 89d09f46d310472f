"""Files in pieces: what arrived stays, nothing is taken twice or out of order, and the whole is a file like any other."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yiwang.files import sending
from yiwang.files.models import Sending, Upload
from yiwang.files.queries import open_file
from yiwang.files.vault import PIECE
from yiwang.kernel.refusals import Refused

from .conftest import JPEG, PDF
from .test_store import AT, MB, files_on_disk, taken

pytestmark = pytest.mark.django_db


def begun(size, name="材料.pdf", by=1):
    return sending.begin(name=name, size=size, limit=MB, by=by, at=AT).id


def add(file_id, offset, octets, by=1, at=AT):
    return sending.add(file_id=file_id, offset=offset, octets=octets, by=by, at=at)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 3 * PIECE - 1), max_size=5), lost=st.sets(st.integers(0, 5)))
def test_whatever_the_pieces_and_whichever_answer_is_lost_it_arrives_whole(cuts, lost, django_capture_on_commit_callbacks, settings):
    content = PDF + os.urandom(3 * PIECE - len(PDF))
    file_id, ends = begun(len(content)), [*sorted(set(cuts)), len(content)]
    with django_capture_on_commit_callbacks(execute=True):
        for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            come = add(file_id, start, content[start:end])
            if number in lost and come.stored is None:  # the answer never came: the sender asks, or sends the same piece again
                assert sending.received(file_id=file_id, by=1, at=AT).received == end
                assert add(file_id, start, content[start:end]).received == end
    stored = come.stored
    taken(stored)
    assert open_file(county="370502", file_id=stored.id).content.read() == content
    assert not Sending.objects.exists()
    assert not [path for path in files_on_disk(settings) if ".part" in path.name]


def test_what_arrives_is_sealed_on_its_way_too(settings):
    content = PDF + "李秀英家的房产证".encode() * 50
    add(begun(len(content) + 10), 0, content)
    (piece,) = files_on_disk(settings)
    assert "李秀英".encode() not in piece.read_bytes()


def test_nothing_out_of_order_and_nothing_of_anybody_else():
    file_id = begun(len(PDF))
    assert add(file_id, 5, PDF[5:]).received == 0
    assert add(file_id, 0, b"").received == 0
    for by in (2, None):
        with pytest.raises(Refused, match="no_such_file"):
            add(file_id, 0, PDF, by=by)
        with pytest.raises(Refused, match="no_such_file"):
            sending.received(file_id=file_id, by=by, at=AT)
    with pytest.raises(Refused, match="too_large"):
        add(file_id, 0, PDF + b"more")
    assert sending.received(file_id=file_id, by=1, at=AT).received == 0


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [("材料.pdf", 0, "file_empty"), ("材料.pdf", 2 * MB, "file_too_large"), ("程序.exe", 5, "file_kind_not_taken")],
)
def test_refused_before_anything_is_sent(name, size, code):
    with pytest.raises(Refused, match=code):
        begun(size, name)


def test_what_is_not_what_it_says_is_forgotten(settings, django_capture_on_commit_callbacks):
    file_id = begun(len(PDF), "照片.jpg")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused, match="file_not_what_it_says"):
        add(file_id, 0, PDF)
    assert not Sending.objects.exists()
    assert not Upload.objects.exists()
    assert files_on_disk(settings) == []


def test_what_never_became_whole_goes_after_a_day(settings, django_capture_on_commit_callbacks):
    add(begun(2 * len(JPEG), "照片.jpg"), 0, JPEG)
    with django_capture_on_commit_callbacks(execute=True):
        assert sending.forget_unfinished(at=AT + timedelta(hours=23)) == 0
        assert sending.forget_unfinished(at=AT + timedelta(hours=25)) == 1
    assert files_on_disk(settings) == []


def test_a_piece_left_by_a_killed_process_is_written_over(settings):
    file_id = begun(len(PDF))
    add(file_id, 0, PDF[:10])
    (first,) = files_on_disk(settings)
    first.with_name(f"{file_id.hex}.part1.part").write_bytes(b"half")
    assert add(file_id, 10, PDF[10:]).stored is not None
