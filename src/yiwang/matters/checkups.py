"""What `yiwang doctor` asks about the ledger."""

from __future__ import annotations

from datetime import timedelta

from yiwang.infra import sql
from yiwang.infra.checkup import Answer, check, ok, problem
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of

from .ledger import seals


@check("ledger", order=40)
def ledger() -> Answer:
    """Is every day but the last sealed?"""
    newest = seals.last()
    yesterday = day_of(now()) - timedelta(days=1)
    if newest is None:
        unsealed = sql.scalar("SELECT EXISTS (SELECT FROM ledger_entry WHERE at < %s)", [now() - timedelta(days=2)])
        return (
            problem("no day was ever sealed", "run `script/yiwang ledger seal`, and keep the worker running")
            if unsealed
            else ok("nothing to seal yet")
        )
    if newest.day < yesterday - timedelta(days=1):
        return problem(f"sealed only until {newest.day}", "run `script/yiwang ledger seal`, and keep the worker running")
    return ok(f"sealed until {newest.day}")
