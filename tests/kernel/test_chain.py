"""The hash chain: canonical bytes, Merkle trees and merge patches, against known values and over random input."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel import chain

SCALARS = st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner | st.none(), max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=12
)
DOCS = st.dictionaries(st.text(max_size=4), JSON, max_size=5)


def _without_nulls(value):
    """Nulls inside objects cannot be said by a merge patch; lists may hold them but not objects with them."""
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    return value


def test_canonical_text_is_fixed():
    at = datetime(2026, 11, 23, 16, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    value = {"b": (1, True), "a": at, "ü": "网", "d": date(2026, 1, 2), "u": UUID(int=1), "h": b"\xff"}
    assert chain.canonical(value).decode() == (
        '{"a":"2026-11-23T08:00:00.000005Z","b":[1,true],"d":"2026-01-02","h":"ff","u":"00000000-0000-0000-0000-000000000001","ü":"网"}'
    )


@pytest.mark.parametrize("bad", [1.5, {1: "a"}, {"a": {"b": float("nan")}}, datetime(2026, 1, 1), {1, 2}])  # noqa: DTZ001
def test_what_would_not_come_back_is_refused(bad):
    with pytest.raises(TypeError):
        chain.canonical(bad)


@given(DOCS)
def test_canonical_survives_json(doc):
    text = chain.canonical(doc)
    assert chain.canonical(json.loads(text)) == text


def test_hashes_are_what_the_document_says():
    body = {"seq": 1}
    assert chain.entry_hash(chain.GENESIS, body) == hashlib.sha256(b"yiwang-entry\0" + bytes(32) + b'{"seq":1}').digest()
    assert chain.text_digest(b"salt", "井盖") == hashlib.sha256(b"yiwang-text\0salt" + "井盖".encode()).digest()
    sealed = chain.day_root(chain.GENESIS, day=date(2026, 1, 2), count=1, root=b"\x01")
    assert sealed == hashlib.sha256(b"yiwang-day\0" + bytes(32) + b'{"count":1,"day":"2026-01-02","merkle_root":"01"}').digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_every_leaf_climbs_to_the_root(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = chain.merkle_path(leaves, index)
    assert chain.merkle_climb(leaves[index], path) == chain.merkle_root(leaves)
    assert chain.merkle_climb(b"x" * 32, path) != chain.merkle_root(leaves)


def test_merkle_tells_counts_apart():
    leaves = [bytes([i]) * 32 for i in range(5)]
    roots = {chain.merkle_root(leaves[:n]) for n in range(6)}
    assert len(roots) == 6
    with pytest.raises(IndexError):
        chain.merkle_path(leaves, 5)


@given(DOCS.map(_without_nulls), DOCS.map(_without_nulls))
def test_a_patch_makes_the_second_of_the_first(before, after):
    patch = chain.merge_patch(before, after)
    assert chain.canonical(chain.apply_patch(before, patch)) == chain.canonical(after)
    assert (patch == {}) == (chain.canonical(before) == chain.canonical(after))


def test_a_patch_says_only_what_changed():
    before = {"state": "registered", "orders": {"o1": {"state": "sent", "unit": 4}}, "trail": [1]}
    after = {"state": "handling", "orders": {"o1": {"state": "received", "unit": 4}, "o2": {"unit": 5}}, "trail": [1]}
    assert chain.merge_patch(before, after) == {"state": "handling", "orders": {"o1": {"state": "received"}, "o2": {"unit": 5}}}
    with pytest.raises(ValueError, match="null"):
        chain.merge_patch({}, {"a": {"b": None}})


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_text(at):
    assert chain.moment(at).endswith("Z")
    assert len(chain.moment(at)) == 27 or at.year < 1000
