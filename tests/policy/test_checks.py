"""What is wrong with a pack is found before it takes effect, and the finding says where: gaps, overlaps, words nobody knows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from yiwang.policy.domain.checks import CHECKS, Beside, findings, first_day
from yiwang.policy.domain.differences import differences
from yiwang.policy.domain.editing import changed, fields_of, parts, value_at
from yiwang.policy.domain.kinds import BODIES
from yiwang.policy.domain.words import ClockKind, Procedure
from yiwang.policy.operations import SHIPPED


def body(kind: str) -> dict[str, Any]:
    (file,) = (SHIPPED / kind).glob("*.json")
    return json.loads(Path(file).read_text())["body"]


def found(kind: str, written: dict[str, Any], **beside: Any) -> dict[str, tuple[str, ...]]:
    """Code → where, of what stops a pack."""
    read = msgspec.convert(written, BODIES[kind], strict=False)
    return {one.code: one.where for one in findings(kind=kind, body=read, beside=Beside(**beside)) if one.stops}


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_what_is_shipped_can_take_effect(kind: str) -> None:
    bodies = {other: msgspec.convert(body(other), BODIES[other], strict=False) for other in CHECKS}
    assert found(kind, body(kind), bodies=bodies) == {}


def test_a_clock_without_a_general_limit_that_misses_a_procedure_is_a_gap() -> None:
    written = body("clocks")
    del written["rules"]["handling"]["*"]
    missing = {one.value for one in Procedure} - set(written["rules"]["handling"])
    read = msgspec.convert(written, BODIES["clocks"])
    gaps = {one.where for one in findings(kind="clocks", body=read, beside=Beside()) if one.code == "pack_gap_clock"}
    assert gaps == {("rules", "handling", procedure) for procedure in missing}


def test_a_kind_of_clock_left_out_is_a_gap_for_every_procedure() -> None:
    written = body("clocks")
    del written["rules"]["verify"]
    read = msgspec.convert(written, BODIES["clocks"])
    gaps = [one for one in findings(kind="clocks", body=read, beside=Beside()) if one.code == "pack_gap_clock"]
    assert len(gaps) == len(Procedure)
    assert all(one.values["clock"] == ClockKind.VERIFY.zh for one in gaps)


def test_special_limits_on_one_category_overlap() -> None:
    written = body("clocks")
    written["special"].append({**written["special"][0], "categories": [written["special"][0]["categories"][0] + "-01"]})
    assert found("clocks", written)["pack_overlap_special"] == ("special", "2")


def test_a_special_limit_for_a_category_nobody_knows() -> None:
    written = body("clocks")
    written["special"][0]["categories"] = ["99-99"]
    categories = msgspec.convert(body("categories"), BODIES["categories"], strict=False)
    assert found("clocks", written, bodies={"categories": categories}) == {"pack_unknown_category": ("special", "0", "99-99")}


@pytest.mark.parametrize("limit", ["", "15", "d", "0d", "-3d", "15 days", "1y"])
def test_a_limit_that_is_none(limit: str) -> None:
    written = body("clocks")
    written["rules"]["card"]["*"]["limit"] = limit
    assert found("clocks", written) == {"pack_bad_limit": ("rules", "card", "*", "limit")}


def test_a_missing_year_and_a_day_that_is_two_things() -> None:
    written = body("calendar")
    del written["years"]["2020"]
    written["years"]["2026"]["makeup"].append(written["years"]["2026"]["holidays"][0])
    assert found("calendar", written)["pack_gap_years"] == ("years",)
    assert found("calendar", written)["pack_overlap_day"] == ("years", "2026")


def test_categories_twice_without_parent_or_nature_and_still_named() -> None:
    written = body("categories")
    written["nodes"] += [written["nodes"][2], {"code": "98-01", "zh": "无上级", "natures": ["help"]}, {"code": "97", "zh": "无性质"}]
    assert found("categories", written, duty_categories={"96"}) == {
        "pack_overlap_category": ("nodes", "01-01-01"),
        "pack_gap_parent": ("nodes", "98-01"),
        "pack_gap_natures": ("nodes", "97"),
        "pack_category_in_duties": ("nodes", "96"),
    }


def test_a_procedure_and_a_list_left_out() -> None:
    written = body("procedures")
    del written["procedures"]["hazard"]
    written["lists"]["outcomes"] = []
    wrong = found("procedures", written, lists={"outcomes", "colours"})
    assert wrong["pack_gap_procedure"] == ("procedures", "hazard")
    assert wrong["pack_gap_list"] in {("lists", "outcomes"), ("lists", "colours")}


def test_the_first_day_neither_overlaps_nor_lies_in_the_past() -> None:
    today, newest = date(2026, 11, 25), date(2027, 1, 1)
    assert first_day(valid_from=newest, newest=newest, today=today).code == "pack_overlap_days"
    assert first_day(valid_from=date(2026, 11, 24), newest=date(2020, 1, 1), today=today).code == "pack_in_the_past"
    assert first_day(valid_from=date(2027, 1, 2), newest=newest, today=today) is None


def test_differences_go_by_code_and_leave_out_what_follows_from_them() -> None:
    old = {"nodes": [{"code": "1", "zh": "甲", "pinyin": "jia"}, {"code": "2", "zh": "乙"}], "n": 3}
    new = {"nodes": [{"code": "2", "zh": "乙"}, {"code": "1", "zh": "丙", "pinyin": "bing"}, {"code": "3", "zh": "丁"}], "n": 3}
    assert [(one.path, one.before, one.after) for one in differences(old, new)] == [
        (("nodes", "1", "zh"), "甲", "丙"),
        (("nodes", "3"), None, {"code": "3", "zh": "丁"}),
    ]


def as_typed(value: Any) -> str:
    """What a page shows of a value and sends back."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\r\n".join(value)
    return json.dumps(value) if isinstance(value, list | dict) else str(value)


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_every_value_of_a_pack_is_a_field_and_comes_back_as_it_was(kind: str) -> None:
    written = body(kind)
    pieces = list(parts(written))
    assert len(pieces) == len(set(pieces))
    for piece in pieces[:3] + pieces[-3:]:
        for path, value in fields_of(written, piece):
            typed = as_typed(value)
            assert value_at(changed(written, path, typed), path) == value, path


def test_a_changed_field_changes_that_alone() -> None:
    written = body("clocks")
    after = changed(written, ("rules", "acceptance", "service", "limit"), " 2w ")
    (one,) = differences(written, after)
    assert (one.path, one.before, one.after) == (("rules", "acceptance", "service", "limit"), "1w", "2w")
    with pytest.raises(ValueError, match="could not convert"):
        changed(written, ("soon_share",), "viel")
