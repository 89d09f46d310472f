"""How good suggestions are: precision and recall, by class and over all, from what was suggested and what was true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec


class Tally(msgspec.Struct, kw_only=True):
    """What was right and wrong of one class, or of all."""

    right: int = 0
    suggested: int = 0
    true: int = 0

    @property
    def precision(self) -> float | None:
        """Of what was suggested, how much was right; None when nothing was."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """Of what was true, how much was suggested; None when nothing was true."""
        return self.right / self.true if self.true else None


class Measured(msgspec.Struct, kw_only=True):
    """First suggestions by class, and how often the truth was the first, or among the first three."""

    of: int = 0
    first: int = 0
    among: int = 0
    classes: dict[str, Tally] = {}

    def by_size(self) -> list[tuple[str, Tally]]:
        """Return the classes, the largest first."""
        return sorted(self.classes.items(), key=lambda each: (-each[1].true, each[0]))


def classified(cases: Iterable[tuple[str, Sequence[str]]], *, depth: int = 0) -> Measured:
    """Measure (truth, suggestions best first); `depth`: only that many characters of a code count (2 the top of the tree)."""
    said, right, true = Counter[str](), Counter[str](), Counter[str]()
    measured = Measured()
    for whole, several in cases:
        truth = whole[:depth] if depth else whole
        guesses = list(dict.fromkeys(each[:depth] if depth else each for each in several))
        measured.of += 1
        measured.first += guesses[:1] == [truth]
        measured.among += truth in guesses[:3]
        true[truth] += 1
        said.update(guesses[:1])
        right.update([truth] if guesses[:1] == [truth] else [])
    measured.classes = {name: Tally(right=right[name], suggested=said[name], true=true[name]) for name in sorted({*true, *said})}
    return measured


def listed(cases: Iterable[tuple[Sequence[str], frozenset[str]]]) -> tuple[Tally, Tally]:
    """Measure lists of suggestions against the set of true ones: all that is listed, and only the first of each list."""
    whole, first = Tally(), Tally()
    for suggested, truth in cases:
        whole.right += len(truth.intersection(suggested))
        whole.suggested += len(suggested)
        whole.true += len(truth)
        if truth:
            first.true += 1
            first.right += bool(suggested) and suggested[0] in truth
        first.suggested += bool(suggested)
    return whole, first
