"""The chain of a report: the center of each level from where it happened upwards, and until when it must have signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from yiwang.centers.domain.net import Net
from yiwang.kernel import tree
from yiwang.kernel.labels import Labelled
from yiwang.policy.domain.reports import ReportsBody


class EntryKind(Labelled):
    """What a line of a report's history says."""

    RAISED = "raised", "首报", "First report"
    SIGNED = "signed", "签收", "Signed for"
    LATE = "late", "超时未签收，已催报并报上一级", "Not signed for in time; reminded, and the next level told"
    NOBODY = "nobody", "该级无人可签收", "Nobody there can sign for it"
    MORE = "more", "续报", "Follow-up report"
    OVERDUE = "overdue", "续报逾期，已提醒", "Follow-up report overdue; reminded"
    FINAL = "final", "终报", "Final report"


class ReceiptState(Labelled):
    """How a level stands to a report."""

    WAITING = "waiting", "待签收", "To sign for"
    LATE = "late", "超时未签收", "Late"
    SIGNED = "signed", "已签收", "Signed for"


class Step(NamedTuple):
    """One level that must sign."""

    level: int
    unit: int
    due: datetime


def steps(*, region: str, reach: int, net: Net, policy: ReportsBody, at: datetime) -> Iterator[Step]:
    """Yield the levels that are told, from the region's own upwards to `reach`; a level without a center is passed over."""
    for code in reversed(tree.lineage(region)):
        level = tree.level_of(code)
        center = net.center_of(code)
        if level >= reach and center is not None:
            yield Step(level, center, at + timedelta(minutes=policy.waits[str(level)].minutes))
