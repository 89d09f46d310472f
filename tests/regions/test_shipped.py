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


READ_SO = (
    "重庆市 cqs chongqing · 厦门市 xms xiamen · 长治市 czs changzhi · 乐亭县 ltx laoting · 乐陵市 lls laoling"
    " · 乐清市 yqs yueqing · 乐山市 lss leshan · 六安市 las luan · 蚌埠市 bbs bengbu · 亳州市 bzs bozhou"
    " · 衢州市 qzs quzhou · 泊头市 bts botou · 漯河市 lhs luohe · 闵行区 mhq minhang · 朝阳区 cyq chaoyang"
    " · 朝阳市 cys chaoyang · 朝天区 ctq chaotian · 天长市 tcs tianchang · 长子县 zzx zhangzi · 长汀县 ctx changting"
    " · 成都市 cds chengdu · 丰都县 fdx fengdu · 曾都区 zdq zengdu · 番禺区 pyq panyu · 吐鲁番市 tlfs tulufan"
    " · 莘县 sx shenxian · 单县 sx shanxian · 东阿县 dex donge · 繁峙县 fsx fanshi · 洪洞县 htx hongtong"
    " · 蔚县 yx yuxian · 尉犁县 ylx yuli · 珲春市 hcs hunchun · 郫都区 pdq pidu · 犍为县 qwx qianwei"
    " · 筠连县 jlx junlian · 荥经县 yjx yingjing · 荥阳市 xys xingyang · 歙县 sx shexian · 黟县 yx yixian"
    " · 枞阳县 zyx zongyang · 铅山县 ysx yanshan · 大埔县 dbx dabu · 盱眙县 xyx xuyi · 邗江区 hjq hanjiang"
    " · 崆峒区 ktq kongtong · 召陵区 slq shaoling · 龙圩区 lxq longxu · 库尔勒市 kels kuerle · 弥勒市 mls mile"
    " · 喀什市 kss kashi · 什邡市 sfs shifang · 隰县 xx xixian · 牟平区 mpq muping · 会理市 hls huili"
)


def test_names_of_places_are_read_as_people_there_read_them(listed):
    spelled = {name: (initials, pinyin) for code, name, pinyin, initials in listed if len(code) in (4, 6) or code == "50"}
    wrong = []
    for line in READ_SO.split(" · "):
        name, initials, pinyin = line.split()
        if spelled[name][0] != initials or not spelled[name][1].startswith(pinyin):
            wrong.append((name, spelled[name]))
    assert wrong == []
