"""What `yiwang doctor` asks about the ledger."""

from __future__ import annotations

from datetime import timedelta

from yiwang.infra import sql
from yiwang.infra.checkup import Answer, check, ok, problem
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of

from .ledger import seals
from .operations import indexing

_REMEDY = "run `script/yiwang ledger seal`, and keep the worker running"


@check("ledger", order=40, needs="tables")
def ledger() -> Answer:
    """Is every day but the last sealed?"""
    newest = seals.last()
    if newest is None:
        old = sql.scalar("SELECT EXISTS (SELECT FROM ledger_entry WHERE at < %s)", [now() - timedelta(days=2)])
        return problem("no day was ever sealed", _REMEDY) if old else ok("nothing to seal yet")
    if newest.day < day_of(now()) - timedelta(days=2):
        return problem(f"sealed only until {newest.day}", _REMEDY)
    return ok(f"sealed until {newest.day}")


@check("search", order=45, needs="tables")
def search() -> Answer:
    """Has search read every matter of more than ten minutes ago?"""
    unread = indexing.unread(now() - timedelta(minutes=10))
    return (
        problem(f"{unread} matters are not found by words", "run `script/yiwang search rebuild`") if unread else ok("every matter is read")
    )
