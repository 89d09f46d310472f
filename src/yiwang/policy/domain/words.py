"""The words policy packs speak: nature, procedure, platform, channel and kinds of clock, with their labels."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class Nature(Labelled):
    """What kind of thing the person brought (诉求性质)."""

    INQUIRY = "inquiry", "咨询", "Inquiry"
    HELP = "help", "求助", "Request for help"
    COMPLAINT = "complaint", "投诉", "Complaint"
    REPORT = "report", "举报", "Report"
    SUGGESTION = "suggestion", "建议", "Suggestion"
    DISPUTE = "dispute", "纠纷", "Dispute"
    HAZARD = "hazard", "隐患", "Hazard"
    ACCUSATION = "accusation", "检举控告", "Accusation"


class Procedure(Labelled):
    """Which clocks, fields, rulers and closing conditions apply (办理程序)."""

    SERVICE = "service", "便民服务", "Service"
    PETITION = "petition", "申诉求决", "Petition"
    STATUTORY = "statutory", "依法履职", "Statutory duty"
    DISPUTE = "dispute", "矛盾纠纷", "Dispute"
    HAZARD = "hazard", "隐患处置", "Hazard"
    EMERGENCY = "emergency", "紧急事项", "Emergency"
    INQUIRY = "inquiry", "咨询答复", "Inquiry"
    ACCUSATION = "accusation", "检举控告", "Accusation"


class Platform(Labelled):
    """The four functional platforms of a township (四个平台)."""

    GOVERNANCE = "governance", "综治工作", "Governance"
    MARKET = "market", "市场监管", "Market supervision"
    ENFORCEMENT = "enforcement", "综合执法", "Integrated enforcement"
    SERVICE = "service", "便民服务", "Public service"


class Channel(Labelled):
    """The door the matter came in by (来源渠道)."""

    WINDOW = "window", "窗口", "Window"
    WEB = "web", "网页", "Web"
    HOTLINE = "hotline", "热线", "Hotline"
    GRID = "grid", "网格上报", "Grid"
    VILLAGE = "village", "村社上报", "Village"
    TRANSFER = "transfer", "部门移送", "Transfer"
    API = "api", "接口", "API"


class ClockKind(Labelled):
    """What a clock measures."""

    ACCEPTANCE = "acceptance", "受理期限", "Acceptance"
    HANDLING = "handling", "办理期限", "Handling"
    RECEIPT = "receipt", "签收期限", "Receipt"
    ORDER = "order", "工单期限", "Order"
    CONTEST = "contest", "异议裁定期限", "Ruling a contest"
    REFERRAL = "referral", "上级裁定期限", "Referred ruling"
    VERIFY = "verify", "核查期限", "Verification"
    ARRIVAL = "arrival", "报到期限", "Arrival"
    CARD = "card", "督办回复期限", "Answer to urging"
    LISTING = "listing", "挂牌期限", "Listing"
    HANDOVER = "handover", "移交期限", "Hand-over"
    REVIEW_REQUEST = "review_request", "申请复查复核期限", "Time to ask for review"
    REVIEW_OPINION = "review_opinion", "复查复核期限", "Review opinion"
