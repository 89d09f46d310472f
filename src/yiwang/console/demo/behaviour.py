"""What comes next for a matter: the first step that the people concerned would take, by the state it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yiwang.matters.domain.words import State

from .after_steps import closed
from .intake_steps import accepted, merged, registered
from .life import Life, Step, Wait
from .order_steps import handling, verifying

_BY_STATE: dict[State, Callable[[Life], Iterator[Step | Wait | None]]] = {
    State.REGISTERED: registered,
    State.ACCEPTED: accepted,
    State.HANDLING: handling,
    State.VERIFYING: verifying,
    State.CLOSED: closed,
    State.MERGED: merged,
}


def next_step(life: Life) -> Step | Wait | None:
    """Return the next step of a matter as it stands, a moment to wait for, or None when its story is over.

    Once-only turns are marked as taken when they are returned: a step that is refused is not tried again.
    """
    steps = _BY_STATE.get(life.case.state)
    if steps is None:
        return None
    return next((step for step in steps(life) if step is not None), None)
