"""De-identified text: no person is left in it, and nothing is lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.privacy.deidentify import Known, deidentify, party_values, reidentify, shown

LI = Known(1, "李建国", ("13800005621", "0546-8331234"), ("37050219491231002X",), "3单元502室")
WANG = Known(2, "王芳", ("13912345678",))


def back(plain, parties):
    return reidentify(plain.text, {**party_values(parties), **plain.found})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李建国和王芳吵架，李建国电话13800005621", "〔当事人1〕和〔当事人2〕吵架，〔当事人1〕电话〔当事人1电话〕"),
        ("李 建 国来了", "〔当事人1-1〕来了"),
        ("建国说楼下老李家漏水", "〔当事人1-1〕说楼下〔当事人1-2〕家漏水"),
        ("李大爷腿脚不好，王女士陪着", "〔当事人1-1〕腿脚不好，〔当事人2-1〕陪着"),
        ("打 138-0000-5621 或 ０５４６－８３３１２３４", "打 〔当事人1电话-1〕 或 〔当事人1电话2-1〕"),
        ("+86 139 1234 5678 没人接", "〔当事人2电话-1〕 没人接"),
        ("对方手机18812345678，座机05468330000", "对方手机〔电话1〕，座机〔电话2〕"),
        ("身份证37050219491231002x", "身份证〔当事人1证件-1〕"),
        ("别人的证 370502 19800101 1234", "别人的证 〔证件1〕"),
        ("护照E12345678", "护照〔证件1〕"),
        ("卡号6222021234567890123", "卡号〔证件1〕"),
        ("住阳光花园12号楼3单元502室", "住阳光花园12号楼〔当事人1房号〕"),
        ("住阳光花园12号楼2单元301", "住阳光花园12号楼〔房号1〕"),
        ("A座1203", "A座〔房号1〕"),
        ("有人写〔当事人1〕来冒充", "有人写〔原文1〕来冒充"),
        ("同一件事见460108-20261123-7K42-C", "同一件事见460108-20261123-7K42-C"),
        ("东三路188号门口12345打不通，共320户、2026年欠薪35000元", "东三路188号门口12345打不通，共320户、2026年欠薪35000元"),
        ("小李家庄的井盖", "小李家庄的井盖"),
        ("", ""),
    ],
)
def test_what_is_replaced_and_what_stays(text, expected):
    plain = deidentify(text, [LI, WANG])
    assert plain.text == expected
    assert back(plain, [LI, WANG]) == text


def test_longer_names_first_and_people_sharing_a_surname():
    parties = [Known(1, "李建"), Known(2, "李建国"), Known(3, "欧阳明日")]
    plain = deidentify("李建国、李建、欧阳明日和老李、明日", parties)
    assert plain.text == "〔当事人2〕、〔当事人1〕、〔当事人3〕和〔当事人1-1〕、〔当事人3-1〕"


def test_same_form_same_placeholder():
    assert deidentify("18812345678、18812345679、18812345678").text == "〔电话1〕、〔电话2〕、〔电话1〕"


def test_shown_reads_alike():
    assert shown("〔当事人1-2〕打〔当事人1电话2-1〕和〔电话1〕") == "〔当事人1〕打〔当事人1电话2〕和〔电话1〕"


def test_organisations_and_foreign_names():
    parties = [Known(1, "东营市阳光物业服务有限公司"), Known(2, "Maria Lopez"), Known(3, "阿依古丽·买买提")]
    plain = deidentify("东营市阳光物业服务有限公司欠 maria  lopez 和阿依古丽·买买提工资，阿依古丽买买提来过", parties)
    assert plain.text == "〔当事人1〕欠 〔当事人2-1〕 和〔当事人3〕工资，〔当事人3-1〕来过"


HAN = st.text(st.sampled_from("李王张刘陈杨赵黄周吴徐孙建国芳敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英"), min_size=2, max_size=4)
PHONE = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
DOCUMENT = st.from_regex(r"\A[1-6][0-9]{5}(19[4-9]|20[0-2])[0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}[0-9X]\Z")
FILLER = st.text(st.sampled_from("井盖没了，。 住在三楼 电话是（）-—的和十二年〔〕\n"), max_size=12)


def _wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


SPELLINGS = st.sampled_from([str, _wide, " ".join, lambda v: f"{v[:3]}-{v[3:7]}-{v[7:]}", lambda v: f"+86 {v}", str.lower])


@st.composite
def told(draw):
    parties = [
        Known(no, draw(HAN), tuple(draw(st.lists(PHONE, max_size=2))), tuple(draw(st.lists(DOCUMENT, max_size=1)))) for no in range(1, 4)
    ]
    values = [value for party in parties for value in (party.name, *party.phones, *party.documents)] + draw(st.lists(PHONE, max_size=2))
    pieces = [draw(FILLER)]
    for value in draw(st.lists(st.sampled_from(values), max_size=8)):
        pieces += [draw(SPELLINGS)(value) if value[0].isdigit() else draw(st.sampled_from([str, " ".join]))(value), draw(FILLER)]
    return "".join(pieces), parties, values


@given(told())
def test_nobody_is_left_and_nothing_is_lost(case):
    text, parties, values = case
    plain = deidentify(text, parties)
    assert back(plain, parties) == text
    left = re.sub(r"〔[^〔〕]{1,40}〕", "※", plain.text)
    left = re.sub(r"[\s·\-－—()（）]", "", unicodedata.normalize("NFKC", left)).upper()
    for value in values:
        assert value not in left


@given(st.text(max_size=200))
def test_any_text_comes_back(text):
    assert back(deidentify(text, [LI, WANG]), [LI, WANG]) == text


@pytest.mark.parametrize("hostile", ["1" * 20000, "1 " * 10000, "李 " * 10000, "〔" * 20000, "1-" * 10000, "老李" * 8000, "单元" * 8000])
def test_hostile_text_costs_little(hostile):
    import time

    start = time.process_time()
    deidentify(hostile, [LI, WANG])
    assert time.process_time() - start < 2
