"""The list that ships: counts, prefix rule, spelling. No database."""

import csv
import lzma
from collections import Counter

import msgspec
import pytest

from yiwang.kernel import tree
from yiwang.policy.domain.construction import Construction
from yiwang.policy.operations import SHIPPED as PACKS
from yiwang.policy.operations import read_pack
from yiwang.regions.operations import SHIPPED


@pytest.fixture(scope="module")
def listed():
    with lzma.open(SHIPPED, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def test_all_five_levels_are_there(listed):
    assert Counter(len(row[0]) for row in listed) == {2: 31, 4: 342, 6: 2978, 9: 41352, 12: 620573}


def test_every_parent_is_listed_and_no_code_twice(listed):
    codes = {row[0] for row in listed}
    assert len(codes) == len(listed)
    assert all(tree.parent_of(code) in codes for code in codes if len(code) > 2)


def test_names_are_spelled(listed):
    by_code = {row[0]: row for row in listed}
    assert by_code["3705"][1:] == ["东营市", "dongyingshi", "dys"]
    assert by_code["1404"][2] == "changzhishi"
    assert by_code["3415"][2] == "luanshi"
    assert by_code["320116"][2] == "luhequ"
    assert by_code["50"][2] == "chongqingshi"
    assert all(row[2].isascii() and row[2].isalnum() and row[3] for row in listed if len(row[0]) < 12)


@pytest.mark.parametrize(
    ("root", "due"), [("", [31, 333, 2851, 38642, 611794]), ("44", [1, 21, 122, 1610, 26599])], ids=["the country", "Guangdong"]
)
def test_regions_that_should_have_a_center(listed, root, due):
    pack = read_pack((PACKS / "construction" / "cn-2024.json").read_bytes())
    rule = msgspec.convert(pack.body, Construction)
    found = Counter(
        tree.level_of(code) for code, name, *_ in listed if code.startswith(root) and rule.excluded(code=code, name=name) is None
    )
    assert [found[level] for level in tree.LEVELS] == due
