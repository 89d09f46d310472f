"""What differs between two versions of a pack, place by place; entries of a list are told apart by their code, not by their row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

_KEYS = ("code", "key")
_DERIVED = frozenset({"pinyin", "initials"})
"""What follows from another field."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place: its path from the top, what stood there and what stands there now (None: nothing)."""

    path: tuple[str, ...]
    before: Any
    after: Any


def differences(old: Any, new: Any) -> tuple[Difference, ...]:
    """Return the differences of two plain bodies (as JSON), in the order of the old one, what is new after it."""
    return tuple(_differ((), old, new))


def _differ(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    before, after = _entries(old), _entries(new)
    if before is None or after is None:
        yield Difference(path=path, before=old, after=new)
        return
    for name in (*before, *(name for name in after if name not in before)):
        if name not in _DERIVED:
            yield from _differ((*path, name), before.get(name), after.get(name))


def _entries(value: Any) -> Mapping[str, Any] | None:
    """Return the parts of a value by name, None when it is taken whole."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and value and all(isinstance(part, Mapping) for part in value):
        key = next((key for key in _KEYS if all(key in part for part in value)), "")
        return {str(part[key]) if key else str(index): part for index, part in enumerate(value)}
    return None
