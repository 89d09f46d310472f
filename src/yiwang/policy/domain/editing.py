"""A pack's body as fields to fill in: its single values by their path, and a body with one of them changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_KEYS = ("code", "key")
Path = tuple[str, ...]


def leaves(body: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield path and value of everything single: texts, numbers, yes or no, and lists of texts; entries of a list go by their code."""
    if isinstance(body, Mapping):
        for name, part in body.items():
            yield from leaves(part, (*at, str(name)))
    elif _entries(body):
        for index, part in enumerate(body):
            yield from leaves(part, (*at, _name(part, index)))
    else:
        yield at, body


def parts(body: Any) -> Iterator[Path]:
    """Yield the paths of the pieces one edits at a time: each rule, each year, each category, each list; what is single goes together."""
    if not isinstance(body, Mapping):
        return
    if any(_single(part) for part in body.values()):
        yield ()
    for name, part in body.items():
        if _single(part):
            continue
        if isinstance(part, Mapping) and any(not _single(below) for below in part.values()):
            yield from ((name, str(below)) for below in part)
        elif _entries(part):
            yield from ((name, _name(entry, index)) for index, entry in enumerate(part))
        else:
            yield (name,)


def fields_of(body: Any, part: Path) -> list[tuple[Path, Any]]:
    """Return path and value of what is edited on one page; () stands for the single values at the top."""
    if not part:
        return [((name,), value) for name, value in body.items() if _single(value)]
    return list(leaves(value_at(body, part), part))


def value_at(body: Any, path: Path) -> Any:
    """Return what stands at a path. KeyError if nothing does."""
    for name in path:
        if isinstance(body, Mapping):
            body = body[name]
        elif _entries(body):
            body = body[_index(body, name)]
        else:
            raise KeyError(name)
    return body


def changed(body: Any, path: Path, text: str | Sequence[str]) -> Any:
    """Return the body with the value at a path set from what was typed, read as what stood there is read. ValueError, KeyError."""
    if not path:
        return read_as(body, text)
    name, rest = path[0], path[1:]
    if isinstance(body, Mapping):
        return {**body, name: changed(body[name], rest, text)}
    if not _entries(body):
        raise KeyError(name)
    index = _index(body, name)
    return [changed(part, rest, text) if place == index else part for place, part in enumerate(body)]


def read_as(old: Any, text: str | Sequence[str]) -> Any:
    """Read what was typed as a value like the old one: yes or no, a number, a list with one text a line, else a text. ValueError."""
    typed = (text if isinstance(text, str) else "\n".join(text)).strip()
    if isinstance(old, bool):
        return typed == "1"
    if isinstance(old, int | float):
        return type(old)(typed)
    if isinstance(old, list | tuple) and all(isinstance(part, str) for part in old):
        return [line.strip() for line in typed.splitlines() if line.strip()]
    return json.loads(typed) if isinstance(old, list | tuple | Mapping) else typed


def _single(value: Any) -> bool:
    return not isinstance(value, Mapping) and not _entries(value)


def _entries(value: Any) -> bool:
    """Is it a list of things that have parts themselves?"""
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(part, Mapping) for part in value)


def _name(entry: Mapping[str, Any], index: int) -> str:
    return next((str(entry[key]) for key in _KEYS if key in entry), str(index))


def _index(entries: Sequence[Mapping[str, Any]], name: str) -> int:
    for index, entry in enumerate(entries):
        if _name(entry, index) == name:
            return index
    raise KeyError(name)
