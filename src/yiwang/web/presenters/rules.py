"""Policy packs in words: where a value stands, what it says, what differs, what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yiwang.centers.domain.words import Role
from yiwang.infra.wording import worded
from yiwang.kernel.labels import Labelled
from yiwang.kernel.refusals import Refused
from yiwang.policy.domain.checks import Finding
from yiwang.policy.domain.differences import Difference
from yiwang.policy.domain.words import ClockKind, Nature, Platform, Procedure
from yiwang.web.presenters.branches import branch_name
from yiwang.web.presenters.marks import english, label

_WORDS: tuple[type[Labelled], ...] = (ClockKind, Procedure, Nature)
_NAMES = {
    "rules": gettext_lazy("期限"),
    "special": gettext_lazy("专门法期限"),
    "soon_share": gettext_lazy("“临期”的比例"),
    "limit": gettext_lazy("时限"),
    "statutory": gettext_lazy("法定"),
    "basis": gettext_lazy("依据"),
    "basis_en": gettext_lazy("依据（英文）"),
    "kind": gettext_lazy("类型"),
    "categories": gettext_lazy("类别"),
    "rule": gettext_lazy("规则"),
    "*": gettext_lazy("其他程序"),
    "years": gettext_lazy("年份"),
    "holidays": gettext_lazy("休息日"),
    "makeup": gettext_lazy("调休上班日"),
    "provisional": gettext_lazy("暂定"),
    "nodes": gettext_lazy("类别"),
    "notes": gettext_lazy("说明"),
    "procedures": gettext_lazy("办理程序"),
    "by_nature": gettext_lazy("诉求性质对应的程序"),
    "lists": gettext_lazy("清单"),
    "extension": gettext_lazy("延期"),
    "ruler": gettext_lazy("谁批准"),
    "times": gettext_lazy("次数"),
    "days": gettext_lazy("天数"),
    "suspension_days": gettext_lazy("单次暂停最多天数"),
    "suspension_reasons": gettext_lazy("暂停事由"),
    "on_spot": gettext_lazy("可当场办结"),
    "mediation": gettext_lazy("可交调解"),
    "review": gettext_lazy("可申请复查复核"),
    "rating": gettext_lazy("请反映人评价"),
    "dispatch": gettext_lazy("可分派"),
    "contest_window": gettext_lazy("提出异议的期限"),
    "contest_window_basis": gettext_lazy("提出异议的依据"),
    "referral_default": gettext_lazy("上级逾期未裁定视为"),
    "visiting_representatives": gettext_lazy("来访代表最多人数"),
    "reopenings": gettext_lazy("重办次数"),
    "reworks": gettext_lazy("退回重做次数"),
    "contests": gettext_lazy("异议次数"),
    "review_hearing_days": gettext_lazy("复核听证天数"),
    "chase_hours": gettext_lazy("催办间隔小时"),
    "archive_days": gettext_lazy("办结后归档天数"),
    "code": gettext_lazy("代码"),
    "zh": gettext_lazy("名称"),
    "en": gettext_lazy("英文名称"),
    "platform": gettext_lazy("平台"),
    "branch": gettext_lazy("系统"),
    "natures": gettext_lazy("诉求性质"),
    "sensitive": gettext_lazy("敏感"),
    "immediate_report": gettext_lazy("须立即报告"),
    "alias": gettext_lazy("别名"),
    "initials": gettext_lazy("拼音首字母"),
    "pinyin": gettext_lazy("拼音"),
    "settles": gettext_lazy("算作解决"),
    "exclusions": gettext_lazy("不计入的区划"),
    "level": gettext_lazy("层级"),
    "names": gettext_lazy("名称"),
    "segments": gettext_lazy("代码段"),
    "levels": gettext_lazy("各档发给谁"),
    "to": gettext_lazy("发给"),
    "workdays": gettext_lazy("距期满的工作日"),
    "answer": gettext_lazy("须回复"),
    "red_at_yellow": gettext_lazy("第几张黄牌改发红牌"),
    "listing": gettext_lazy("挂牌督办"),
    "longest_days": gettext_lazy("最长天数"),
    "reminder": gettext_lazy("提醒"),
    "yellow": gettext_lazy("黄牌"),
    "red": gettext_lazy("红牌"),
    "grades": gettext_lazy("等级"),
    "grade": gettext_lazy("等级"),
    "sorts": gettext_lazy("情形"),
    "thresholds": gettext_lazy("人数界限"),
    "waits": gettext_lazy("各级签收时限"),
    "remind": gettext_lazy("催签间隔分钟"),
    "minutes": gettext_lazy("分钟"),
    "follow_up": gettext_lazy("续报间隔分钟"),
    "up_to": gettext_lazy("报到第几级"),
    "count": gettext_lazy("计数"),
    "at_least": gettext_lazy("不少于"),
    "claimants": gettext_lazy("涉及人数"),
    "neutral": gettext_lazy("只报编号"),
    "deaths": gettext_lazy("死亡人数"),
    "injured": gettext_lazy("受伤人数"),
    "missing": gettext_lazy("失联人数"),
    "people": gettext_lazy("涉及人数"),
    "version": gettext_lazy("版本"),
    "valid_from": gettext_lazy("生效日"),
    "source": gettext_lazy("来源"),
}
_TYPES = {
    "int": gettext_lazy("整数"),
    "float": gettext_lazy("数"),
    "str": gettext_lazy("文字"),
    "bool": gettext_lazy("是或否"),
    "array": gettext_lazy("一列"),
    "object": gettext_lazy("一组"),
    "null": gettext_lazy("空"),
    "date": gettext_lazy("日期"),
}
"""What a value can be, as a finding names it."""
_UNITS = {"d": gettext_lazy("日"), "w": gettext_lazy("个工作日"), "h": gettext_lazy("小时"), "m": gettext_lazy("个月")}


def name_of(part: str) -> str:
    """Return one step of a path in words."""
    for words in _WORDS:
        if part in set(words):
            return label(words.of(part))
    return str(_NAMES.get(part, part))


def place_words(path: Iterable[str], titles: Mapping[str, str]) -> str:
    """Return where a value stands: 期限 › 办理期限 › 申诉求决. `titles` names entries that go by a code."""
    parts = tuple(path)
    steps = [titles.get(part) or _step(part, parts[place - 1] if place else "") for place, part in enumerate(parts)]
    return " › ".join(steps) if steps else _("总则")


def _step(part: str, before: str) -> str:
    """Return one step in words: rows of a list are counted, and `statutory` is a procedure but inside a rule, where it is a mark."""
    if part.isdigit() and len(part) < 4:
        return _("第 %(n)d 条") % {"n": int(part) + 1}
    if part == "statutory" and (before in set(Procedure) or before in ("*", "rule")):
        return str(_NAMES[part])
    return name_of(part)


def titles_of(body: Any) -> dict[str, str]:
    """Return code → name for whatever in the body has both; a category's code stays beside its name."""
    found: dict[str, str] = {}
    if isinstance(body, Mapping):
        key = body.get("code") or body.get("key")
        if isinstance(key, str) and isinstance(body.get("zh"), str):
            said = (body.get("en") or body["zh"]) if english() else body["zh"]
            found[key] = f"{key} {said}" if re.fullmatch(r"[\d-]+", key) else said
        for part in body.values():
            found |= titles_of(part)
    elif isinstance(body, list | tuple):
        for part in body:
            found |= titles_of(part)
    return found


def value_at(path: Iterable[str], value: Any) -> str:
    """Return a value in words where its place says what its code means: a line of business, a level of cards, a count."""
    step = next((part for part in reversed(tuple(path)) if not part.isdigit()), "")
    if isinstance(value, str) and step == "branch":
        return branch_name(value)
    return name_of(value) if isinstance(value, str) and step in ("level", "count") else value_words(value)


def value_words(value: Any) -> str:
    """Return a value in words: 15d is 15 日; a thing with parts by its name, else by its JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return _text_words(value)
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return "、".join(_text_words(part) for part in value)
    return _thing_words(value)


def _text_words(value: str) -> str:
    limit = re.fullmatch(r"(\d+)([dwhm])", value)
    if limit:
        return f"{limit[1]} {_UNITS[limit[2]]}"
    return next((label(words.of(value)) for words in (*_WORDS, Platform, Role) if value in set(words)), value)


def _thing_words(value: Any) -> str:
    """Return the name of a thing with parts, a limit with its basis, anything else as JSON."""
    if isinstance(value, Mapping) and "limit" in value:
        return f"{value_words(value['limit'])}（{value.get('basis', '')}）"
    if isinstance(value, Mapping) and "zh" in value:
        return str((value.get("en") or value["zh"]) if english() else value["zh"])
    return json.dumps(value, ensure_ascii=False)


def difference_lines(found: Iterable[Difference], titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Return differences as a table draws them; of two long lists of texts only what came and went."""
    lines = []
    for one in found:
        before, after = one.before, one.after
        if isinstance(before, list | tuple) and isinstance(after, list | tuple) and all(isinstance(p, str) for p in (*before, *after)):
            before, after = [p for p in before if p not in after], [p for p in after if p not in before]
        lines.append({"place": place_words(one.path, titles), "before": value_at(one.path, before), "after": value_at(one.path, after)})
    return lines


def finding_lines(found: Iterable[Finding], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return findings as a list draws them: where, what, and whether it keeps the pack from taking effect."""
    language = "en" if english() else "zh"
    return [
        {
            "place": place_words(one.where, titles),
            "says": worded(Refused(one.code, **_told(one.values)), language),
            "stops": one.stops,
            "part": "/".join(takewhile(lambda step: step != "...", one.where[:2])),
        }
        for one in found
    ]


_CODES = ("procedure", "list", "clock", "nature", "card", "grave", "mild", "name")


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a finding in the reader's words where they are codes."""
    return {
        name: str(_TYPES.get(value, value)) if name in ("expected", "got") else name_of(value) if name in _CODES else value
        for name, value in values.items()
    }
