"""Whether what this installation holds is a labelled sample: pages say so, and the clock of a sample in the making is not disturbed.

While a sample is made it lives by its own clock: work that looks at the real one (the watcher, the sealing of days) leaves it alone.
"""

from __future__ import annotations

import time
from datetime import datetime

import msgspec

from . import sql

_LOOK_AGAIN = 60.0
_seen: dict[str, tuple[float, Sample | None]] = {}


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What the label says."""

    seed: int
    matters: int
    until: datetime
    """The moment up to which the sample's month was lived."""
    begun: datetime
    finished: datetime | None = None

    @property
    def building(self) -> bool:
        """Say whether it is still being made (or was broken off)."""
        return self.finished is None


def current() -> Sample | None:
    """Return the label as it stands in the database, None for an installation that holds no sample."""
    row = sql.one("SELECT seed, matters, until, begun, finished FROM sample WHERE id = 1")
    return None if row is None else Sample(**row)


def label() -> Sample | None:
    """Return the label for a page's banner: asked of the database once a minute at most."""
    moment = time.monotonic()
    if "label" not in _seen or moment - _seen["label"][0] > _LOOK_AGAIN:
        _seen["label"] = (moment, current())
    return _seen["label"][1]


def building() -> bool:
    """Say whether a sample is being made right now, by its own clock."""
    found = current()
    return found is not None and found.building


def begin(*, seed: int, matters: int, until: datetime, at: datetime) -> None:
    """Label the installation as a sample in the making."""
    sql.execute(
        "INSERT INTO sample (id, seed, matters, until, begun) VALUES (1, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET"
        " seed = EXCLUDED.seed, matters = EXCLUDED.matters, until = EXCLUDED.until, begun = EXCLUDED.begun, finished = NULL",
        [seed, matters, until, at],
    )


def finish(*, at: datetime) -> None:
    """Say that the sample is complete: from now on the real clock rules."""
    sql.execute("UPDATE sample SET finished = %s WHERE id = 1", [at])
