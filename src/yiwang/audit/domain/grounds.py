"""Why something of a person may be erased: every erasure names one of these."""

from __future__ import annotations

from yiwang.kernel.labels import Labelled


class Ground(Labelled):
    """A ground of erasure (个人信息保护法 §47)."""

    PURPOSE_MET = "purpose_met", "保存期限届满或处理目的已实现", "Kept long enough, or the purpose is met"
    CONSENT_WITHDRAWN = "consent_withdrawn", "个人撤回同意", "Consent was withdrawn"
    UNLAWFUL = "unlawful", "收集或保存不合法", "It was taken or kept against the law"
    ORDERED = "ordered", "法律规定或有权机关要求", "The law or a competent body demands it"
