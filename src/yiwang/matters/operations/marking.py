"""What an account keeps of a matter: that it opened it as it stood, and whether it follows it (关注). The matter itself stays as it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql

from ..queries.page import visible_row

KEPT = timedelta(days=180)
"""How long it is remembered that a matter was opened; what is followed is remembered until it is let go."""
_OPENED = """
INSERT INTO matter_mark (county, matter_id, user_id, version, opened, followed) VALUES (%s, %s, %s, %s, %s, false)
ON CONFLICT (county, matter_id, user_id) DO UPDATE SET version = EXCLUDED.version, opened = EXCLUDED.opened
WHERE matter_mark.version < EXCLUDED.version
"""


def note_opened(*, county: str, matter_id: UUID, version: int, actor: Actor, at: datetime) -> None:
    """Note that the actor's account has a matter before it as it stands; the caller has shown it lawfully."""
    if actor.user is not None:
        sql.execute(_OPENED, [county, matter_id, actor.user, version, at])


def follow_matter(*, number: str, actor: Actor, follow: bool, at: datetime) -> None:
    """Follow a matter, or let it go; refused `no_such_matter` outside what the actor may see."""
    row = visible_row(number, actor, centers.net(at))
    sql.execute(
        "INSERT INTO matter_mark (county, matter_id, user_id, version, opened, followed) VALUES (%s, %s, %s, 0, %s, %s)"
        " ON CONFLICT (county, matter_id, user_id) DO UPDATE SET followed = EXCLUDED.followed",
        [row["county"], row["id"], actor.user, at, follow],
    )


def forget_marks(*, at: datetime, batch: int = 5000) -> int:
    """Forget matters that were opened long ago and are not followed, a batch a statement; return how many."""
    gone = 0
    while True:
        done = sql.execute(
            "DELETE FROM matter_mark WHERE (county, matter_id, user_id) IN"
            " (SELECT county, matter_id, user_id FROM matter_mark WHERE opened < %s AND NOT followed ORDER BY opened LIMIT %s)",
            [at - KEPT, batch],
        )
        gone += done
        if done < batch:
            return gone
