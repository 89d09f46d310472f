"""Which category a text is about, by the names of the categories alone: there from the first day, before anything is learned."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from yiwang.kernel import chinese

from .alike import features

OWN, ALIAS, ABOVE = 1.0, 1.4, 0.35
"""What a word of a category's own name counts for, of its other names, of the names above it."""
REST = 0.6
"""Categories that take the rest (…其他) stand back."""


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """One of several: how likely beside the others, and the words that spoke for it."""

    label: str
    share: float
    words: tuple[str, ...] = ()


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A category with its names."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """For each word the categories whose names have it, with what it counts for."""

    of_word: dict[str, dict[str, float]]

    def guess(self, words: Iterable[str], limit: int = 3) -> list[Guess]:
        """Return the categories whose names are told of, the likeliest first."""
        told = set(words)
        said = features(told)
        scores: dict[str, float] = defaultdict(float)
        spoken: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for word in said:
            for code, weight in self.of_word.get(word, {}).items():
                scores[code] += weight
                if word in told:
                    spoken[code].append((weight, word))
        return ranked(scores, spoken, limit)


def ranked(scores: dict[str, float], spoken: dict[str, list[tuple[float, str]]], limit: int, *, sharpness: float = 1.0) -> list[Guess]:
    """Return the best labels with their shares (softmax) and the words that spoke for them loudest."""
    if not scores:
        return []
    top = max(scores.values())
    heat = {label: math.exp((score - top) * sharpness) for label, score in scores.items()}
    whole = sum(heat.values())
    best = sorted(scores, key=lambda label: (-scores[label], label))[:limit]
    return [
        Guess(
            label=label,
            share=heat[label] / whole,
            words=tuple(word for _, word in sorted(spoken[label], key=lambda each: (-each[0], each[1])) if len(word) > 1)[:4],
        )
        for label in best
    ]


def names_of(labels: Sequence[Label]) -> Names:
    """Return the words of the categories' names; a word that many have tells little."""
    raw: dict[str, dict[str, float]] = defaultdict(dict)
    for label in labels:
        back = REST if label.code.endswith("99") else 1.0
        for weight, texts in ((ABOVE, label.above), (OWN, (label.name,)), (ALIAS, label.aliases)):
            for word in features(word for text in texts for word in chinese.words(text)):
                size = 1.0 if len(word) > 1 else 0.25
                raw[word][label.code] = max(raw[word].get(label.code, 0.0), weight * size * back)
    many = len(labels)
    return Names(
        of_word={
            word: {code: weight * math.log((many + 1) / (len(codes) + 0.5)) for code, weight in codes.items()}
            for word, codes in raw.items()
        }
    )
