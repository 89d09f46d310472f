"""Places of the demo: real regions, how people call them, and made-up streets, estates, shops and works inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .dice import Dice

_OFFICE = re.compile(r"(村民委员会|村委会|居民委员会|居委会|民委员会)$")


def _words(text: str) -> list[str]:
    return text.split()


_ESTATES = _words("锦绣 康泰 惠丰 阳光 悦湖 和平 金辉 翠湖 安居 清风 海河 瑞景 春晖 明月 北海 丰泽 嘉和 馨苑 御景 学府 黄河 胜景")
_ESTATE_TAILS = _words("花园 小区 家园 新村 嘉园 名邸 苑 公寓")
_ROADS = _words(
    "黄河 济南 西四 东三 淄博 北一 南一 庐山 府前 胜利 西二 沂州 曹州 千佛山 大渡河 运河 府右 广场 兴港 迎宾 振兴 文化 建设 商河"
)
_SHOPS = _words("小天鹅 好运来 家家乐 美又多 金手指 福临门 巧媳妇 星期八 蓝海湾 大自然 好再来 新时光 七彩 大地 晨光 春天")
_EATERIES = _words("烧烤店 火锅店 包子铺 快餐店 羊汤馆 家常菜馆")
_SALONS = _words("美容院 健身房 理发店 游泳馆 足疗店 母婴馆")
_STORES = {"家电城": "冰箱 洗衣机 热水器", "电动车行": "电动车 电动三轮车", "家具城": "沙发 实木床 餐桌", "手机店": "手机 平板电脑"}
"""Kind of shop → what people buy there."""
_COURSES = _words("英语班 舞蹈班 书法班 跆拳道班 晚托班 编程班")
_FIRM_NAMES = _words("恒瑞 鑫达 华盛 宏业 中兴 联创 隆源 博海 金信 万通 天成 聚力 永盛 正大")
_FIRM_KINDS = _words("橡胶厂 纺织厂 化工厂 养殖场 木业公司 建材公司 物流公司 机械厂 食品厂 水产公司")
_SITE_TAILS = _words("二期工地 商业广场项目 安置楼工地 管网改造工程 厂房工地 学校改扩建工地")
_MONTHS = _words("一 二 三 四 五 六 七 八 九 十 十一 十二")
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

    @property
    def rural(self) -> bool:
        """Say whether a village committee stands for it, not one of residents."""
        return self.name.endswith(("村委会", "村民委员会", "村"))


def spoken(name: str) -> str:
    """Return how people call a place: 牛家寺村委会 → 牛家寺村, 文昌社区居民委员会 → 文昌社区."""
    stem = _OFFICE.sub("", name).replace("类似", "社区")
    if stem == name:
        return name
    return stem if stem.endswith(("村", "社区", "区", "居")) or len(stem) < 2 else stem + "村"


def amount(dice: Dice, median: float, *, step: int) -> int:
    """Return a round sum of money around the median."""
    return max(step, round(dice.spread(median, 2.2) / step) * step)


def local_slots(*, village: Place, town: Place, county: Place, dice: Dice, recent: str) -> dict[str, object]:
    """Return the slots a text about this place may use, all but the people and the season."""
    floors = dice.between(1, 17)
    store = dice.pick(list(_STORES))
    months, wage = dice.pick("两三四五六"), dice.pick(["3500", "4200", "4800", "5500", "6000"])
    owed = ("两三四五六".index(months) + 2) * int(wage)
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
        "eatery": dice.pick(_SHOPS) + dice.pick(_EATERIES),
        "salon": dice.pick(_SHOPS) + dice.pick(_SALONS),
        "store": dice.pick(_SHOPS) + store,
        "goods": dice.pick(_words(_STORES[store])),
        "course": dice.pick(_SHOPS) + dice.pick(_COURSES),
        "firm": dice.pick(_FIRM_NAMES) + dice.pick(_FIRM_KINDS),
        "site": dice.pick(_FIRM_NAMES) + dice.pick(_SITE_TAILS),
        "school": dice.pick(_SCHOOLS),
        "recent": recent,
        "amount": amount(dice, 8000, step=100),
        "small": amount(dice, 900, step=50),
        "wan": dice.pick(["1.2", "2.6", "3.8", "5", "7.4", "9", "12", "15.5", "20", "34"]),
        "wage": wage,
        "months": months,
        "owed": owed,
        "first": owed // 300 * 100,
        "rent": dice.pick(["600", "700", "800", "950"]),
        "mu": dice.pick(["三", "四", "六", "七", "十二"]),
        "cm": dice.between(15, 80),
        "temp": dice.between(12, 17),
        "sons": dice.pick(["两", "三", "四"]),
        "days": dice.pick(["三", "五", "七", "十", "十五"]),
        "years": dice.pick(["两", "三", "五", "六", "八", "十一"]),
        "n": dice.between(3, 26),
    }


def season_slots(at: datetime) -> dict[str, object]:
    """Return the slots that go with the time of the year."""
    cold, hot = at.month in {11, 12, 1, 2, 3}, at.month in {6, 7, 8, 9}
    return {
        "year": at.year,
        "since": f"{_MONTHS[(at.month - 4) % 12]}月",
        "weather": "天冷了" if cold else "天这么热" if hot else "家里有老人",
        "coat": "蓝棉袄" if cold else "灰衬衣",
    }
