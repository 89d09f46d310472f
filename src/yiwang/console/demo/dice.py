"""Seeded chance: every purpose draws from its own stream, so that a change in one place does not reshuffle all others."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance, named by what it is for."""

    def __init__(self, *name: object) -> None:
        self.name = name
        digest = hashlib.sha256("\0".join(map(str, name)).encode()).digest()
        self.random = random.Random(int.from_bytes(digest[:16], "big"))  # noqa: S311  a repeatable story, no secret

    def child(self, *name: object) -> Dice:
        """Return the stream of a part, independent of how much this one has drawn."""
        return Dice(*self.name, *name)

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self.random.random() < probability

    def pick(self, items: Sequence[T]) -> T:
        """Return one item, all equally likely."""
        return items[self.random.randrange(len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one key, as likely as its weight."""
        mark = self.random.random() * sum(weights.values())
        last = None
        for key, weight in weights.items():
            last = key
            mark -= weight
            if mark < 0:
                return key
        if last is None:
            raise ValueError("nothing to choose from")
        return last

    def between(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return self.random.randint(low, high)

    def spread(self, median: float, factor: float = 2.0) -> float:
        """Return a positive, right-skewed amount: two thirds lie within `factor` of the median."""

        return median * math.exp(self.random.gauss(0, math.log(factor)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        mixed = list(items)
        self.random.shuffle(mixed)
        return mixed
