"""docs/rules/clocks.md: every limit with its legal source, printed from the newest shipped packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import msgspec

from yiwang import policy
from yiwang.policy.domain.clocks import EVERY, ClockRule, ClocksBody
from yiwang.policy.domain.procedures import ProceduresBody
from yiwang.policy.domain.words import ClockKind, Procedure

FILE = "docs/rules/clocks.md"
_Body = TypeVar("_Body")
_PACKS = Path(policy.__file__).parent / "packs"
_UNITS = {"d": ("日", "days"), "w": ("个工作日", "working days"), "h": ("小时", "hours"), "m": ("个月", "month(s)")}
_HEAD = """# Limits 时限

Made by `script/yiwang docs build` from the shipped packs `{clocks}` and `{procedures}`. A newer pack changes these numbers, not the program.

How limits are counted (Civil Code, articles 200 to 204 《民法典》第二百条至第二百零四条): the day of the event is not counted 起始当日不计; a limit whose last day
is a rest day ends on the first working day after it 末日为休息日的顺延; it ends at 24:00 in Asia/Shanghai 截至当日24时; hours count from the moment 小时自当时起算;
an extension adds to the unrolled last day 延期自未顺延的末日起算. Past the loaded calendar a limit is provisional 暂定 and counted again when the calendar arrives.

| clock 时限 | procedure 程序 | limit | by law 法定 | source 依据 |
|---|---|---|---|---|
"""  # noqa: E501


def text() -> str:
    """Return the page."""
    clocks_version, clocks = _newest("clocks", ClocksBody)
    procedures_version, procedures = _newest("procedures", ProceduresBody)
    lines = [_row(kind, name, rule) for kind in ClockKind for name, rule in clocks.rules[kind].items()]
    lines += [_row(law.kind, f"依法履职 Statutory duty {', '.join(law.categories)}", law.rule) for law in clocks.special]
    return _HEAD.format(clocks=clocks_version, procedures=procedures_version) + "".join(lines) + _extensions(procedures)


def _newest(kind: str, into: type[_Body]) -> tuple[str, _Body]:
    documents = [json.loads(file.read_text()) for file in (_PACKS / kind).glob("*.json")]
    newest = max(documents, key=lambda d: (d["valid_from"], d["version"]))
    return newest["version"], msgspec.convert(newest["body"], into)


def _row(kind: ClockKind, name: str, rule: ClockRule) -> str:
    known = {p.value: f"{p.zh} {p.en}" for p in Procedure}
    procedure = "其他 all others" if name == EVERY else known.get(name, name)
    zh, en = _UNITS[rule.limit[-1]]
    number = rule.limit[:-1]
    law = "法定 yes" if rule.statutory else ""
    return f"| {kind.zh} {kind.en} | {procedure} | {number}{zh} {number} {en} | {law} | {rule.basis} {rule.basis_en} |\n"


def _extensions(body: ProceduresBody) -> str:
    rulers = {"unit_head": "承办单位负责人 head of the handling unit", "holder": "牵头中心 the holder"}
    lines = [
        "\n## Extensions and suspensions 延期与暂停\n\n",
        "| procedure 程序 | times 次数 | days 天数 | ruled by 审批 | source 依据 | may stand still 可暂停 | grounds 事由 |\n",
        "|---|---|---|---|---|---|---|\n",
    ]
    for procedure, rule in body.procedures.items():
        more = rule.extension
        still = f"≤ {rule.suspension_days} d" if rule.suspension_days else "不停 never"
        grounds = "；".join(f"{c.zh} {c.en}" for c in rule.suspension_reasons)
        ruler = rulers[more.ruler] if more.times else ""
        source = f"{more.basis} {more.basis_en}".strip()
        lines.append(f"| {procedure.zh} {procedure.en} | {more.times} | {more.days or ''} | {ruler} | {source} | {still} | {grounds} |\n")
    window = f"{body.contest_window_basis}"
    lines.append(
        f"\nContest 提出异议: {body.contest_window} ({window}). A referred contest left unruled 提请裁定逾期: `{body.referral_default}`. "
    )
    lines.append(f"Caps 上限: reopening 重新办理 {body.reopenings}, rework 退回 {body.reworks}, contests 异议 {body.contests}, ")
    lines.append(f"visiting representatives 走访代表 {body.visiting_representatives}. ")
    lines.append(f"A review stops only for a hearing 复查仅因听证暂停: ≤ {body.review_hearing_days} d.\n")
    return "".join(lines)
