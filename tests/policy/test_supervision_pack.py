"""The supervision pack: what is in order is read, what is not is refused with its place."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from yiwang.infra.wording import worded
from yiwang.kernel.refusals import Refused
from yiwang.policy.domain.pack import Pack
from yiwang.policy.domain.supervision import SupervisionBody
from yiwang.policy.domain.words import Procedure
from yiwang.policy.operations import SHIPPED, faults, read_pack

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"rules": {"petition": [YELLOW]}}, "pack_gap_ladder", ("rules",)),
        ({"rules": {"*": [YELLOW, REMINDER]}}, "pack_card_order", ("rules", "*")),
        ({"rules": {"*": [], "gardening": []}}, "pack_unknown_procedure", ("rules", "gardening")),
        ({"rules": {"*": [{"level": "purple", "workdays": 0}]}}, "pack_bad_card", ("rules", "...", "0")),
        ({"levels": {}}, "pack_card_nobody", ("rules", "*")),
        ({"red_at_yellow": -1}, "pack_negative", ("red_at_yellow",)),
        ({"listing": {"longest_days": 0}}, "pack_below_one", ("listing", "longest_days")),
        ({"red_at_yellow": "two"}, "pack_wrong_type", ("red_at_yellow",)),
        ({"rules": {"*": [{"level": "red"}]}}, "pack_missing_field", ("rules", "...", "0")),
        ({"blue": 1}, "pack_unknown_field", ()),
    ],
)
def test_what_is_wrong_with_a_draft_has_a_code_that_is_worded_and_its_place(body, code, where) -> None:
    pack = msgspec.convert({**PACK, "body": {**PACK["body"], **body}}, Pack[Any])
    (found,) = faults(pack=pack)
    assert (found.code, found.where) == (code, where)
    for language, strange in (("zh", "[a-z_]{4,}"), ("en", "[\u4e00-\u9fff]")):
        said = worded(Refused(found.code, **dict.fromkeys(found.values, "1")), language)
        assert said
        assert not re.search(strange, said)


def test_a_level_needs_somebody_it_is_for() -> None:
    with pytest.raises(Refused) as refused:
        _read(levels={"reminder": PACK["body"]["levels"]["reminder"]})
    assert "nobody is named" in str(refused.value.values["reason"])
