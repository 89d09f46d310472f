"""The acts of DESIGN §4.3: label on the button, what each is done on, and which input it takes.

Pages, the API, the simulation and the documents all read these specifications; nobody writes a form by hand.
Which act is lawful when and for whom is `workflow.RULES`.
"""

from __future__ import annotations

import msgspec

from .act_words import Act, Kind, On

__all__ = ["SPECS", "Act", "ActSpec", "Input", "Kind", "On"]


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an act's input."""

    name: str
    kind: Kind
    zh: str
    en: str
    required: bool = True
    public: bool = False
    """The person who brought the matter can read it."""
    choices: str = ""
    """Name of the policy list the choice is taken from."""
    personal: bool = False
    """Says who a party is: sealed with that party, never a text of the ledger."""


def _i(
    name: str, kind: Kind, zh: str, en: str, *, required: bool = True, public: bool = False, choices: str = "", personal: bool = False
) -> Input:
    return Input(name=name, kind=kind, zh=zh, en=en, required=required, public=public, choices=choices, personal=personal)


_REASON = _i("reason", Kind.TEXT, "理由", "Reason")
_PUBLIC_REASON = _i("reason", Kind.TEXT, "理由（反映人可见）", "Reason (the person can read it)", public=True)
_NOTE = _i("note", Kind.TEXT, "说明", "Note", required=False)
_GRANT = _i("grant", Kind.FLAG, "同意", "Grant", required=False)


class ActSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about an act but its legality."""

    act: Act
    zh: str
    en: str
    on: On = On.MATTER
    inputs: tuple[Input, ...] = ()
    system: bool = False
    public: bool = True
    """The person sees in the public timeline that it happened (texts only where the input is public)."""
    danger: bool = False


def _spec(
    act: Act, zh: str, en: str, *inputs: Input, on: On = On.MATTER, public: bool = True, danger: bool = False, system: bool = False
) -> ActSpec:
    return ActSpec(act=act, zh=zh, en=en, on=on, inputs=inputs, public=public, danger=danger, system=system)


_SPECS = (
    _spec(Act.REGISTER, "登记", "Register"),
    _spec(
        Act.SETTLE_ON_SPOT,
        "当场办结",
        "Settle on the spot",
        _i("answer", Kind.TEXT, "办理结果（反映人可见）", "Result (the person can read it)", public=True),
    ),
    _spec(Act.ACCEPT, "受理", "Accept", _NOTE),
    _spec(
        Act.DECLINE,
        "不予受理",
        "Decline",
        _i("reason_code", Kind.CHOICE, "理由", "Reason", choices="decline_reasons"),
        _i("answer", Kind.TEXT, "告知的法定途径（反映人可见）", "The lawful way, told to the person", public=True),
        danger=True,
    ),
    _spec(
        Act.REQUEST_CORRECTION,
        "要求补正",
        "Ask for correction",
        _i("question", Kind.TEXT, "需要补正的内容（反映人可见）", "What is missing (the person can read it)", public=True),
    ),
    _spec(
        Act.SUPPLEMENT,
        "补充",
        "Supplement",
        _i("text", Kind.TEXT, "补充内容", "What to add", public=True),
        _i("files", Kind.FILES, "材料", "Files", required=False),
        _i("new_facts", Kind.FLAG, "属于新的事实", "These are new facts", required=False),
        _i("in_person", Kind.FLAG, "本人到窗口补充", "Brought to the window in person", required=False),
    ),
    _spec(
        Act.DISPATCH,
        "分派",
        "Dispatch",
        _i("unit", Kind.UNIT, "主办单位", "Lead unit", required=False),
        _i("assisting", Kind.UNITS, "协办单位", "Assisting units", required=False),
        _i("due", Kind.DATE, "工单期限", "Limit of the order", required=False),
        _NOTE,
    ),
    _spec(Act.RECEIVE, "签收", "Receive", on=On.ORDER),
    _spec(
        Act.CONTEST,
        "提出异议",
        "Contest",
        _i("duty_item", Kind.CATEGORY, "依据的事项清单条目", "Duty-list item"),
        _i("proposed_unit", Kind.UNIT, "建议承办单位", "Unit proposed"),
        _REASON,
        on=On.ORDER,
        public=False,
    ),
    _spec(
        Act.RULE_CONTEST,
        "裁定异议",
        "Rule on the contest",
        _i("uphold", Kind.FLAG, "异议成立", "Uphold the contest", required=False),
        _REASON,
        on=On.REQUEST,
        public=False,
    ),
    _spec(Act.REFER_RULING, "提请上级裁定", "Refer to the common superior", _REASON, on=On.REQUEST, public=False),
    _spec(
        Act.PASS_DOWN,
        "交办下级",
        "Pass down",
        _i("units", Kind.UNITS, "承办单位", "Units"),
        _i("due", Kind.DATE, "工单期限", "Limit of the order", required=False),
        _NOTE,
        on=On.ORDER,
        public=False,
    ),
    _spec(Act.REASSIGN, "改派", "Reassign", _i("unit", Kind.UNIT, "改派给", "To unit"), _REASON, on=On.ORDER),
    _spec(Act.CANCEL_ORDER, "收回", "Take back", _REASON, on=On.ORDER, public=False, danger=True),
    _spec(
        Act.REQUEST_EXTENSION,
        "申请延期",
        "Ask for an extension",
        _i("days", Kind.DAYS, "延长天数", "Days"),
        _PUBLIC_REASON,
        on=On.ORDER,
        public=False,
    ),
    _spec(Act.RULE_EXTENSION, "审批延期", "Rule on the extension", _GRANT, _PUBLIC_REASON, on=On.REQUEST),
    _spec(
        Act.REQUEST_SUSPENSION,
        "申请暂停计时",
        "Ask to suspend the clocks",
        _i("reason_code", Kind.CHOICE, "事由", "Ground", choices="suspension_reasons"),
        _i("until", Kind.DATE, "暂停至", "Until"),
        _PUBLIC_REASON,
        on=On.ORDER,
        public=False,
    ),
    _spec(Act.RULE_SUSPENSION, "审批暂停", "Rule on the suspension", _GRANT, _PUBLIC_REASON, on=On.REQUEST),
    _spec(Act.RESUME, "恢复计时", "Resume the clocks", _NOTE),
    _spec(Act.ESCALATE, "提级办理", "Escalate", _REASON),
    _spec(Act.HAND_DOWN, "转交下级", "Hand down", _i("center", Kind.UNIT, "下级中心", "Center below"), _REASON),
    _spec(
        Act.TRANSFER_OUT,
        "移送",
        "Transfer out",
        _i("body", Kind.LINE, "接收机关", "Receiving body", public=True),
        _i("proof", Kind.LINE, "移交凭证", "Proof of hand-over"),
        _i("answer", Kind.TEXT, "告知反映人的内容", "What the person is told", public=True),
        danger=True,
    ),
    _spec(
        Act.REPORT_RESULT,
        "提交结果",
        "Report the result",
        _i("outcome", Kind.CHOICE, "办理结果", "Outcome", choices="outcomes"),
        _i("result", Kind.TEXT, "办理情况", "What was done"),
        _i("reply", Kind.TEXT, "答复内容（反映人可见）", "Reply (the person can read it)", required=False, public=True),
        _i("files", Kind.FILES, "佐证材料", "Evidence", required=False),
        on=On.ORDER,
    ),
    _spec(Act.CONFIRM, "审核通过", "Confirm", _NOTE, on=On.ORDER, public=False),
    _spec(Act.REWORK, "退回重办", "Send back for rework", _REASON, on=On.ORDER),
    _spec(
        Act.CLOSE,
        "办结",
        "Close",
        _i("result_class", Kind.CHOICE, "办结类别", "Result class", choices="result_classes"),
        _i("answer", Kind.TEXT, "答复（反映人可见）", "Answer (the person can read it)", public=True),
    ),
    _spec(
        Act.SERVE,
        "送达",
        "Serve",
        _i("on", Kind.DATE, "送达日期", "Date of service"),
        _i("way", Kind.CHOICE, "送达方式", "Way", choices="service_ways"),
        _i("proof", Kind.LINE, "送达凭证", "Proof"),
    ),
    _spec(
        Act.RATE,
        "评价",
        "Rate",
        _i("solved", Kind.FLAG, "问题已解决", "It was solved", required=False),
        _i("stars", Kind.STARS, "满意度", "Satisfaction"),
        _i("text", Kind.TEXT, "评价内容", "In your words", required=False, public=True),
    ),
    _spec(
        Act.FOLLOW_UP,
        "回访",
        "Follow up",
        _i("reached", Kind.FLAG, "已联系上", "Reached", required=False),
        _i("solved", Kind.FLAG, "反映已解决", "Says it was solved", required=False),
        _i("satisfied", Kind.FLAG, "表示满意", "Says satisfied", required=False),
        _NOTE,
        public=False,
    ),
    _spec(Act.REOPEN, "重新办理", "Reopen", _i("reason_code", Kind.CHOICE, "事由", "Ground", choices="reopen_reasons"), _PUBLIC_REASON),
    _spec(Act.REQUEST_REVIEW, "申请复查/复核", "Ask for a review", _i("text", Kind.TEXT, "申请理由", "Grounds", public=True)),
    _spec(
        Act.RULE_REVIEW,
        "作出复查/复核意见",
        "Give the review opinion",
        _i("outcome", Kind.CHOICE, "意见", "Opinion", choices="review_outcomes"),
        _i("opinion", Kind.TEXT, "意见书内容（反映人可见）", "Text of the opinion (the person can read it)", public=True),
        on=On.REVIEW,
    ),
    _spec(
        Act.URGE,
        "督办",
        "Urge",
        _i("level", Kind.CHOICE, "档次", "Level", choices="card_levels"),
        _i("unit", Kind.UNIT, "被督办单位", "Unit urged"),
        _i("reason", Kind.TEXT, "督办要求", "What is demanded"),
        public=False,
        danger=True,
    ),
    _spec(Act.ANSWER_URGE, "回复督办", "Answer the urging", _i("answer", Kind.TEXT, "回复", "Answer"), on=On.CARD, public=False),
    _spec(Act.PROPOSE_LISTING, "提请挂牌督办", "Propose listing", _REASON, public=False),
    _spec(
        Act.RULE_LISTING,
        "决定挂牌督办",
        "Decide on the listing",
        _i("grant", Kind.FLAG, "同意挂牌", "List it", required=False),
        _i("unit", Kind.UNIT, "责任单位", "Unit answerable", required=False),
        _i("until", Kind.DATE, "挂牌至", "Listed until", required=False),
        _i("minutes", Kind.LINE, "联席会议纪要编号", "Number of the joint meeting's minutes"),
        _NOTE,
        public=False,
    ),
    _spec(
        Act.LIFT_LISTING,
        "摘牌",
        "Lift the listing",
        _i("minutes", Kind.LINE, "联席会议纪要编号", "Number of the joint meeting's minutes"),
        _REASON,
        public=False,
    ),
    _spec(
        Act.CONFER,
        "发起会商",
        "Call a conference",
        _i("units", Kind.UNITS, "参加单位", "Units invited"),
        _i("topic", Kind.TEXT, "会商事由", "What it is about"),
        _i("meeting", Kind.LINE, "会议编号", "Number of the meeting", required=False),
        public=False,
    ),
    _spec(
        Act.CONCLUDE,
        "会商结论",
        "Conclude the conference",
        _i("off", Kind.FLAG, "会商取消", "It is called off", required=False),
        _i("conclusion", Kind.TEXT, "会商意见", "What was agreed"),
        on=On.CONFERENCE,
        public=False,
    ),
    _spec(Act.CHASE, "催办", "Chase", _i("text", Kind.TEXT, "催办内容", "Message", required=False, public=True)),
    _spec(Act.INSTRUCT, "批示", "Instruct", _i("text", Kind.TEXT, "批示内容", "Instruction"), public=False),
    _spec(Act.TAKE_CHARGE, "包案", "Take charge", _NOTE, public=False),
    _spec(Act.RECUSE, "回避", "Recuse", _i("user", Kind.USER, "回避人员", "Who withdraws", required=False), _REASON, public=False),
    _spec(
        Act.WHISTLE,
        "吹哨",
        "Whistle",
        _i("units", Kind.UNITS, "呼叫部门", "Departments called"),
        _i("task", Kind.TEXT, "现场事项", "What for"),
    ),
    _spec(Act.ARRIVE, "报到", "Arrive", _NOTE, on=On.WHISTLE),
    _spec(Act.MERGE, "并件", "Merge", _i("master", Kind.MATTER, "并入事项编号", "Into matter"), _REASON, public=False),
    _spec(Act.UNMERGE, "拆分", "Unmerge", _REASON, public=False),
    _spec(Act.LINK, "关联", "Link", _i("other", Kind.MATTER, "关联事项编号", "Other matter"), public=False),
    _spec(Act.WITHDRAW, "撤回", "Withdraw", _i("reason", Kind.TEXT, "撤回原因", "Reason", required=False, public=True), danger=True),
    _spec(
        Act.RECLASSIFY,
        "调整类别",
        "Reclassify",
        _i("category", Kind.CATEGORY, "类别", "Category"),
        _i("nature", Kind.CHOICE, "诉求性质", "Nature", choices="natures"),
        _i("accused", Kind.UNITS, "被检举控告单位（转为检举控告时）", "Accused units (when it becomes an accusation)", required=False),
        _REASON,
    ),
    _spec(Act.TO_MEDIATION, "转入调解", "To mediation", _i("unit", Kind.UNIT, "调解组织", "Mediation committee"), _REASON),
    _spec(
        Act.LIST_CLAIM,
        "登记诉求清单",
        "List a claim",
        _i("party", Kind.PARTY, "当事人（不选则新增一人）", "Party (none chosen: a further person)", required=False),
        _i("name", Kind.LINE, "姓名", "Name", required=False, personal=True),
        _i("phone", Kind.LINE, "电话", "Phone", required=False, personal=True),
        _i("document", Kind.LINE, "证件号码", "Document number", required=False, personal=True),
        _i("days", Kind.COUNT, "天数", "Days", required=False),
        _i("owed", Kind.MONEY, "应付金额（元）", "Owed (yuan)", required=False),
        _NOTE,
        public=False,
    ),
    _spec(
        Act.PAY_CLAIM,
        "登记兑付",
        "Record a payment",
        _i("paid", Kind.MONEY, "累计已付（元）", "Paid so far (yuan)"),
        _i("proof", Kind.LINE, "付款凭证", "Proof of payment"),
        on=On.CLAIM,
        public=False,
    ),
    _spec(
        Act.AGREE_CLAIM,
        "本人确认",
        "The claimant agrees",
        _i("agrees", Kind.FLAG, "本人认可", "Agrees", required=False),
        _i("proof", Kind.LINE, "签字凭证（代为记录时必填）", "Signed proof (needed when recorded for the claimant)", required=False),
        on=On.CLAIM,
        public=False,
    ),
    _spec(
        Act.ASK, "询问", "Ask the person", _i("question", Kind.TEXT, "问题（反映人可见）", "Question (the person can read it)", public=True)
    ),
    _spec(Act.ANSWER, "答复", "Answer", _i("text", Kind.TEXT, "答复", "Answer", public=True), on=On.REQUEST),
    _spec(Act.VISIT, "登记来访", "Record a visit", public=False),
    _spec(
        Act.NOTE,
        "备注",
        "Note",
        _i("text", Kind.TEXT, "备注内容", "Note"),
        _i("files", Kind.FILES, "材料", "Files", required=False),
        _i("visible", Kind.FLAG, "反映人可见", "The person can see it", required=False),
        _i("answers", Kind.COUNT, "所答复批示的记录序号", "Entry of the instruction it answers", required=False),
        public=False,
    ),
    _spec(
        Act.ATTACH,
        "上传材料",
        "Attach",
        _i("files", Kind.FILES, "材料", "Files"),
        _i("visible", Kind.FLAG, "反映人可见", "The person can see it", required=False),
        public=False,
    ),
    _spec(
        Act.CORRECT,
        "更正",
        "Correct",
        _i("part", Kind.CHOICE, "更正内容", "What is corrected", choices="correctable"),
        _i("text", Kind.TEXT, "更正为", "Corrected text", public=True),
        _i("place", Kind.PLACE, "所在地区（更正地点时）", "Region (when the place is corrected)", required=False),
        _i("claimants", Kind.COUNT, "诉求人数（更正当事人信息时）", "Number of claimants (when parties are corrected)", required=False),
        _REASON,
    ),
    _spec(Act.REVEAL, "查看完整信息", "Reveal", _i("reason_code", Kind.CHOICE, "查看事由", "Why", choices="reveal_reasons"), public=False),
    _spec(Act.ARCHIVE, "归档", "Archive", public=False),
    _spec(Act.FOLLOW_MASTER, "随主件答复", "Answered with the master", system=True),
    _spec(
        Act.RAISE_CLOCK,
        "时限提醒",
        "Limit raised",
        _i("clock", Kind.LINE, "时限", "Clock"),
        _i("level", Kind.LINE, "提醒或超期", "Soon or late"),
        system=True,
        public=False,
    ),
    _spec(
        Act.URGE_BY_RULE,
        "按规则督办",
        "Urged by rule",
        _i("clock", Kind.LINE, "时限", "Clock"),
        system=True,
        public=False,
    ),
    _spec(Act.RECOMPUTE, "时限重算", "Limit recomputed", system=True, public=False),
    _spec(Act.DEFAULT_RULING, "默认裁定", "Ruled by default", on=On.REQUEST, system=True, public=False),
    _spec(Act.END_SUSPENSION, "暂停期满", "Suspension ended", system=True, public=False),
)

SPECS: dict[Act, ActSpec] = {spec.act: spec for spec in _SPECS}
