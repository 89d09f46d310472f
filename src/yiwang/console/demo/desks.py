"""What stands on the desks beside the matters: answers, templates, a substitute, a morning of the system officer; by real operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from yiwang.administration import operations as administration
from yiwang.administration.operations.duties import Whose
from yiwang.centers import queries as centers
from yiwang.centers import substitutes
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of
from yiwang.knowledge import operations as knowledge
from yiwang.policy import drafting
from yiwang.policy import queries as packs

from .cast import COUNTY
from .crew import Crew
from .plan import CITY


class Answer(NamedTuple):
    """An answer of the sample: whose it is, whether everybody reads it, days until it is looked at again (None: a draft)."""

    unit: str
    title: str
    body: str
    category: str
    public: bool
    review: int | None


class Text(NamedTuple):
    """A reply template of the sample."""

    unit: str
    name: str
    acts: tuple[str, ...]
    category: str
    text: str


CENTER, LABOUR = f"{COUNTY}/center", f"{COUNTY}/labour"
ANSWERS = (
    Answer(
        CENTER,
        "被拖欠工资，怎么反映最快？",
        "带身份证、工资条或记工本、和老板的聊天记录，到任何一个综治中心窗口说一次就行。\n窗口登记后转劳动保障监察，60 个工作日内办结；"
        "工地欠薪还可以当场打印诉求清单，几个人一起登记。",
        "15-03",
        True,
        150,
    ),
    Answer(
        CENTER,
        "我反映的事办到哪一步了？",
        "在首页点“查进度”，输入回执上的编号和查询码。每一步由谁办、到哪天为止都看得到，不用注册，也不用打电话问。",
        "",
        True,
        170,
    ),
    Answer(
        CENTER,
        "邻居太吵，该找谁？",
        "先别吵架。施工、商铺的噪音由综合执法部门查处；邻里生活噪音由社区和人民调解员调解。\n一样可以在网上或窗口反映，由中心分派，不用您自己找部门。",
        "31-05",
        True,
        90,
    ),
    Answer(
        CENTER,
        "市场日窗口怎么分流",
        "老人、残疾人、带孩子的人先叫；只问一句的到 C 窗口；几个人为同一件事来的，先登记一件，再补诉求清单。",
        "",
        False,
        7,
    ),
    Answer(
        LABOUR,
        "欠薪案件立案前要核哪几样",
        "一、用工主体是谁，有没有转包；二、工资标准和欠付月份；三、工资专户和保证金情况。三样都写进办理情况，答复时引用。",
        "15-03",
        False,
        120,
    ),
    Answer(CENTER, "电动车能不能进楼道充电", "不能。消防部门可以查处，社区负责劝离并安排集中充电点。", "", True, None),
)
TEXTS = (
    Text(
        LABOUR,
        "欠薪办结答复",
        ("report_result",),
        "",
        "您好，您反映的“{标题}”（编号{编号}）由{单位}办理。经核查，所欠工资已于{今天}付清。如有疑问，请拨打{电话}。",
    ),
    Text(LABOUR, "先行调查说明", ("report_result",), "", "经现场核查用工主体、工资标准和欠付月份，情况属实，已责令限期支付。"),
    Text(
        CENTER, "请补充材料", ("ask",), "", "您好，为办理编号{编号}的事项，还请您补充有关材料（照片、合同或票据均可），可以在网上直接上传。"
    ),
    Text(CENTER, "办结答复（通用）", (), "", "您反映的“{标题}”已由{单位}办结，受理期内的承诺期限为{期限}。感谢您的反映，欢迎评价。"),
)


def furnish(*, crew: Crew, until: datetime) -> None:
    """Write and publish answers, save templates, and let the system officer do a few things worth reading in the log."""
    at = until - timedelta(days=9)
    for answer in ANSWERS:
        actor = _head(crew, answer.unit)
        written = knowledge.Written(title=answer.title, body=answer.body, category=answer.category, public=answer.public)
        key = knowledge.write(actor=actor, written=written, at=at)
        if answer.review is not None:
            knowledge.publish(actor=actor, key=key, at=at, review_on=day_of(until) + timedelta(days=answer.review))
        at += timedelta(hours=5)
    for text in TEXTS:
        actor = _head(crew, text.unit)
        knowledge.save_template(actor=actor, name=text.name, text=text.text, acts=text.acts, category=text.category, at=at)
    _administer(crew, until - timedelta(hours=20))
    _go_away(crew, until - timedelta(hours=6))


def _go_away(crew: Crew, at: datetime) -> None:
    """A coordinator will be away next week; the other one of the center stands in."""
    absent = crew.who(crew.units[CENTER], (Role.COORDINATOR,))
    colleague = crew.who(crew.units[CENTER], (Role.COORDINATOR,), without=(absent.user,)) if absent else None
    if absent is None or absent.post is None or colleague is None:
        raise LookupError("the county has not two coordinators")
    starts = at + timedelta(days=5)
    substitutes.stand_in(
        by=absent, appointment_id=absent.post, user_id=colleague.user, starts=starts, ends=starts + timedelta(days=4), reason="培训", at=at
    )


def _head(crew: Crew, unit: str) -> Actor:
    roles = (Role.UNIT_HEAD,) if unit == LABOUR else (Role.COORDINATOR,)
    found = crew.who(crew.units[unit], roles)
    if found is None:
        raise LookupError(f"nobody answers for {unit}")
    return found


def _administer(crew: Crew, at: datetime) -> None:
    """Telephones, a plaque, a line of a duty list, and a draft of the limits for next year."""
    officer = crew.who(crew.units[f"{CITY}/center"], (Role.SYSTEM_ADMIN,))
    if officer is None:
        raise LookupError("the city has no system officer")
    for number, key in enumerate((CENTER, LABOUR)):
        unit = crew.units[key]
        row = centers.units([unit])[unit]
        administration.rename_unit(by=officer, unit_id=unit, name=row.name, short=row.short, phone=f"0546-822{1234 + number}", at=at)
    administration.hang_plaque(by=officer, unit_id=crew.units[CENTER], name="矛盾纠纷“最多跑一地”调处中心", on=day_of(at), at=at)
    administration.set_duty(
        by=officer,
        whose=Whose(unit=crew.units[LABOUR]),
        category="41-10",
        mode="main",
        since=day_of(at) + timedelta(days=30),
        source="《东营区部门履行职责事项清单》（演示样例）",
        at=at,
    )
    newest = packs.packs("clocks")[-1]
    body = drafting.plain_body(newest)
    body["rules"]["card"]["*"] = {**body["rules"]["card"]["*"], "limit": "2w", "basis": "市综治委〔2026〕12号：督办二个工作日内回复"}
    first = day_of(at).replace(month=1, day=1)
    administration.save_draft(
        by=officer,
        kind="clocks",
        version="dongying-2027",
        valid_from=first.replace(year=first.year + 1),
        source="市综治委〔2026〕12号（演示样例）",
        body=body,
        at=at,
    )
