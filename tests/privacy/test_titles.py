"""Lines that stand in clear name nobody: neither the parties nor, as far as what stands around tells, anybody else."""

from __future__ import annotations

import pytest

from yiwang.privacy.deidentify import Known, party_values, reidentify
from yiwang.privacy.titles import deidentify_line

LI = Known(1, "李建国", ("13800005621",), ("37050219491231002X",), "3单元502室")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王大明，暖气不热", "王大明"),
        ("反映人姓名：张秀兰，欠薪", "张秀兰"),
        ("邻居王大明装修扰民", "王大明"),
        ("楼下邻居赵刚打骂老人", "赵刚"),
        ("老板孙德胜拖欠工资三个月", "孙德胜"),
        ("包工头周强欠薪不给", "周强"),
        ("举报村书记刘长海占用耕地", "刘长海"),
        ("投诉陈丽女士遛狗不拴绳", "陈丽"),
        ("与欧阳明日家的宅基地纠纷", "欧阳明日"),
        ("隔壁马建军家漏水", "马建军"),
        ("房东高翔不退押金", "高翔"),
        ("司机于海涛拒载", "于海涛"),
        ("对面吴某某常年噪音扰民", "吴某某"),
        ("王老板欠薪跑路", "王"),
        ("业主何伟、丁玲私搭乱建", "何伟"),
    ],
)
def test_names_of_others_are_told_by_what_stands_around_them(text, name):
    plain = deidentify_line(text)
    assert name not in plain.text, plain.text
    assert reidentify(plain.text, plain.found) == text


@pytest.mark.parametrize(
    "text",
    [
        "安泰小区3号楼楼上漏水",
        "邻居高空抛物",
        "老板于上月拖欠工资",
        "业主方面不同意",
        "邻居常年噪音扰民",
        "施工单位夜间施工扰民",
        "居民反映路灯不亮",
        "石家庄路口井盖缺失",
        "小区周边垃圾无人清理",
        "业主任意占用消防通道",
        "住户马桶堵塞",
        "老人在家无人照料",
        "请求解决暖气不热问题",
        "关于万达广场停车难",
        "村民林地被占",
        "租户安装空调打孔",
        "司机向路人鸣笛",
        "张店区供暖问题",
        "与物业公司纠纷",
        "经理黄河路门店退卡难",
        "员工工资未发",
        "文汇街道安泰小区3号楼",
        "黄河路与西四路交叉口",
        "幼儿园老师体罚学生",
        "居民曾多次反映",
        "村民余款未结",
        "被狗咬伤要求赔偿",
        "家家户户停水",
        "给孙子办入学",
        "找工作被骗押金",
    ],
)
def test_ordinary_titles_stay_as_they_are(text):
    assert deidentify_line(text).text == text


@pytest.mark.parametrize(
    "text", ["李建国反映漏水 13800005621", "李大爷家漏水", "身份证37050219491231002X丢失，13912345678请联系", "建国家3单元502室漏水"]
)
def test_parties_and_numbers_are_always_replaced(text):
    plain = deidentify_line(text, [LI])
    for said in ("李", "建国", "1380000", "1391234", "3705021949", "502"):
        assert said not in plain.text, plain.text
    assert reidentify(plain.text, {**party_values([LI]), **plain.found}) == text


def test_one_name_is_one_placeholder():
    assert deidentify_line("邻居王大明打人，邻居王大明骂人，邻居赵刚在场").text == "邻居〔某人1〕打人，邻居〔某人1〕骂人，邻居〔某人2〕在场"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王大明身份证.jpg", "〔某人1〕身份证.jpg"),
        ("张三.jpg", "〔某人1〕.jpg"),
        ("李秀英的欠条2.png", "〔某人1〕的欠条2.png"),
        ("IMG_20261123.jpg", "IMG_20261123.jpg"),
        ("路面照片.jpg", "路面照片.jpg"),
        ("施工合同.pdf", "施工合同.pdf"),
        ("管道漏水视频.mp4", "管道漏水视频.mp4"),
        ("现场.jpg", "现场.jpg"),
    ],
)
def test_names_of_files(name, expected):
    assert deidentify_line(name, file=True).text == expected
