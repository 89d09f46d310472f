"""Places of the demo: real regions, how people call them, and made-up streets, estates, shops and works inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dice import Dice

_OFFICE = re.compile(r"(村民委员会|村委会|居民委员会|居委会|民委员会)$")


def _words(text: str) -> list[str]:
    return text.split()


_ESTATES = _words("锦绣 康泰 惠丰 阳光 悦湖 和平 金辉 翠湖 安居 清风 海河 瑞景 春晖 明月 北海 丰泽 嘉和 馨苑 御景 学府 黄河 胜景")
_ESTATE_TAILS = _words("花园 小区 家园 新村 嘉园 名邸 苑 公寓")
_ROADS = _words(
    "黄河 济南 西四 东三 淄博 北一 南一 庐山 府前 胜利 西二 沂州 曹州 千佛山 大渡河 运河 府右 广场 兴港 迎宾 振兴 文化 建设 商河"
)
_SHOP_NAMES = _words("老味道 小天鹅 鲁味居 好运来 家家乐 美又多 金手指 一品鲜 福临门 巧媳妇 星期八 蓝海湾 大自然 好再来")
_SHOP_KINDS = _words("烧烤店 超市 美容院 健身房 火锅店 理发店 电动车行 家电城 包子铺 培训班 家具城 快餐店")
_FIRM_NAMES = _words("恒瑞 鑫达 华盛 宏业 中兴 联创 隆源 博海 金信 万通 天成 聚力 永盛 正大")
_FIRM_KINDS = _words("橡胶厂 纺织厂 化工厂 养殖场 木业公司 建材公司 物流公司 机械厂 食品厂 水产公司")
_SITE_TAILS = _words("二期工地 商业广场项目 安置楼工地 管网改造工程 厂房工地 学校改扩建工地")
_SCHOOLS = _words("实验小学 第二小学 第一中学 中心小学 实验幼儿园 第三中学")


@dataclass(frozen=True)
class Place:
    """One region the demo knows: natural code, level 1 to 5, name and the name with what is above it."""

    code: str
    level: int
    name: str
    parent: str = ""
    full: str = ""

    @property
    def fictive(self) -> bool:
        """Say whether the row stands for no real place (placeholders of the statistics)."""
        return "虚拟" in self.name or "类似" in self.name or "直属" in self.name


def spoken(name: str) -> str:
    """Return how people call a place: 牛家寺村委会 → 牛家寺村, 文昌社区居民委员会 → 文昌社区."""
    stem = _OFFICE.sub("", name)
    if stem == name:
        return name
    return stem if stem.endswith(("村", "社区", "区", "居")) or len(stem) < 2 else stem + "村"


def amount(dice: Dice, median: float, *, step: int) -> int:
    """Return a round sum of money around the median."""
    return max(step, round(dice.spread(median, 2.2) / step) * step)


def local_slots(*, village: Place, town: Place, county: Place, dice: Dice, recent: str) -> dict[str, object]:
    """Return the slots a text about this place may use, all but the people."""
    floors = dice.between(1, 17)
    return {
        "village": spoken(village.name),
        "town": town.name,
        "county": county.name,
        "estate": dice.pick(_ESTATES) + dice.pick(_ESTATE_TAILS),
        "road": dice.pick(_ROADS) + dice.pick("路街"),
        "no": dice.between(1, 388),
        "block": dice.between(1, 32),
        "unit": dice.between(1, 4),
        "room": f"{floors}0{dice.between(1, 4)}",
        "shop": dice.pick(_SHOP_NAMES) + dice.pick(_SHOP_KINDS),
        "firm": dice.pick(_FIRM_NAMES) + dice.pick(_FIRM_KINDS),
        "site": dice.pick(_FIRM_NAMES) + dice.pick(_SITE_TAILS),
        "school": dice.pick(_SCHOOLS),
        "recent": recent,
        "amount": amount(dice, 8000, step=100),
        "small": amount(dice, 900, step=50),
        "wan": dice.pick(["1.2", "2.6", "3.8", "5", "7.4", "9", "12", "15.5", "20", "34"]),
        "wage": dice.pick(["3500", "4200", "4800", "5500", "6000"]),
        "rent": dice.pick(["600", "700", "800", "950"]),
        "mu": dice.pick(["三", "四", "六", "七", "十二"]),
        "cm": dice.between(15, 80),
        "temp": dice.between(12, 17),
        "sons": dice.pick(["两", "三", "四"]),
        "days": dice.pick(["三", "五", "七", "十", "十五"]),
        "months": dice.pick(["两", "三", "四", "五", "六"]),
        "years": dice.pick(["两", "三", "五", "六", "八", "十一"]),
        "n": dice.between(3, 26),
    }
