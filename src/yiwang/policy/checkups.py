"""What `yiwang doctor` asks about the rules in force."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec

from yiwang.infra.checkup import Answer, check, note, ok, problem
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of

from .domain.calendar import CalendarBody
from .domain.kinds import BODIES
from .queries import pack, packs

PACKS = Path(__file__).parent / "packs"
_AHEAD = timedelta(days=120)
"""The longest usual limit with its extension: a calendar that ends sooner makes due dates provisional."""


@check("rules", order=31, needs="tables")
def rules() -> Answer:
    """Is a pack of every kind in force?"""
    kinds = sorted(set(BODIES) | {shipped.name for shipped in PACKS.iterdir() if shipped.is_dir()})
    missing = [kind for kind in kinds if not packs(kind)]
    if missing:
        return problem(f"no pack of {', '.join(missing)}", "run `script/yiwang setup`")
    return ok(", ".join(f"{kind} {pack(kind, now()).version}" for kind in kinds))


@check("calendar", order=32, needs="rules")
def calendar() -> Answer:
    """Are the State Council's rest days loaded for the coming months?"""
    newest = pack("calendar", now())
    body = msgspec.convert(newest.body, CalendarBody)
    until = body.working_calendar(version=newest.version).covered_until
    if until < day_of(now()) + _AHEAD:
        remedy = "load the next year's calendar pack when the State Council has published it; dates past it are provisional until then"
        return note(f"rest days are known until {until}", remedy)
    return ok(f"rest days are known until {until}")
