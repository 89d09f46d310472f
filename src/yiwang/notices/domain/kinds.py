"""Every kind of notice: its group on the choices page, its sentence in both languages, and the values a sentence may name."""

from __future__ import annotations

from typing import NamedTuple

from yiwang.kernel.labels import Labelled


class Group(Labelled):
    """What a person chooses by: kinds that one wants told in the same way."""

    WORK = "work", "待办工单", "Work waiting"
    LIMITS = "limits", "时限提醒", "Time limits"
    SUPERVISION = "supervision", "督办催办", "Supervision"
    MOVES = "moves", "流转结果", "What became of it"
    LEADERS = "leaders", "领导批示", "Instructions"
    MENTIONS = "mentions", "提及与关注", "Mentions and follows"
    MEETINGS = "meetings", "会商例会", "Meetings"
    REPORTS = "reports", "紧急信息", "Immediate reports"
    PERSON = "person", "致反映人", "To the person"


class Channel(Labelled):
    """The ways out of the house; on the page itself everything is told."""

    MAIL = "mail", "电子邮件", "E-mail"
    SMS = "sms", "短信", "Text message"
    VOICE = "voice", "语音电话", "Voice call"


class Kind(NamedTuple):
    """One kind of notice. In a sentence {names} stand for values."""

    group: Group
    zh: str
    en: str
    values: tuple[str, ...] = ()
    urgent: bool = False
    """Rings at night too."""


EVERYWHERE = ("number", "link", "house")
"""Values that any sentence may name: the matter, where to read on, who speaks."""
NEUTRAL = Kind(Group.WORK, "有一件事项等您查看", "A matter waits for you")
"""What is told outside, and in lists, of a sealed matter: its number and nothing else."""
NEUTRAL_PERSON = Kind(Group.PERSON, "您反映的事项有了新的进展", "There is news of the matter you brought")

KINDS: dict[str, Kind] = {
    # work that has begun to wait
    "to_accept": Kind(Group.WORK, "新登记的事项待受理", "A new matter waits to be accepted"),
    "to_dispatch": Kind(Group.WORK, "事项待分派", "A matter waits to be dispatched"),
    "order_new": Kind(Group.WORK, "新工单待签收", "A new order waits to be received"),
    "order_back": Kind(Group.WORK, "工单被退回重办", "An order came back to be reworked"),
    "to_rule": Kind(Group.WORK, "{unit}提出的异议或申请待裁定", "A contest or request of {unit} waits for a ruling", ("unit",)),
    "to_confirm": Kind(Group.WORK, "下级提交的结果待审核", "A result handed up waits to be confirmed"),
    "to_verify": Kind(Group.WORK, "办理结果待核查", "A result waits to be verified"),
    "to_review": Kind(Group.WORK, "有人申请复查复核", "A review was asked for"),
    "to_arrive": Kind(Group.WORK, "吹哨：请到现场报到", "Called to the spot", urgent=True),
    "person_spoke": Kind(Group.WORK, "反映人补充了内容或作了答复", "The person added to the matter or answered"),
    # limits
    "due_soon": Kind(Group.LIMITS, "即将到期：{due}", "Due soon: {due}", ("due",)),
    "overdue": Kind(Group.LIMITS, "已超过期限：{due}", "Past its limit: {due}", ("due",)),
    # supervision
    "card": Kind(Group.SUPERVISION, "收到{card}，请按时回复", "{card} received; answer in time", ("card",)),
    "card_answered": Kind(Group.SUPERVISION, "{unit}回复了督办", "{unit} answered the card", ("unit",)),
    "chased": Kind(Group.SUPERVISION, "反映人催办", "The person chases the matter"),
    "listed": Kind(Group.SUPERVISION, "挂牌督办：{unit}", "Listed for supervision: {unit}", ("unit",)),
    # what became of it
    "ruled": Kind(Group.MOVES, "您单位提出的异议或申请已裁定", "Your unit's contest or request was ruled"),
    "order_gone": Kind(Group.MOVES, "工单已收回或改派", "An order was taken back or reassigned"),
    "result_confirmed": Kind(Group.MOVES, "您单位的办理结果审核通过", "Your unit's result was confirmed"),
    "merged": Kind(Group.MOVES, "事项已并件办理", "A matter was merged"),
    "transferred": Kind(Group.MOVES, "事项已移送", "A matter was transferred out"),
    "moved": Kind(Group.MOVES, "事项转由其他中心牵头", "Another centre leads the matter now"),
    "reopened": Kind(Group.MOVES, "事项重新办理", "A matter was reopened"),
    # leaders
    "instruction": Kind(Group.LEADERS, "领导有批示", "A leader gave an instruction"),
    "in_charge": Kind(Group.LEADERS, "领导包案", "A leader took charge"),
    # people among themselves
    "mention": Kind(Group.MENTIONS, "{who}提到了您", "{who} mentioned you", ("who",)),
    "followed": Kind(Group.MENTIONS, "您关注的事项有新办理：{act}", "A matter you follow moved on: {act}", ("act",)),
    "export_ready": Kind(Group.MENTIONS, "导出文件已就绪", "An export is ready"),
    # meetings
    "invited": Kind(Group.MEETINGS, "邀请参加：{meeting}，{when}", "Invited to: {meeting}, {when}", ("meeting", "when")),
    "conference": Kind(Group.MEETINGS, "请参加一件事项的会商", "Your unit is invited to confer on a matter"),
    "decided": Kind(Group.MEETINGS, "会议决定事项：{meeting}", "A meeting decided: {meeting}", ("meeting",)),
    # immediate reports
    "report_up": Kind(
        Group.REPORTS, "紧急信息待签收：{what}，{place}", "Immediate report to sign for: {what}, {place}", ("what", "place"), True
    ),
    "report_late": Kind(
        Group.REPORTS,
        "紧急信息超时未签收：{what}，{unit}",
        "Immediate report not signed for in time: {what}, {unit}",
        ("what", "unit"),
        True,
    ),
    "report_more": Kind(Group.REPORTS, "紧急信息续报：{what}，{place}", "Follow-up report: {what}, {place}", ("what", "place"), True),
    "report_due": Kind(Group.REPORTS, "续报到期：{what}，{due}", "A follow-up report is due: {what}, {due}", ("what", "due"), True),
    "report_over": Kind(Group.REPORTS, "紧急信息终报：{what}，{place}", "Final report: {what}, {place}", ("what", "place")),
    # to the person who brought it
    "person_registered": Kind(Group.PERSON, "您反映的事项已登记", "The matter you brought is registered"),
    "person_accepted": Kind(Group.PERSON, "您反映的事项已受理", "The matter you brought was accepted"),
    "person_declined": Kind(
        Group.PERSON, "您反映的事项不予受理，理由和法定途径请查看答复", "The matter was not accepted; read why and where to turn"
    ),
    "person_dispatched": Kind(Group.PERSON, "您反映的事项已交{unit}办理", "{unit} handles the matter you brought", ("unit",)),
    "person_correction": Kind(Group.PERSON, "您反映的事项需要补正材料", "The matter you brought needs to be completed"),
    "person_question": Kind(Group.PERSON, "办理单位有一个问题请您答复", "There is a question for you"),
    "person_extended": Kind(Group.PERSON, "您反映的事项办理期限有变化", "The time limit of the matter you brought has changed"),
    "person_answered": Kind(Group.PERSON, "您反映的事项已办结，请查看答复并评价", "The matter is closed; read the answer and rate it"),
    "person_transferred": Kind(Group.PERSON, "您反映的事项已移送有权处理的机关", "The matter was handed to the competent body"),
    "person_reopened": Kind(Group.PERSON, "您反映的事项已重新办理", "The matter you brought is being handled anew"),
    "person_reviewed": Kind(Group.PERSON, "您申请的复查复核已有意见", "There is an opinion on the review you asked for"),
}

ALWAYS_SHOWN = frozenset({Group.REPORTS})
"""Nobody can have these kept silent."""
