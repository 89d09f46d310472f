"""What somebody looks for, read out of what they typed: words that must all be met, each in the ways it may stand in a matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import msgspec

from yiwang.kernel import chinese

from .alike import others

MOST_WORDS = 8
LONGEST = 100
"""Characters of a question; what goes beyond is not read."""
_BREAKS = re.compile(r"[\s,，。;；、/|]+")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of what was typed, between blanks: words that belong together, or the name of a unit or place."""

    text: str
    query: str
    """As a tsquery; "" when nothing in it is a word."""
    marks: tuple[str, ...] = ()
    """What to make visible where it is found, the longest first."""


def read(text: str) -> tuple[Part, ...]:
    """Return the parts of what was typed; empty when there is no word in it."""
    parts = [_part(chunk) for chunk in _BREAKS.split(chinese.plain(text[:LONGEST])) if chunk]
    return tuple(part for part in parts[:MOST_WORDS] if part.query)


def _part(chunk: str) -> Part:
    ways: list[str] = []
    marks: list[str] = []
    for single, words in groupby(chinese.pieces(chunk), key=lambda word: len(word) == 1 and chinese.is_han(word)):
        for word in ["".join(words)] if single else words:
            ways.append(_single(word) if single else _word(word))
            marks += _seen(word, single)
    return Part(text=chunk, query=" & ".join(ways[:MOST_WORDS]), marks=tuple(sorted(set(marks), key=lambda mark: (-len(mark), mark))))


def _word(word: str) -> str:
    """Return how a word is met: as it is; a longer one also by the shorter ones inside it, or letter by letter in a clear line."""
    if not chinese.is_han(word):
        return f"'{word}':*" if len(word) >= 3 else f"'{word}'"
    names = "".join(f" | '{other}'" for other in others(word))
    if len(word) == 2:
        return f"('{word}'{names})" if names else f"'{word}'"
    inside = [part for part in chinese.words(word) if part != word]
    covers = _all(inside) if inside and set("".join(inside)) == set(word) else ""
    return "(" + " | ".join(filter(None, [f"'{word}'", covers, _all(list(chinese.pairs(word)))])) + f"{names})"


def _single(run: str) -> str:
    """Return how characters that are no word are met: side by side in a clear line, or each as a word of its own."""
    if len(run) == 1:
        return f"'{run}':*"
    return f"({_all(list(chinese.pairs(run)))} | {_all(list(run))})"


def _all(words: Sequence[str]) -> str:
    return "(" + " & ".join(f"'{word}'" for word in dict.fromkeys(words)) + ")" if words else ""


def _seen(word: str, single: bool) -> list[str]:
    if single or not chinese.is_han(word) or len(word) < 3:
        return [word, *others(word)]
    return [word, *others(word), *(part for part in chinese.words(word) if len(part) > 1)]


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a line, made visible or not."""

    text: str
    found: bool


def pieces(line: str, marks: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a line where something that was looked for stands in it; letter by letter the line itself."""
    if not marks or not line:
        return (Piece(line, False),) if line else ()
    pattern = re.compile("|".join(re.escape(mark) for mark in marks), re.IGNORECASE)
    found, at = [], 0
    for hit in pattern.finditer(line):
        if hit.start() > at:
            found.append(Piece(line[at : hit.start()], False))
        found.append(Piece(hit[0], True))
        at = hit.end()
    return (*found, Piece(line[at:], False)) if at < len(line) else tuple(found)


def excerpt(text: str, marks: Sequence[str], *, before: int = 14, length: int = 60) -> tuple[Piece, ...]:
    """Return a stretch of a text around the first thing found in it; nothing where nothing is found."""
    hits = [place for mark in marks if (place := text.casefold().find(mark)) >= 0]
    if not hits:
        return ()
    start = max(0, min(hits) - before)
    line = " ".join(text[start : start + length].split())
    return pieces(f"{'…' if start else ''}{line}{'…' if start + length < len(text) else ''}", marks)
