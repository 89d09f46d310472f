"""The bounded inputs the walk tries for each act: lawful ones, stray ones, and none at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Case

from .canon import BUILD, CITY, COMMITTEE, COUNTY, DISCIPLINE, OTHER_COUNTY, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, WATER, WATER_POST, T

_NONE: tuple[dict[str, Any], ...] = ({},)
_INPUTS: dict[Act, tuple[dict[str, Any], ...]] = {
    Act.DISPATCH: (
        {"unit": WATER},
        {"unit": WATER, "assisting": (BUILD,)},
        {"unit": TOWNSHIP},
        {"unit": OTHER_COUNTY},
        {"unit": WATER, "due": date(2030, 1, 1)},
        {"unit": DISCIPLINE},
        {"assisting": (BUILD,)},
    ),
    Act.CONTEST: ({"duty_item": "water", "proposed_unit": COUNTY}, {"duty_item": "nothing", "proposed_unit": COUNTY}),
    Act.RULE_CONTEST: ({"uphold": True}, {}),
    Act.PASS_DOWN: ({"units": (WATER_POST,)}, {"units": (VILLAGE,)}, {"units": (BUILD,)}),
    Act.REASSIGN: ({"unit": BUILD}, {"unit": OTHER_COUNTY}, {"unit": WATER_POST}),
    Act.REQUEST_EXTENSION: ({"days": 5}, {"days": 3650}),
    Act.RULE_EXTENSION: ({"grant": True}, {}),
    Act.REQUEST_SUSPENSION: (
        {"reason_code": "appraisal", "until": date(2026, 3, 20)},
        {"reason_code": "hearing", "until": date(2026, 3, 20)},
        {"reason_code": "appraisal", "until": date(2030, 1, 1)},
    ),
    Act.RULE_SUSPENSION: ({"grant": True}, {}),
    Act.HAND_DOWN: ({"center": VILLAGE}, {"center": TOWNSHIP}, {"center": COUNTY}, {"center": CITY}, {"center": OTHER_TOWNSHIP}),
    Act.REPORT_RESULT: (
        {"outcome": "solved"},
        {"outcome": "partly"},
        {"outcome": "magic"},
    ),
    Act.LIST_CLAIM: ({"party": 1, "owed": 100_00}, {"party": 2}, {"party": 9}),
    Act.PAY_CLAIM: ({"paid": 100_00}, {"paid": 99_99}),
    Act.AGREE_CLAIM: ({"agrees": True}, {}),
    Act.CLOSE: ({"result_class": "solved"}, {"result_class": "unsettled"}),
    Act.DECLINE: ({"reason_code": "court"}, {"reason_code": "because"}),
    Act.SERVE: ({"on": date(2026, 3, 2), "way": "phone"}, {"on": date(2020, 1, 1), "way": "phone"}),
    Act.RATE: ({"stars": 4, "solved": True},),
    Act.REOPEN: ({"reason_code": "unsatisfied"},),
    Act.RULE_REVIEW: ({"outcome": "upheld"}, {"outcome": "revoked"}),
    Act.URGE: (
        {"level": "reminder", "unit": WATER},
        {"level": "yellow", "unit": WATER},
        {"level": "red", "unit": WATER},
        {"level": "reminder", "unit": CITY},
    ),
    Act.RULE_LISTING: ({"grant": True, "until": date(2026, 4, 2)}, {"grant": True, "until": date(2030, 1, 1)}, {"grant": True}, {}),
    Act.CONFER: ({"units": (BUILD,)}, {"units": (CITY,)}, {"units": (OTHER_COUNTY,)}),
    Act.CONCLUDE: ({}, {"off": True}),
    Act.WHISTLE: ({"units": (WATER, BUILD)}, {"units": (WATER,)}, {"units": (COUNTY,)}),
    Act.MERGE: ({"master": "460108-20260302-0002-Y"},),
    Act.LINK: ({"other": "460108-20260302-0009-Z"},),
    Act.RECLASSIFY: (
        {"category": "other", "nature": "complaint"},
        {"category": "water", "nature": "hazard"},
        {"category": "fire", "nature": "complaint"},
        {"category": "other", "nature": "accusation", "accused": (WATER,)},
    ),
    Act.TO_MEDIATION: ({"unit": COMMITTEE}, {"unit": BUILD}),
    Act.SUPPLEMENT: ({}, {"new_facts": True}, {"in_person": True}),
    Act.CORRECT: ({"part": "title"}, {"part": "place", "place": T}, {"part": "title", "place": T}, {"part": "party", "claimants": 2}),
    Act.REVEAL: ({"reason_code": "call_back"},),
    Act.ATTACH: ({"files": ("f",)},),
}  # fmt: skip


def inputs_of(act: str, case: Case) -> tuple[dict[str, Any], ...]:
    """Return the inputs to try, lawful ones first."""
    if act == Act.RAISE_CLOCK:
        running = [key for key, clock in case.clocks.items() if clock.state == "running"]
        return tuple({"clock": key, "level": level} for key in (*running, "none") for level in ("soon", "late"))
    if act == Act.URGE_BY_RULE:
        return tuple({"clock": key} for key in (*(k for k in case.clocks if k.startswith("m.")), "none"))
    if act == Act.DISPATCH and case.state == "handling":
        return ({"assisting": (BUILD,)}, {"unit": BUILD}, {"unit": BUILD, "assisting": (WATER_POST,)})
    return _INPUTS.get(Act(act), _NONE)
