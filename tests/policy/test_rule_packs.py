"""The shipped packs answer every question the rules may ask, and say where each limit comes from."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from yiwang.kernel.calendar import parse
from yiwang.matters.domain.acts import SPECS, Kind
from yiwang.policy.domain.calendar import CalendarBody
from yiwang.policy.domain.clocks import EVERY, ClocksBody
from yiwang.policy.domain.procedures import ProceduresBody
from yiwang.policy.domain.words import ClockKind, Nature, Procedure

PACKS = Path(__file__).parents[2] / "src/yiwang/policy/packs"


def _body(kind: str, into: type):
    newest = max((json.loads(file.read_text()) for file in (PACKS / kind).glob("*.json")), key=lambda pack: pack["valid_from"])
    assert newest["source"]
    return msgspec.convert(newest["body"], into)


@pytest.mark.parametrize("kind", list(ClockKind))
@pytest.mark.parametrize("procedure", list(Procedure))
def test_every_clock_has_a_limit_and_a_source_in_every_procedure(kind: ClockKind, procedure: Procedure) -> None:
    rule = _body("clocks", ClocksBody).rule(kind, procedure, "")
    assert parse(rule.limit)[0] > 0
    assert rule.basis
    assert rule.basis_en


def test_every_list_an_input_chooses_from_exists() -> None:
    lists = _body("procedures", ProceduresBody).lists
    asked = {field.choices for spec in SPECS.values() for field in spec.inputs if field.kind == Kind.CHOICE} - {"suspension_reasons"}
    assert asked <= set(lists)
    assert all(choice.code and choice.zh and choice.en for entries in lists.values() for choice in entries)


def test_every_nature_has_a_procedure_and_every_procedure_a_rule() -> None:
    body = _body("procedures", ProceduresBody)
    assert set(body.by_nature) == set(Nature)
    assert set(body.procedures) == set(Procedure)


def test_what_the_statute_fixes_is_fixed() -> None:
    clocks, procedures = _body("clocks", ClocksBody), _body("procedures", ProceduresBody)
    petition = procedures.procedures[Procedure.PETITION]
    assert [clocks.rule(kind, Procedure.PETITION, "").limit for kind in (ClockKind.ACCEPTANCE, ClockKind.HANDLING)] == ["15d", "60d"]
    assert (petition.extension.times, petition.extension.days, petition.extension.ruler) == (1, 30, "unit_head")
    assert petition.suspension_days == 0
    assert petition.review
    assert not procedures.procedures[Procedure.ACCUSATION].rating
    assert procedures.visiting_representatives == 5
    assert EVERY in clocks.rules[ClockKind.REVIEW_OPINION]


def test_a_special_law_governs_its_branch_only() -> None:
    clocks = _body("clocks", ClocksBody)
    assert clocks.rule(ClockKind.HANDLING, Procedure.STATUTORY, "15-03-05").limit == "60w"
    assert clocks.rule(ClockKind.HANDLING, Procedure.STATUTORY, "04-03-99").limit == "20w"
    assert clocks.rule(ClockKind.HANDLING, Procedure.STATUTORY, "01-01-01").limit == "60d"
    assert clocks.rule(ClockKind.HANDLING, Procedure.SERVICE, "15-03-05").limit == "5w"


def test_the_calendar_is_whole_from_2004_and_marks_what_is_not_announced() -> None:
    body = _body("calendar", CalendarBody)
    assert {int(year) for year in body.years} >= set(range(2004, 2027))
    assert [year for year, days in body.years.items() if days.provisional] == ["2027"]
    assert body.working_calendar(version="x").covered_until.isoformat() == "2026-12-31"
