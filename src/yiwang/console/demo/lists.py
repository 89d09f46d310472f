"""What the county's coordinator keeps of the list: views under a name, matters followed, most of what is open read already."""

from __future__ import annotations

from datetime import datetime, timedelta

from yiwang.centers.domain.words import Role
from yiwang.desk import operations as desk
from yiwang.matters import operations as matters
from yiwang.matters import queries
from yiwang.matters.queries import Filters

from .cast import COUNTY
from .crew import Crew

VIEWS = (
    ("欠薪 · 群体", "duty=held&category=15-03&group=1", True),
    ("本月纠纷", "duty=held&nature=dispute&period=month", False),
    ("督办中", "duty=held&urged=1&sort=due", True),
)
READ, FOLLOWED = 150, 2
FRESH = timedelta(hours=8)
"""What moved since then has not been looked at yet."""


def keep(*, crew: Crew, until: datetime) -> None:
    """Save the views, follow two group matters, and open what has been lying there."""
    coordinator = crew.who(crew.units[f"{COUNTY}/center"], (Role.COORDINATOR,))
    if coordinator is None:
        raise LookupError("the county has no coordinator")
    for name, query, shared in VIEWS:
        desk.save_view(actor=coordinator, name=name, query=query, columns=(), shared=shared, at=until)
    groups = queries.queue(actor=coordinator, duty="held", at=until, filters=Filters(group=True, state="open"), limit=FOLLOWED).rows
    for row in groups:
        matters.follow_matter(number=row.number, actor=coordinator, follow=True, at=until)
    for row in queries.queue(actor=coordinator, duty="held", at=until, filters=Filters(state="open"), limit=READ).rows:
        if row.updated < until - FRESH:
            page = queries.matter_page(number=row.number, actor=coordinator, at=until)
            matters.note_opened(county=page.county, matter_id=page.id, version=page.version, actor=coordinator, at=until)
