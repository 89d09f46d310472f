"""Work of the reports that nobody asks for: reminding of what is late."""

from __future__ import annotations

from datetime import datetime

from yiwang.infra import sample
from yiwang.infra.ticks import every

from .operations import watch_reports


@every(5, name="reports")
def remind(at: datetime) -> bool:
    """Remind of what is late; True while full batches come."""
    return not sample.building() and watch_reports(at=at) >= 50
