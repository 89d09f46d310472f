"""Variables of templates: one that nobody knows is refused with the nearest there is; what has no value leaves a gap."""

from __future__ import annotations

import pytest

from yiwang.knowledge.domain.variables import GAP, VARIABLES, faults, fill, nearest, sample


def codes(text: str) -> list[tuple[str, str]]:
    return [(one.code, str(one.values.get("near", ""))) for one in faults(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("编号{编号}，请在{期限}前答复，电话{电话}。", []),
        ("{number} {deadline} {unit}", []),
        ("编号{编号码}", [("reply_unknown_variable", "编号")]),
        ("{dedline}", [("reply_unknown_variable", "deadline")]),
        ("请{xyzzy}", [("reply_no_such_variable", "")]),
        ("{编号", [("template_stray_brace", "")]),
        ("｛编号｝全角也认", []),
        ("  ", [("required", "")]),
        ("字" * 2001, [("too_long", "")]),
    ],
)
def test_what_may_be_saved(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(text) == found


def test_every_unknown_variable_is_named_once() -> None:
    assert [one.values["name"] for one in faults("{甲乙丙}{甲乙丙}{丁戊己}")] == ["甲乙丙", "丁戊己"]


def test_filled_with_what_there_is_and_a_gap_for_the_rest() -> None:
    assert fill("编号{编号}，电话{phone}。", {"编号": "370502-1"}) == f"编号370502-1，电话{GAP}。"
    whole = "".join(f"{{{variable.zh}}}{{{variable.en}}}" for variable in VARIABLES)
    assert fill(whole, sample()) == "".join(variable.sample * 2 for variable in VARIABLES)


def test_text_of_a_value_is_never_read_as_a_variable() -> None:
    assert fill("{标题}", {"标题": "{编号}", "编号": "1"}) == "{编号}"


@pytest.mark.parametrize(("typed", "meant"), [("期 限", "期限"), ("电话号码", "电话"), ("nmber", "number"), ("", "")])
def test_the_nearest(typed: str, meant: str) -> None:
    assert nearest(typed) == meant
