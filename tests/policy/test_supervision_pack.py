"""The supervision pack: what is in order is read, what is not is refused with its place."""

from __future__ import annotations

import json

import msgspec
import pytest

from yiwang.kernel.refusals import Refused
from yiwang.policy.domain.supervision import SupervisionBody
from yiwang.policy.domain.words import Procedure
from yiwang.policy.operations import SHIPPED, read_pack

PACK = json.loads((SHIPPED / "supervision" / "standard-2026.json").read_text())


def _read(**body: object) -> SupervisionBody:
    return read_pack(json.dumps({**PACK, "body": {**PACK["body"], **body}}).encode()).body


def test_every_procedure_has_a_ladder_or_says_that_it_has_none() -> None:
    body = msgspec.convert(PACK["body"], SupervisionBody)
    assert [rung.level for rung in body.ladder(Procedure.SERVICE)] == ["reminder", "yellow", "red"]
    assert body.ladder(Procedure.ACCUSATION) == ()
    assert all(body.ladder(procedure) for procedure in Procedure if procedure != Procedure.ACCUSATION)
    assert SupervisionBody().ladder(Procedure.SERVICE) == ()


REMINDER, YELLOW = {"level": "reminder", "workdays": -2}, {"level": "yellow", "workdays": 0}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"petition": [YELLOW]}, "'*' is missing"),
        ({"*": [YELLOW, REMINDER]}, "rules.*"),
        ({"*": [REMINDER, {**YELLOW, "workdays": -2}]}, "must be graver and later"),
        ({"*": [], "gardening": []}, "no procedure"),
        ({"*": [{"level": "purple", "workdays": 0}]}, "purple"),
    ],
)
def test_a_gap_or_an_overlap_is_refused_and_says_where(rules, said) -> None:
    with pytest.raises(Refused) as refused:
        _read(rules=rules)
    assert refused.value.code == "bad_pack"
    assert said in str(refused.value.values["reason"])


def test_a_level_needs_somebody_it_is_for() -> None:
    with pytest.raises(Refused) as refused:
        _read(levels={"reminder": PACK["body"]["levels"]["reminder"]})
    assert "nobody is named" in str(refused.value.values["reason"])
