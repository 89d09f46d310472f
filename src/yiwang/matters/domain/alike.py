"""Words that people say for the same thing: search finds one by the other, and likeness takes them for one.

`SAME` are one thing by several names. `NEAR` only speak of the same trouble: they count for likeness, never for search.
"""

from __future__ import annotations

from collections.abc import Iterable

SAME = tuple(
    frozenset(line.split())
    for line in (
        "电梯 客梯 轿厢",
        "漏水 渗水 渗漏 漏雨",
        "噪音 噪声",
        "狗吠 狗叫",
        "工资 工钱 薪资",
        "燃气 天然气 煤气",
        "供热 供暖 取暖",
        "孩子 小孩 儿童",
        "电动车 电瓶车",
        "异味 臭味 臭气",
        "快递 包裹",
        "红绿灯 信号灯",
        "退钱 退款",
        "房产证 不动产证",
        "养猪场 猪场",
        "停电 断电",
        "停水 断水",
        "堵塞 淤堵",
        "积水 内涝",
        "垃圾桶 垃圾箱",
        "公交车 公交",
        "厕所 公厕",
        "路灯 照明灯",
        "井盖 窨井盖",
        "占道 占道经营",
        "摊贩 小贩 商贩",
        "欠薪 拖欠工资",
        "违建 违章建筑",
        "低保 最低生活保障",
        "物业 物业公司",
    )
)
NEAR = tuple(
    frozenset(line.split())
    for line in (
        "漏水 滴水 返水",
        "噪音 吵 响声 轰轰 嗡嗡 呼呼 音响 低音炮 喇叭 扰民",
        "狗 犬 狗吠",
        "工资 欠薪 薪 血汗钱 发钱",
        "燃气 燃气味 煤气味",
        "路灯 照明",
        "供热 暖气 暖气片 取暖费 暖气管",
        "孩子 娃",
        "垃圾 垃圾桶",
        "下水道 污水井 排水口 雨水篦子 下水 污水",
        "停电 跳闸",
        "学校 小学",
        "异味 味道 气味 刺鼻 臭",
        "补贴 补助",
        "焚烧 烧",
        "河沟 小河 沟渠 水沟",
        "租金 流转费",
        "道路 路面 马路",
        "塌陷 下沉 空洞",
        "邻居 隔壁 对门 楼上 上层",
        "门禁 电子锁 门锁",
        "退款 不退 退货",
        "积水 淹",
        "安置房 回迁 回迁楼",
        "安置费 过渡费",
        "期房 烂尾 交房",
        "电费 电表",
        "浑浊 发黄 铁锈",
    )
)
_OTHERS = {word: group - {word} for group in SAME for word in group}
_FIRST: dict[str, str] = {}
for _group in (*SAME, *NEAR):
    _name = next((_FIRST[word] for word in sorted(_group) if word in _FIRST), min(_group))
    _FIRST |= dict.fromkeys(_group, _name)


def others(word: str) -> tuple[str, ...]:
    """Return the other names of the same thing."""
    return tuple(sorted(_OTHERS.get(word, ())))


def features(words: Iterable[str]) -> frozenset[str]:
    """Return what likeness compares: the words, each group of like words under one name, and the single characters of all."""
    found = set(words)
    found |= {_FIRST[word] for word in found if word in _FIRST}
    return frozenset(found | {character for word in found if not word.isascii() for character in word})


def names_of(words: Iterable[str]) -> frozenset[str]:
    """Return the names of the groups of like words that any of the words belongs to."""
    return frozenset(_FIRST[word] for word in words if word in _FIRST)
