"""Acts on the page: icon, wording for the person, and which one is the sensible next step."""

from __future__ import annotations

from yiwang.matters.domain.acts import SPECS, Act
from yiwang.web.presenters.marks import english

ICONS: dict[Act, str] = {
    Act.REGISTER: "file-text",
    Act.SETTLE_ON_SPOT: "circle-check",
    Act.ACCEPT: "inbox",
    Act.DECLINE: "x",
    Act.REQUEST_CORRECTION: "writing-sign",
    Act.SUPPLEMENT: "paperclip",
    Act.DISPATCH: "arrows-split-2",
    Act.RECEIVE: "check",
    Act.CONTEST: "message-2-exclamation",
    Act.RULE_CONTEST: "gavel",
    Act.REFER_RULING: "send",
    Act.PASS_DOWN: "arrows-split-2",
    Act.REASSIGN: "arrows-left-right",
    Act.CANCEL_ORDER: "arrow-back-up",
    Act.REQUEST_EXTENSION: "calendar-plus",
    Act.RULE_EXTENSION: "calendar-event",
    Act.REQUEST_SUSPENSION: "player-pause",
    Act.RULE_SUSPENSION: "player-pause",
    Act.RESUME: "refresh",
    Act.ESCALATE: "send",
    Act.HAND_DOWN: "arrow-back-up",
    Act.TRANSFER_OUT: "send",
    Act.REPORT_RESULT: "clipboard-check",
    Act.CONFIRM: "circle-check",
    Act.REWORK: "repeat",
    Act.CLOSE: "circle-check",
    Act.SERVE: "file-text",
    Act.RATE: "star",
    Act.FOLLOW_UP: "phone",
    Act.REOPEN: "refresh",
    Act.REQUEST_REVIEW: "scale",
    Act.RULE_REVIEW: "gavel",
    Act.URGE: "urgent",
    Act.ANSWER_URGE: "message-2-exclamation",
    Act.CHASE: "bell-ringing",
    Act.INSTRUCT: "writing-sign",
    Act.TAKE_CHARGE: "user",
    Act.RECUSE: "user",
    Act.WHISTLE: "speakerphone",
    Act.ARRIVE: "map-pin-check",
    Act.MERGE: "git-merge",
    Act.UNMERGE: "arrows-split-2",
    Act.LINK: "copy-check",
    Act.WITHDRAW: "arrow-back-up",
    Act.RECLASSIFY: "template",
    Act.TO_MEDIATION: "scale",
    Act.ASK: "message-2-exclamation",
    Act.ANSWER: "message-plus",
    Act.NOTE: "file-text",
    Act.ATTACH: "paperclip",
    Act.CORRECT: "writing-sign",
    Act.REVEAL: "eye",
    Act.ARCHIVE: "stack-2",
    Act.FOLLOW_MASTER: "git-merge",
    Act.RAISE_CLOCK: "alarm",
    Act.RECOMPUTE: "calendar-event",
    Act.DEFAULT_RULING: "gavel",
    Act.END_SUSPENSION: "refresh",
}
"""Act → icon of the sprite."""

FORWARD: tuple[Act, ...] = (
    Act.RULE_REVIEW,
    Act.RULE_CONTEST,
    Act.RULE_EXTENSION,
    Act.RULE_SUSPENSION,
    Act.ANSWER_URGE,
    Act.ARRIVE,
    Act.ACCEPT,
    Act.DISPATCH,
    Act.RECEIVE,
    Act.REPORT_RESULT,
    Act.CONFIRM,
    Act.CLOSE,
    Act.SERVE,
    Act.FOLLOW_UP,
    Act.ARCHIVE,
)
"""What moves a matter on, most pressing first: the first that is lawful is drawn as the one solid button."""

SELDOM: frozenset[Act] = frozenset(
    {
        Act.NOTE,
        Act.ATTACH,
        Act.LINK,
        Act.MERGE,
        Act.UNMERGE,
        Act.CORRECT,
        Act.RECUSE,
        Act.RECLASSIFY,
        Act.TAKE_CHARGE,
        Act.TRANSFER_OUT,
        Act.DECLINE,
        Act.INSTRUCT,
        Act.CHASE,
        Act.SUPPLEMENT,
        Act.REOPEN,
        Act.WITHDRAW,
        Act.ANSWER,
        Act.REQUEST_CORRECTION,
        Act.TO_MEDIATION,
        Act.CANCEL_ORDER,
        Act.REQUEST_SUSPENSION,
        Act.REFER_RULING,
        Act.REQUEST_REVIEW,
    }
)
"""Lawful but not the daily step: offered under "more"."""

KEYS: dict[Act, str] = {
    Act.ACCEPT: "a",
    Act.DISPATCH: "d",
    Act.RECEIVE: "r",
    Act.REPORT_RESULT: "s",
    Act.CONFIRM: "c",
    Act.CLOSE: "e",
    Act.URGE: "u",
    Act.NOTE: "n",
}
"""Act → single letter printed on its button."""

_PERSON_ZH: dict[Act, str] = {
    Act.REGISTER: "收到您的反映",
    Act.SETTLE_ON_SPOT: "当场办结",
    Act.ACCEPT: "已受理",
    Act.DECLINE: "不予受理",
    Act.REQUEST_CORRECTION: "需要您补充材料",
    Act.SUPPLEMENT: "补充了情况",
    Act.DISPATCH: "已分派给承办单位",
    Act.RECEIVE: "承办单位已接手",
    Act.REASSIGN: "换了承办单位",
    Act.RULE_EXTENSION: "延期审批有结果",
    Act.RULE_SUSPENSION: "暂停计时审批有结果",
    Act.RESUME: "恢复计时，继续办理",
    Act.ESCALATE: "交上级中心办理",
    Act.HAND_DOWN: "转交下级中心办理",
    Act.TRANSFER_OUT: "已移送有权处理的机关",
    Act.REPORT_RESULT: "承办单位提交了结果",
    Act.REWORK: "核查未通过，退回重办",
    Act.CLOSE: "已办结",
    Act.SERVE: "答复已送达",
    Act.RATE: "您作了评价",
    Act.REOPEN: "重新办理",
    Act.REQUEST_REVIEW: "您申请了复查复核",
    Act.RULE_REVIEW: "复查复核有意见",
    Act.CHASE: "您催办了一次",
    Act.WHISTLE: "召集部门到现场",
    Act.ARRIVE: "部门已到现场",
    Act.WITHDRAW: "您撤回了这件事",
    Act.RECLASSIFY: "调整了类别",
    Act.TO_MEDIATION: "转入人民调解",
    Act.ASK: "向您提了一个问题",
    Act.ANSWER: "您作了答复",
    Act.CORRECT: "更正了登记内容",
}
_PERSON_EN: dict[Act, str] = {
    Act.REGISTER: "We received what you brought",
    Act.SETTLE_ON_SPOT: "Settled on the spot",
    Act.ACCEPT: "Accepted",
    Act.DECLINE: "Not accepted",
    Act.REQUEST_CORRECTION: "We need something more from you",
    Act.SUPPLEMENT: "Something was added",
    Act.DISPATCH: "Given to a unit to handle",
    Act.RECEIVE: "The unit has taken it up",
    Act.REASSIGN: "Given to another unit",
    Act.RULE_EXTENSION: "An extension was decided",
    Act.RULE_SUSPENSION: "A pause of the clock was decided",
    Act.RESUME: "The clock runs again",
    Act.ESCALATE: "Taken up by the centre above",
    Act.HAND_DOWN: "Handed to the centre below",
    Act.TRANSFER_OUT: "Passed to the competent authority",
    Act.REPORT_RESULT: "The unit reported its result",
    Act.REWORK: "Checked and sent back to be done again",
    Act.CLOSE: "Closed",
    Act.SERVE: "The answer was served",
    Act.RATE: "You rated it",
    Act.REOPEN: "Taken up again",
    Act.REQUEST_REVIEW: "You asked for a review",
    Act.RULE_REVIEW: "The review has an opinion",
    Act.CHASE: "You chased it",
    Act.WHISTLE: "Departments called to the spot",
    Act.ARRIVE: "A department arrived",
    Act.WITHDRAW: "You withdrew it",
    Act.RECLASSIFY: "Its category was changed",
    Act.TO_MEDIATION: "Passed to mediation",
    Act.ASK: "You were asked a question",
    Act.ANSWER: "You answered",
    Act.CORRECT: "The record was corrected",
}


def deed_name(act: str) -> str:
    """Return the act's label as staff read it."""
    spec = SPECS[Act(act)]
    return spec.en if english() else spec.zh


def told(act: str) -> str:
    """Return the act as the person is told of it."""
    words = _PERSON_EN if english() else _PERSON_ZH
    return words.get(Act(act)) or deed_name(act)
