"""The bench city: Dongying's real divisions, a center in each, a county's departments, a cast; thousands of matters by the real operations.

Then every row of those matters is copied under new ids and numbers by one INSERT … SELECT per table, so that indexes have a size
worth measuring. Copies stand in lists and are read like any matter; their ledgers do not verify, which nobody does here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction

from yiwang.accounts.models import User
from yiwang.api import operations as tokens
from yiwang.api.domain.scopes import Scope
from yiwang.centers import operations as centers
from yiwang.centers import queries
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.infra import clock
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import Intake, PartyIn, act, indexing, register
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.regions import operations as regions
from yiwang.regions import queries as places

CITY, COUNTY = "3705", "370502"
PASSWORD = "bench-and-nothing-else"
DEPARTMENTS = (
    "住房和城乡建设局",
    "人力资源和社会保障局",
    "城市管理局",
    "市场监督管理局",
    "公安局",
    "民政局",
    "教育局",
    "生态环境局",
    "交通运输局",
    "卫生健康局",
)
CAST = (("clerk", Role.CLERK), ("coordinator", Role.COORDINATOR), ("second", Role.COORDINATOR), ("handler", Role.HANDLER))
WORDS = ("下水道", "路灯", "楼道堆物", "噪声", "欠薪", "漏水", "停车", "垃圾清运", "供暖", "电梯", "井盖", "油烟")
RARE = re.findall(
    r"\S+",
    "喷泉 秋千 广告牌 化粪池 鱼塘 果园 大棚 锅炉房 水塔 车棚 凉亭 石桥 校车 粮仓 沙坑 篮球场 游泳池 "
    "图书馆 菜窖 变压器 围墙 台阶 扶手 栏杆 信箱 门铃 路牌 站牌 公示栏 旗杆 花坛 草坪 灌木 梧桐 槐树 "
    "柳树 芦苇 蚊虫 老鼠 蟑螂 流浪猫 鸽子 鞭炮 烟花 麻将 棋牌室 网吧 歌厅 台球 澡堂 理发店 面馆 早点 "
    "烧烤 水果摊 菜市场 药店 诊所 幼儿园 养老院 殡仪馆 墓地 油漆 甲醛 石棉 水泥 沙子 钢筋 木板 玻璃 "
    "瓷砖 地板 天花板 防盗门 纱窗 阳台 烟囱 水箱 水表 电表 煤气表 热水器 空调 冰箱 洗衣机 电视 路由器 "
    "充电桩 三轮车 货车 摩托车 自行车 轮椅 拐杖 婴儿车 雨篦子 沙井 电缆 光缆 天线 基站 信号 短信 快递 "
    "包裹 发票 收据 押金 定金 罚款 补贴 低保 养老金 公积金 医保 学籍 户口 身份证 驾照 车牌 房产证 "
    "结婚证 准考证",
)
"""Words that only a few matters have: what people look for."""
_SHARES = (("registered", 0.03), ("accepted", 0.03), ("handling", 0.05), ("received", 0.1), ("verifying", 0.04), ("closed", 0.75))
"""How far matters have come: of a month's work three quarters is done, as in a center that keeps up."""


@dataclass
class City:
    """What the cases need to know of the city; kept beside the database as JSON."""

    departments: list[int] = field(default_factory=list)
    appointments: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    villages: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    matters: int = 0

    def plain(self) -> dict[str, object]:
        """Return it as plain data."""
        return asdict(self)


Tell = Callable[[str, int, int], None]


def build(*, own: int, copies: int, tell: Tell, total: int = 0) -> City:
    """Make the database and the city with `own` matters walked by real operations, each copied `copies` times.

    With `total`, what has ended is copied further, a day further back each time, until there are that many (`bench.years`).
    """
    call_command("migrate", interactive=False, verbosity=0)
    policy.load_shipped()
    at = clock.now() - timedelta(days=12)
    regions.load_divisions(on=at.date(), under=CITY)
    city = City()
    _organisation(city, at - timedelta(days=300))
    _categories(city)
    _matters(city, own, at, tell)
    indexing.rebuild()
    _copies(city, copies, tell)
    if total:
        from .years import fill  # only the large city has a past

        city.matters = fill(total, lead=city.departments[0], tell=tell)
    indexing.count_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return city


def _organisation(city: City, at: datetime) -> None:
    codes = [row.code for row in _below(CITY)]
    centers.open_centers(
        regions_names=[(code, "") for code in ["37", CITY, *codes] if places.region(code)], at=at, built_on=date(2024, 1, 1)
    )
    for name in DEPARTMENTS:
        city.departments.append(centers.found_unit(kind=UnitKind.DEPARTMENT, name=f"东营区{name}", region=COUNTY, at=at).id)
    center = queries.net().center_of(COUNTY)
    assert center is not None
    for name, role in CAST:
        unit = city.departments[0] if role is Role.HANDLER else center
        user = User.objects.create_user(name, PASSWORD, name=name, created=at)
        post = centers.create_post(unit_id=unit, role=role, name=f"{role.zh} {name}")
        city.appointments[name] = centers.appoint(user_id=user.pk, post_id=post.pk, starts=at).pk
        issued = tokens.issue_token(
            name=f"bench {name}", appointment=city.appointments[name], scopes=tuple(Scope), per_minute=10_000_000, at=clock.now()
        )
        city.secrets[name] = issued.secret
    city.villages = [code for code in codes if len(code) == 12 and code.startswith(COUNTY)]


def _below(code: str) -> list[places.RegionRow]:
    rows = places.children(code)
    return rows + [row for child in rows for row in _below(child.code)]


def _categories(city: City) -> None:
    tree = packs.pack("categories", clock.now()).body
    city.categories = [node.code for node in tree.leaves if "complaint" in node.natures and not node.sensitive][:60]


def story(city: City, dice: random.Random) -> dict[str, object]:
    """Return what somebody brings, as the API takes it."""
    word, floor = dice.choice(WORDS), dice.randint(1, 18)
    phone = f"139{dice.randrange(10**8):08d}"
    return {
        "category": dice.choice(city.categories),
        "nature": "complaint",
        "place": dice.choice(city.villages),
        "channel": "hotline",
        "address": f"{dice.randint(1, 40)}号楼",
        "narrative": f"本人张建国，电话{phone}，反映{floor}楼{word}问题，{dice.choice(RARE)}旁边，已经有{dice.randint(2, 30)}天没人处理，"
        "晚上影响休息，请尽快安排人员现场查看。",
        "parties": [{"name": "张建国", "phone": phone}],
    }


def intake(body: dict[str, object]) -> Intake:
    """Return the same as the operations take it."""
    return Intake(**{**body, "parties": tuple(PartyIn(**party) for party in body["parties"])})  # type: ignore[attr-defined, arg-type]


def _matters(city: City, own: int, begun: datetime, tell: Tell) -> None:
    dice = random.Random(20261123)
    actors = {name: queries.actor(appointment, clock.now()) for name, appointment in city.appointments.items()}
    for number in range(own):
        at = begun + timedelta(days=11) * number / own
        done = register(intake=intake(story(city, dice)), actor=actors["clerk"], at=at)
        city.numbers.append(done.number)
        city.codes[done.number] = done.query_code
        goal = dice.choices([name for name, _ in _SHARES], [share for _, share in _SHARES])[0]
        try:
            _walk(city, actors, done.number, goal, at, dice)
        except Refused as refusal:
            raise RuntimeError(f"{done.number}: {refusal} {refusal.values}") from refusal
        tell("matters", number + 1, own)


def _walk(city: City, actors: dict, number: str, goal: str, at: datetime, dice: random.Random) -> None:
    """Walk a matter as far as its goal, an act every twenty minutes."""
    far, order, unit = [name for name, _ in _SHARES].index(goal), "m", city.departments[0]
    if goal == "handling":
        unit = dice.choice(city.departments)
    steps = (
        (1, "accept", "coordinator", {}),
        (2, "dispatch", "coordinator", {"unit": unit}),
        (3, "receive", "handler", {}),
        (4, "report_result", "handler", {"outcome": "solved", "result": "已安排维修人员到场处理完毕，反映人现场确认。"}),
        (5, "confirm", "second", {}),
        (5, "close", "second", {"result_class": "solved", "answer": "您反映的问题已经处理完毕，如有反复请随时联系。"}),
        (5, "serve", "second", {"on": day_of(at + timedelta(hours=2, minutes=20)).isoformat(), "way": "electronic", "proof": "短信回执"}),
        (5, "follow_up", "second", {"reached": True, "solved": True, "satisfied": True}),
    )
    for step, (needed, name, who, data) in enumerate(steps, 1):
        if far >= needed:
            subject = order if name in ("receive", "report_result", "confirm") else "m"
            done = act(number=number, act=name, actor=actors[who], at=at + timedelta(minutes=20) * step, subject=subject, data=data)
            order = done.subject if name == "dispatch" else order


_TABLES = """
SELECT c.table_name, array_agg(quote_ident(c.column_name) ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name AND k.relnamespace = 'public'::regnamespace
WHERE c.table_schema = 'public' AND NOT k.relispartition AND c.is_generated = 'NEVER'
GROUP BY 1 HAVING array_agg(c.column_name::text) @> ARRAY['county', 'matter_id'] OR c.table_name = 'matter' ORDER BY 1
"""


def _copies(city: City, copies: int, tell: Tell) -> None:
    """Copy every row of every matter, a copy at a time: new ids out of the old ones, numbers that end in the copy's own."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = cursor.fetchall()
        cursor.execute("CREATE TEMP TABLE bench_own AS SELECT county, id FROM matter; ANALYZE bench_own")
    for copy in range(1, copies + 1):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns in tables:
                key = "id" if table == "matter" else "matter_id"
                chosen = ", ".join(_copied(column, key, copy) for column in columns)
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table} t"
                    f" JOIN bench_own o ON o.county = t.county AND o.id = t.{key}"
                )
        tell("copies", copy, copies)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matter")
        city.matters = cursor.fetchone()[0]


def _copied(column: str, key: str, copy: int) -> str:
    if column == key:
        return f"(left(t.{column}::text, 24) || left(md5(t.{column}::text || '{copy}'), 12))::uuid"
    if column == "number":
        return f"left(t.number, 21) || '{copy:02d}'"
    return f"t.{column}"
