"""How refusals of answers and templates are worded."""

from __future__ import annotations

KNOWLEDGE: dict[str, tuple[str, str]] = {
    "reply_unknown_variable": (
        "没有变量“{{{name}}}”，是不是“{{{near}}}”？可以用的有：{known}。",
        "There is no variable {{{name}}}; did you mean {{{near}}}?",
    ),
    "reply_no_such_variable": (
        "没有变量“{{{name}}}”。可以用的有：{known}。",
        "There is no variable {{{name}}}; see the list beside the field.",
    ),
    "no_such_article": ("没有这篇答复，或不归您的单位管。", "There is no such answer, or it is not your unit's."),
    "no_such_template": ("没有这个模板，或不归您的单位管。", "There is no such template, or it is not your unit's."),
    "names_nobody": (
        "像是手机号码或身份证号：公用的答复里不写任何人的信息。",
        "This looks like a mobile or identity number: a shared answer names nobody.",
    ),
    "no_such_substitute": (
        "这个人不能代班：须是同单位、上级单位或同一条线上的在任人员。",
        "They cannot stand in: only somebody of the unit, above it, or beside it.",
    ),
    "substitute_oneself": ("不能自己代自己。", "Nobody stands in for themself."),
    "substitute_circle": ("对方这段时间正由别人代班，不能再替人代班。", "They are being stood in for in that time themselves."),
    "substitute_chain": ("代班的岗位不能再转给别人代。", "A post one stands in at cannot be handed on."),
    "substitute_too_long": (
        "代班最多 {days} 天；更长请由系统管理员任命。",
        "A substitute stands in for {days} days at most; beyond that somebody is appointed.",
    ),
    "substitute_busy": ("此人这段时间正在替别人代班，请先结束那项代班。", "They stand in for somebody else in that time; end that first."),
    "substitute_taken": ("这段时间已经安排了代班。", "Somebody stands in for that time already."),
    "no_such_substitution": ("没有这项代班，或已结束。", "There is no such substitution, or it has ended."),
}
"""code → (Chinese, English)."""
