"""One line that stands in clear (a title, an address, the name of an attachment): without the parties, and without other people either.

Who is no party is known by nobody; what looks like a name is told by what stands around it: after 叫 or 姓名, after a role (邻居, 老板),
before one (先生, 家), or first in the name of a file. That finds most and not all; whoever writes a title is asked to name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .deidentify import Known, Plain, deidentify
from .masking import COMPOUND_SURNAMES

_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹"
    "石熊孟秦阎闫薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕"
    "耿芦左季管符辛苗詹曲靳祁路涂兰甘裴梅童翁霍游阮柯岳盛景"
)
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        "高空 高层 高音 高声 高价 高温 高度 高压 高峰 高考 高速 高中 高处 马路 马上 马桶 马达 于上 于今 于是 于昨 于本 于某 "
        "于早 于晚 于夜 于凌 于去 方面 方向 方便 方式 方案 方法 石头 石子 石料 石灰 石油 金额 金属 白天 白色 白酒 白灰 白昼 "
        "常年 常常 常住 常在 常把 常有 常将 常不 万元 万人 任意 任何 任由 任职 任命 任性 田地 田间 牛羊 牛粪 武装 武力 康复 "
        "洪水 段时 段路 夏天 夏季 雷雨 钱款 钱包 钱不 钱财 施工 施行 施暴 严重 严格 江边 何时 何处 何况 曾经 曾多 曾在 曾因 "
        "曾向 许多 许可 许诺 许久 程序 程度 杨树 杨絮 林地 林木 林业 林场 林带 梁上 黄色 黄沙 黄土 谢绝 叶子 余款 余额 余元 "
        "余名 余户 陆续 周边 周围 周末 周一 周二 周三 周四 周五 周六 周日 周期 孙子 孙女 丁字 范围 顾客 顾及 毛坯 毛巾 孔洞 "
        "赖账 赖着 赖在 赖掉 胡乱 胡同 胡说 董事 杜绝 钟头 钟点 张贴 张口 张开 张罗 张店 陈旧 陈年 陈述 李子 王府 温度 温泉 "
        "莫名 易燃 易爆 文化 文明 文件 文汇 安全 安装 安置 安排 安保 安泰 庄稼 庄园 向他 向我 向物 向法 向社 向政 向小 向路 "
        "向公 申请 申诉 关于 关门 关闭 关停 关系 柴油 柴火 纪律 尚未 尚欠 毕业 左右 左侧 左转 季度 管道 管理 管网 管线 符合 "
        "苗木 曲折 路边 路面 路灯 路口 路上 路段 路人 路过 兰花 景区 景观 盛夏 游客 游泳 游戏 童车 侯车 乔木 章程 汤料 陶瓷 "
        "齐全 蓝色 龙头 龙门 焦味 柳絮 柳树 覃塘 霍乱 阮囊 甘蔗 梅雨 易地 温室 黎明 文字 文物 文书 万达 万一 金融 金店 白领 "
        "常见 常用 史上 邢台 温州 石家 江苏 江西 安徽 安阳 乐安 管委 万福 ",
    )
)
"""Beginnings of ordinary words that a surname begins, too."""
_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{_SINGLE}])"
_NAME = rf"(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?)"
_ROLES = (
    "邻居|老板|老板娘|房东|店主|业主|租客|租户|承租人|包工头|经理|司机|主任|书记|村民|居民|住户|户主|医生|护士|老师|队长|厂长|校长|保安|同事|妻子|丈夫|前夫|前妻"
    "|儿子|女儿|父亲|母亲|儿媳|女婿|婆婆|公公|哥哥|弟弟|姐姐|妹妹|男子|女子|网格员|工人|员工|中介|负责人|法人|法定代表人|联系人|工头"
)
_VERBS = (
    "在把被将向和与跟说不欠拖打骂占扰拒因又还等已总从对给要没多私乱未让去来是有为养装盖收卖借偷砸堵殴倒威辱敲骗漏违放排种挖拆抢毁破酗赌停开"
)
_AFTER = rf"(?=$|[^\u4e00-\u9fff]|家(?![村屯庄东西南北和])|[的{_VERBS}]|名下|一家|本人|夫妇|夫妻|父子)"
_HOME = r"家(?=$|[^\u4e00-\u9fff]|[的在养装盖漏门院房墙空]|楼(?!村))"
_TITLES = f"先生(?!村)|女士|老板|经理|主任|书记|师傅|老师|医生|同志|大爷|大妈|大姐|大哥|阿姨|{_HOME}|夫妇|一家"
_BEGIN = r"(?:^|[^\u4e00-\u9fff]|反映|举报|投诉|控告|请求|要求|帮助|关于|对面|隔壁|楼上|楼下|[与和对因向被替帮给找〕])"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:我叫|名叫|叫做|名字[叫是]|姓名[是为]?[:：]?\s*|我是(?!{_ROLES})|人叫){_NAME}{_AFTER}",
        rf"(?:{_ROLES})[:：]?{_NAME}{_AFTER}",
        rf"{_BEGIN}{_NAME}(?=(?:{_TITLES}))",
        rf"(?:{_BEGIN}|{_ROLES})(?P<name>(?:{_SURNAME})某某?)",
        rf"{_BEGIN}(?P<name>(?:{_SURNAME})(?=(?:先生|女士|老板|经理|主任|书记|师傅|老师|医生|大爷|大妈|大姐|大哥|阿姨|某)))",
    )
)
_FILE = re.compile(
    rf"^(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?=$|[\W\d_]|的|身份证|户口|户籍|证|照片|图片|合同|欠条|借条|病历|工资|录音|视频|材料|签字|简历|诊断|发票|收据|声明)"
)


def deidentify_line(text: str, parties: Sequence[Known] = (), *, file: bool = False) -> Plain:
    """Return a line without persons in it; `file`: it is the name of a file, which often begins with somebody's."""
    plain = deidentify(text, parties)
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_names(plain.text, file)):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    found, pieces, at = dict(plain.found), [], 0
    for start, end in spans:
        name = plain.text[start:end]
        placeholder = next((p for p, said in found.items() if said == name and p.startswith("〔某人")), f"〔某人{_next(found)}〕")
        found[placeholder] = name
        pieces += [plain.text[at:start], placeholder]
        at = end
    return Plain("".join([*pieces, plain.text[at:]]), found)


def _next(found: dict[str, str]) -> int:
    return sum(placeholder.startswith("〔某人") for placeholder in found) + 1


def _names(text: str, file: bool) -> Iterator[tuple[int, int]]:
    """Yield where something stands that looks like somebody's name."""
    for pattern in (*_PATTERNS, *([_FILE] if file else [])):
        place = 0
        while hit := pattern.search(text, place):
            start, end = hit.span("name")
            if text[start : start + 2] not in _NO_NAMES and "〔" not in text[start:end]:
                yield start, end
            place = max(start + 1, hit.start() + 1)
