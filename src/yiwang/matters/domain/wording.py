"""What of a matter search reads: its words with their weight, as one value; a pure function of texts without persons in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from yiwang.kernel import chinese, tree

WEIGHTS = "ABCD"
"""A title and number · B place · C what was brought · D what was written since."""
GUARDED = "g"
"""The mark of a matter that somebody is blocked from: there marks decide nothing, the rule is asked."""
MOST = 3000
"""Words kept of one matter."""


def vector(texts: Mapping[str, Iterable[str]], *, number: str) -> str:
    """Return the words of a matter as PostgreSQL reads a tsvector; `texts`: weight → texts.

    Clear lines (title, place) also give every two neighbouring characters. Each word stands once at each weight: in which order
    words were said cannot be read from it.
    """
    found: dict[str, set[str]] = {}
    for weight in WEIGHTS:
        for text in texts.get(weight, ()):
            for word in _read(text, pairs=weight in "AB"):
                found.setdefault(word, set()).add(weight)
    for word in parts_of(number):
        found.setdefault(word, set()).add("A")
    kept = list(found.items())[:MOST]
    return " ".join(f"'{word}':{','.join(f'{WEIGHTS.index(weight) + 1}{weight}' for weight in sorted(weights))}" for word, weights in kept)


def _read(text: str, *, pairs: bool) -> Iterator[str]:
    yield from chinese.words(text)
    if pairs:
        yield from chinese.pairs(text)


def parts_of(number: str) -> tuple[str, ...]:
    """Return what of a number is looked for by itself: its day and its serial."""
    steps = number.casefold().split("-")
    return (steps[1], steps[2]) if len(steps) == 4 else ()


def place_marks(place: str) -> frozenset[str]:
    """Return the marks of where it happened: every region around it, and the one that is named."""
    return frozenset({*(f"l{code}" for code in tree.lineage(place)), f"e{place}"} if place else ())


def category_marks(category: str) -> frozenset[str]:
    """Return the marks of the category and all above it."""
    steps = category.split("-")
    return frozenset(f"c{'-'.join(steps[:length])}" for length in range(1, len(steps) + 1)) if category else frozenset()
