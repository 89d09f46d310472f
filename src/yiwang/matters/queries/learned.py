"""What was learned from the installation's own closed matters: weights of words, read as they stand; silent until there was enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from yiwang.infra import sql
from yiwang.kernel import chinese
from yiwang.policy import queries as packs

from ..domain.alike import features
from ..domain.naming import Guess, Label, Names, names_of, ranked

CATEGORY, UNIT = "category", "unit"
SHARPNESS = 0.5
"""Weights add up as if words were independent, which they are not: shares would be too sure."""
OWN_WORDS = 0.4
"""What the names of the categories count for once something was learned."""
_WEIGHTS = """
SELECT w.word, w.label, w.weight FROM suggestion_weight w JOIN suggestion_model m ON m.task = w.task AND m.speaks
WHERE w.task = %s AND w.word = ANY(%s)
"""
_names: dict[str, Names] = {}


def learned(task: str, words: Iterable[str], limit: int = 3) -> list[Guess]:
    """Return what the words speak for, by what was learned; nothing while the model is silent."""
    said = frozenset(words)
    return weighed(sql.rows(_WEIGHTS, [task, sorted(features(said))]), said, limit)


def weighed(rows: Iterable[dict[str, object]], said: frozenset[str], limit: int = 3) -> list[Guess]:
    """Add up weights of words, and return the labels they speak for, with those of the words that were really said."""
    scores: dict[str, float] = defaultdict(float)
    spoken: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in rows:
        scores[str(row["label"])] += float(row["weight"])  # type: ignore[arg-type]
        if row["word"] in said:
            spoken[str(row["label"])].append((float(row["weight"]), str(row["word"])))  # type: ignore[arg-type]
    return ranked(scores, spoken, limit, sharpness=SHARPNESS)


def by_name(words: Iterable[str], at: datetime, limit: int = 3) -> list[Guess]:
    """Return the categories whose names the words tell of."""
    return names(at).guess(words, limit)


def names(at: datetime) -> Names:
    """Return the words of the categories' names in force; made once per version of the packs."""
    tree = packs.pack("categories", at)
    key = f"{packs.fingerprint()} {tree.version}"
    if key not in _names:
        _names.clear()
        body = tree.body
        _names[key] = names_of(
            [
                Label(code=leaf.code, name=leaf.zh, aliases=leaf.alias, above=tuple(step.zh for step in body.path(leaf.code)[:-1]))
                for leaf in body.leaves
                if not leaf.sensitive
            ]
        )
    return _names[key]


def categories(*, text: str, at: datetime, limit: int = 3) -> list[Guess]:
    """Return the categories a text may be about, best first, with the words that spoke for them; never a sensitive one."""
    words = chinese.told(text)
    return together(learned(CATEGORY, words, 20), by_name(words, at, 20))[:limit]


def together(told: list[Guess], named: list[Guess]) -> list[Guess]:
    """Return both opinions as one; where nothing was learned the names speak alone."""
    if not told:
        return named
    shares: dict[str, float] = defaultdict(float)
    words: dict[str, tuple[str, ...]] = {}
    for weight, guesses in ((1 - OWN_WORDS, told), (OWN_WORDS, named)):
        for guess in guesses:
            shares[guess.label] += weight * guess.share
            words[guess.label] = tuple(dict.fromkeys((*words.get(guess.label, ()), *guess.words)))[:4]
    best = sorted(shares, key=lambda label: (-shares[label], label))
    return [Guess(label=label, share=shares[label], words=words[label]) for label in best]
