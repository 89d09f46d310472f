"""A JSON object becomes a struct, or every wrong field is named."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from yiwang.api.shaping import shaped
from yiwang.kernel.refusals import BadInput


class Person(msgspec.Struct, frozen=True, kw_only=True):
    name: str = ""
    visiting: bool = False


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    place: str
    units: tuple[int, ...] = ()
    occurred_at: datetime | None = None
    people: tuple[Person, ...] = ()


def wrong(value: dict) -> set[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        shaped(value, Thing)
    return {(error.field, error.code) for error in refused.value.errors}


def test_a_whole_object():
    thing = shaped({"place": "37", "units": [1, 2], "occurred_at": "2026-11-23T08:00:00Z", "people": [{"name": "甲"}]}, Thing)
    assert thing.units == (1, 2)
    assert thing.people == (Person(name="甲"),)
    assert thing.occurred_at is not None and thing.occurred_at.year == 2026


def test_every_wrong_field_is_named_at_once():
    found = wrong({"units": [1, "x"], "occurred_at": "yesterday", "people": [{"name": 5}, "no", {"name": "乙", "age": 3}], "more": 1})
    assert found == {
        ("place", "required"),
        ("more", "unknown_field"),
        ("units.1", "wrong_type"),
        ("occurred_at", "bad_format"),
        ("people.0.name", "wrong_type"),
        ("people.1", "wrong_type"),
        ("people.2.age", "unknown_field"),
    }


def test_numbers_are_not_texts_nor_texts_numbers():
    assert wrong({"place": 37}) == {("place", "wrong_type")}
    assert wrong({"place": "37", "units": "1,2"}) == {("units", "wrong_type")}
    assert wrong({"place": "37", "people": [{"visiting": 1}]}) == {("people.0.visiting", "wrong_type")}
