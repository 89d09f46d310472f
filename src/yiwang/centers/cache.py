"""What a process remembers of the organisation, dropped within a second of any change anywhere.

Every operation that changes the organisation writes a new random mark into the one row of `NetVersion`; a process compares it
at most once a second. Facts are read unit by unit when first asked for, so that 600,000 units cost nothing until they act.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")

_LOOK_AGAIN = 1.0
_MOST = 200_000
"""Answers kept; the oldest go first."""

_answers: OrderedDict[Hashable, object] = OrderedDict()
_mark = 0
_asked = 0.0


def remembered(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the remembered answer to `key`, asking the database only the first time since the last change."""
    _refresh()
    if key in _answers:
        return _answers[key]  # type: ignore[return-value]  # a key always belongs to one question
    return keep(key, ask())


def recalled(keys: Iterable[Hashable]) -> dict[Hashable, object]:
    """Return what is remembered of these keys, so that one statement can fetch the rest."""
    _refresh()
    return {key: _answers[key] for key in keys if key in _answers}


def keep(key: Hashable, answer: Answer) -> Answer:
    """Remember an answer and return it."""
    _answers[key] = answer
    if len(_answers) > _MOST:
        _answers.popitem(last=False)
    return answer


def forget() -> None:
    """Drop everything this process remembers."""
    global _asked, _mark  # the one cache of this module
    _answers.clear()
    _asked, _mark = 0.0, 0


def changed() -> None:
    """Tell all processes, when this transaction commits, that the organisation has changed; this one forgets at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO centers_netversion (id, mark) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark",
            [secrets.randbits(62)],
        )
    forget()


def _refresh() -> None:
    global _asked, _mark
    if _asked and time.monotonic() - _asked < _LOOK_AGAIN:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM centers_netversion WHERE id = 1")
        row = cursor.fetchone()
    current = row[0] if row else 0
    if current != _mark:
        _answers.clear()
    _mark, _asked = current, time.monotonic()
