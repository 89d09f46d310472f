"""Adding up facts twice a second, wherever a worker runs."""

from __future__ import annotations

from datetime import datetime

from yiwang.infra.ticks import every

from .operations import BATCH, fold


@every(0.5, name="picture")
def add_up(at: datetime) -> bool:
    """Fold one batch; True while full batches come."""
    return fold() == BATCH
