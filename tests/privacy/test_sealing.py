"""Sealing: what goes in comes out, in its own place and with the right keys only."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from stdnum.cn import ric

from yiwang.privacy import keys
from yiwang.privacy.sealing import Unsealable, blind, context, seal, seal_bytes, unseal, unseal_bytes

pytestmark = pytest.mark.django_db
QUIET = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
PLACE = context("370502", "01932f3c", "party.1.phone")


@pytest.fixture(params=["aes-256-gcm", "sm4-gcm"])
def algorithm(request, settings):
    settings.SEALING = request.param
    return request.param


@QUIET
@given(text=st.text(max_size=300))
def test_round_trip(algorithm, text):
    blob = seal(text, PLACE)
    assert unseal(blob, PLACE) == text
    assert seal(text, PLACE) != blob
    assert len(text) < 4 or text.encode() not in blob


@QUIET
@given(place=st.integers(0, 500), bit=st.integers(0, 7))
def test_any_altered_bit_is_noticed(algorithm, place, bit):
    blob = bytearray(seal("东三路 12 号", PLACE))
    blob[place % len(blob)] ^= 1 << bit
    with pytest.raises(Unsealable) as refused:
        unseal(bytes(blob), PLACE)
    assert refused.value.code in {"seal_tampered", "seal_format", "key_unknown"}


def test_swapped_values_are_noticed(algorithm):
    blob = seal("13800005621", PLACE)
    for other in (context("370503", "01932f3c", "party.1.phone"), context("370502", "01932f3c", "party.2.phone"), b""):
        with pytest.raises(Unsealable, match="seal_tampered"):
            unseal(blob, other)
    assert context("a|b", "c") != context("a", "b|c")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"plain text that nobody ever sealed, long enough for a header"])
def test_what_was_never_sealed_is_told_apart(blob):
    with pytest.raises(Unsealable, match="seal_format"):
        unseal(blob, PLACE)


def test_algorithm_is_in_the_header(settings):
    settings.SEALING = "sm4-gcm"
    old = seal("旧", PLACE)
    settings.SEALING = "aes-256-gcm"
    assert (old[1], seal("新", PLACE)[1]) == (2, 1)
    assert unseal(old, PLACE) == "旧"


def test_unknown_key_is_told(algorithm):
    blob = seal("x", PLACE)
    with pytest.raises(Unsealable, match="key_unknown"):
        unseal(blob[:2] + b"\0" * 8 + blob[10:], PLACE)


@pytest.fixture
def away(settings, tmp_path):
    """An installation of its own: key files apart, data keys made for them inside this test's transaction only."""
    home = settings.KEYS
    settings.KEYS = tmp_path
    keys.ring.forget()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, active FROM privacy_data_key")
        before = cursor.fetchall()
        cursor.execute("DELETE FROM privacy_data_key")
    yield tmp_path
    settings.KEYS = home
    keys.ring.forget()
    assert before


def _own_row(purpose: str = "seal") -> keys.Row:
    algorithm = keys.Algorithm.AES
    secret = keys.make_file(keys.PURPOSES[purpose])
    key_id = b"test-key"
    wrapped = keys.wrap(secret, algorithm.new_key(), key_id=key_id, purpose=purpose, algorithm=algorithm)
    return keys.Row(key_id, purpose, algorithm.label, wrapped, keys.fingerprint(secret))


def test_key_file_is_private_and_made_once(away):
    first = keys.make_file("seal")
    path = Path(away) / "seal.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.make_file("seal") == first
    assert [each.name for each in Path(away).iterdir()] == ["seal.key"]


def test_lost_and_wrong_key_files_are_told_apart(away):
    row = _own_row()
    assert keys.unwrap(row).id == row.id
    path = Path(away) / "seal.key"
    path.write_text("00" * 32)
    with pytest.raises(Unsealable, match="key_wrong"):
        keys.unwrap(row)
    path.unlink()
    with pytest.raises(Unsealable, match="key_lost"):
        keys.unwrap(row)


def test_what_is_no_key_file_is_told_apart_from_one_that_cannot_be_read(away):
    row = _own_row()
    path = Path(away) / "seal.key"
    path.write_bytes(os.urandom(64) + b"\xff")
    with pytest.raises(Unsealable, match="key_wrong"):
        keys.unwrap(row)
    path.unlink()
    path.mkdir()
    with pytest.raises(Unsealable, match="key_unreadable"):
        keys.unwrap(row)


def test_altered_key_row_is_noticed(away):
    row = _own_row()
    for bad in (row._replace(wrapped=row.wrapped[:-1] + b"\0"), row._replace(purpose="file"), row._replace(id=b"other-id")):
        with pytest.raises(Unsealable, match="seal_tampered"):
            keys.unwrap(bad)


def test_a_lost_file_is_not_replaced_in_silence(away):
    row = _own_row()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO privacy_data_key VALUES (%s, %s, %s, %s, %s, now(), true)", row)
    (Path(away) / "seal.key").unlink()
    with pytest.raises(Unsealable, match="key_lost"):
        keys.ring.active("seal")
    assert not list(Path(away).glob("seal*.key"))


def test_file_keys_have_their_own_purpose():
    blob = seal_bytes(b"k" * 32, PLACE, purpose="file")
    assert blob[2:10] != seal_bytes(b"", PLACE)[2:10]
    assert unseal_bytes(blob, PLACE) == b"k" * 32


_LONG = "37050219800101123" + ric.calc_check_digit("37050219800101123")


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("phone", ["13800005621", "138 0000 5621", "+86 138-0000-5621", "１３８００００５６２１", "008613800005621"]),
        ("phone", ["0546-8331234", "+86 546 8331234", "(0546) 8331234"]),
        ("document", ["370502800101123", "370502 800101 123", _LONG]),
        ("document", ["37050219491231002x", "37050219491231002X", " 370502 19491231 002Ｘ"]),
        ("name", ["李建国", "李 建国", "李建国 "]),
        ("name", ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽买买提"]),
    ],
)
def test_spellings_of_one_thing_share_an_index(kind, spellings):
    assert len({blind(kind, each) for each in spellings}) == 1
    assert len(blind(kind, spellings[0])) == 16


def test_indexes_of_different_kinds_and_values_differ():
    values = {blind("phone", "13800005621"), blind("phone", "13800005622"), blind("document", "13800005621"), blind("name", "13800005621")}
    assert len(values) == 4


def test_sealing_costs_little():
    """Six fields and two indexes per registration, well below 0.2 ms; only a gross slip fails, so that load does not."""
    start = time.process_time()
    for _ in range(200):
        for field in range(6):
            seal("山东省东营市东营区", context("370502", "01932f3c-1b2c-7000-8000-000000000000", field))
        blind("phone", "13800005621")
        blind("name", "李建国")
    assert (time.process_time() - start) / 200 < 0.002
