"""Forgetting what was told."""

from __future__ import annotations

from datetime import datetime

from yiwang.infra.ticks import every

from . import operations


@every(60, name="live news")
def forget_old(at: datetime) -> None:
    """Every minute: news older than some minutes go."""
    operations.forget_old(at=at)
