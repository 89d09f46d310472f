"""What is reported at once, how grave it is, how far up it goes: the shipped pack and its rules, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from yiwang.policy.domain.categories import Categories
from yiwang.policy.domain.reports import ReportsBody

PACKS = Path(__file__).parents[2] / "src/yiwang/policy/packs"


def shipped(kind: str) -> dict:
    return json.loads(max((PACKS / kind).glob("*.json")).read_text())


BODY = msgspec.convert(shipped("reports")["body"], ReportsBody)
TREE = msgspec.convert(shipped("categories")["body"], Categories)


def test_whatever_the_category_tree_marks_as_urgent_is_reported_by_rule() -> None:
    marked = [node for node in TREE.leaves if node.immediate_report]
    assert marked
    for node in marked:
        for nature in node.natures:
            assert BODY.found(category=node.code, nature=str(nature), claimants=0), node.zh


def test_what_is_sensitive_is_told_neutrally_and_not_beyond_the_county() -> None:
    for node in TREE.leaves:
        if node.immediate_report and node.sensitive:
            sort = BODY.found(category=node.code, nature=str(node.natures[0]), claimants=0)
            assert sort is not None
            assert sort.neutral
            assert BODY.reach(sort.code, "extreme") == 3


@pytest.mark.parametrize(
    ("counts", "grade"),
    [
        ({}, "general"),
        ({"deaths": 2}, "general"),
        ({"deaths": 3}, "large"),
        ({"deaths": 9, "injured": 50}, "major"),
        ({"injured": 100}, "extreme"),
        ({"people": 500}, "major"),
    ],
)
def test_numbers_make_it_graver(counts, grade) -> None:
    assert BODY.gravity("gas", counts) == grade
    assert BODY.gravity("gas", counts, at_least="extreme") == "extreme"


def test_a_graver_grade_never_reaches_less_far_nor_is_followed_up_less_often() -> None:
    reaches = [grade.up_to for grade in BODY.grades]
    pauses = [grade.follow_up for grade in BODY.grades]
    assert reaches == sorted(reaches, reverse=True)
    assert pauses == sorted(pauses, reverse=True)


def test_a_crowd_is_one_by_the_number_of_those_who_bring_it() -> None:
    found = BODY.found(category="01-01-01", nature="complaint", claimants=60)
    assert found is not None
    assert found.code == "crowd"
    assert BODY.found(category="01-01-01", nature="complaint", claimants=49) is None


def test_every_limit_names_its_source_or_says_it_is_our_own() -> None:
    for rule in (*BODY.waits.values(), *BODY.thresholds):
        assert rule.basis
        assert rule.basis_en
    assert shipped("reports")["source"]


@pytest.mark.parametrize(
    "broken",
    [
        {"waits": {}},
        {"grades": []},
        {"remind": 0},
        {"thresholds": [{"count": "cats", "at_least": 1, "grade": "general", "basis": "x", "basis_en": "x"}]},
        {"thresholds": [{"count": "deaths", "at_least": 1, "grade": "nothing", "basis": "x", "basis_en": "x"}]},
    ],
)
def test_a_pack_that_leaves_something_open_cannot_be_read(broken) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**shipped("reports")["body"], **broken}, ReportsBody)
