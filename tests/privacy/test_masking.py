"""Masking: what a screen shows before anybody reveals."""

import pytest

from yiwang.privacy import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李建国", "李**"),
        ("李明", "李*"),
        ("欧阳修", "欧阳*"),
        ("欧阳明日", "欧阳**"),
        ("阿依古丽·买买提", "阿**"),
        ("Maria Lopez", "M****"),
        ("", ""),
    ],
)
def test_names(name, shown):
    assert masking.mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800005621", "138 **** 5621"),
        ("+86 138-0000-5621", "138 **** 5621"),
        ("１３８００００５６２１", "138 **** 5621"),
        ("0546-8331234", "****34"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_phones(phone, shown):
    assert masking.mask_phone(phone) == shown


def test_documents():
    assert masking.mask_document("37050219491231002x") == "370*************2X"
    assert masking.mask_document("E1234567") == "E12***67"
    assert masking.mask_document("1234567") == "*******"


@pytest.mark.parametrize(
    ("address", "building", "rest"),
    [
        ("东营区文汇街道东三路188号阳光花园12号楼3单元502室", "东营区文汇街道东三路188号阳光花园12号楼", "3单元502室"),
        ("东三路188号", "东三路188号", ""),
        ("阳光花园3栋2-501", "阳光花园3栋", "2-501"),
        ("阳光花园A座1203", "阳光花园A座", "1203"),
        ("西城胜利小区502室", "西城胜利小区", "502室"),
        ("北辛村", "北辛村", ""),
    ],
)
def test_addresses_split_at_the_building(address, building, rest):
    assert masking.split_address(address) == (building, rest)
    assert masking.mask_address(address) == building + ("***" if rest else "")
