"""What `yiwang doctor` asks about the rules in force."""

from __future__ import annotations

from datetime import timedelta

from yiwang.infra.checkup import Answer, check, note, ok, problem
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of

from .domain.kinds import BODIES
from .queries import pack, packs

_AHEAD = timedelta(days=120)
"""The longest usual limit with its extension: a calendar that ends sooner makes due dates provisional."""


@check("rules", order=31)
def rules() -> Answer:
    """Is a pack of every kind in force?"""
    missing = [kind for kind in BODIES if not packs(kind)]
    if missing:
        return problem(f"no pack of {', '.join(missing)}", "run `script/yiwang setup`")
    return ok(", ".join(f"{kind} {pack(kind, now()).version}" for kind in BODIES))


@check("calendar", order=32)
def calendar() -> Answer:
    """Are the State Council's rest days loaded for the coming months?"""
    newest = pack("calendar", now())
    until = newest.body.working_calendar(version=newest.version).covered_until
    if until < day_of(now()) + _AHEAD:
        remedy = "load the next year's calendar pack when the State Council has published it; dates past it are provisional until then"
        return note(f"rest days are known until {until}", remedy)
    return ok(f"rest days are known until {until}")
