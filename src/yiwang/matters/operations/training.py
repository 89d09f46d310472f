"""Learning from the installation's own closed matters: which words speak for which category and unit, as a table of weights.

Complement naive Bayes on words (scikit-learn), of which only the weights of words that were really said of a label are kept: what it
learned can be read, and every suggestion names the words that spoke for it. Family, violence, minors and accusations are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from yiwang.centers import queries as centers
from yiwang.infra import sql

from ..domain.alike import features
from ..domain.measuring import Measured, classified
from ..domain.naming import Guess
from ..queries.learned import CATEGORY, UNIT, weighed
from ..queries.suggest import profile

LEAST_MATTERS = 200
"""Closed matters below which a model stays silent."""
LEAST_OF_LABEL = 5
"""Matters of a category or unit below which it is not learned."""
LEAST_LABELS = 3
MOST = 50_000
"""Newest matters that are learned from."""
KEPT_BACK = 0.2
"""Share of the newest that the model is tested on before it learns from them too."""
_LEAST_WEIGHT = 0.2

Said = tuple[frozenset[str], str]
"""Words and label of one matter."""
_CLOSED = """
SELECT tsvector_to_array(ts_filter(s.words, '{a,c}')) AS words, m.category,
       (SELECT o.unit FROM matter_order o WHERE o.county = m.county AND o.matter_id = m.id AND o.lead AND o.parent = ''
        AND o.state = 'confirmed' ORDER BY o.key DESC LIMIT 1) AS unit
FROM matter m JOIN matter_search s ON s.county = m.county AND s.matter_id = m.id
WHERE m.state IN ('closed', 'archived') AND NOT m.sensitive AND m.nature <> 'accusation' ORDER BY m.id DESC LIMIT %s
"""


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """What training came to."""

    task: str
    matters: int
    labels: int
    measured: Measured
    """On the newest matters, which it had not seen."""
    speaks: bool


def train(*, at: datetime) -> list[Trained]:
    """Learn anew from what is closed, category and unit; what was learned before is replaced in one transaction."""
    rows = sql.rows(_CLOSED, [MOST])
    units = centers.units({row["unit"] for row in rows if row["unit"] is not None})
    return [
        _train(CATEGORY, [(frozenset(row["words"]), row["category"]) for row in rows], at),
        _train(UNIT, [(frozenset(row["words"]), profile(units[row["unit"]])) for row in rows if row["unit"] in units], at),
    ]


def _train(task: str, said: Sequence[Said], at: datetime) -> Trained:
    known = _frequent(said)
    back = int(len(known) * KEPT_BACK)
    measured = _tested(known[back:], known[:back]) if back else Measured()
    labels = len({label for _, label in known})
    speaks = len(known) >= LEAST_MATTERS and labels >= LEAST_LABELS
    _write(task, weights(known) if speaks else [], measured, at, matters=len(known), labels=labels, speaks=speaks)
    return Trained(task=task, matters=len(known), labels=labels, measured=measured, speaks=speaks)


def _frequent(said: Sequence[Said]) -> list[Said]:
    counts = Counter(label for _, label in said)
    return [each for each in said if counts[each[1]] >= LEAST_OF_LABEL]


def _tested(learn: Sequence[Said], test: Sequence[Said]) -> Measured:
    """Learn from the older, and see how the newer are told."""
    table: dict[str, list[dict[str, object]]] = {}
    for word, label, weight in weights(learn):
        table.setdefault(word, []).append({"word": word, "label": label, "weight": weight})
    return classified((label, [guess.label for guess in _told(table, words)]) for words, label in test)


def _told(table: Mapping[str, list[dict[str, object]]], words: frozenset[str]) -> list[Guess]:
    return weighed([row for word in features(words) for row in table.get(word, ())], words)


def weights(said: Sequence[Said]) -> list[tuple[str, str, float]]:
    """Return (word, label, weight): how much a word speaks for a label beside the others, where it was said of it at all."""
    if len({label for _, label in said}) < LEAST_LABELS:
        return []
    from sklearn.feature_extraction import DictVectorizer  # a second and a hundred megabytes: only who learns pays
    from sklearn.naive_bayes import ComplementNB

    vectorizer = DictVectorizer(sparse=True)
    counts = vectorizer.fit_transform([dict.fromkeys(features(words), 1.0) for words, _ in said])
    model = ComplementNB(alpha=0.5).fit(counts, [label for _, label in said])
    speaking = model.feature_log_prob_ - model.feature_log_prob_.mean(axis=0)
    words = vectorizer.get_feature_names_out()
    kept: list[tuple[str, str, float]] = []
    for place, label in enumerate(model.classes_):
        heard = model.feature_count_[place] > 0
        kept += [
            (str(words[column]), str(label), round(float(speaking[place, column]), 4))
            for column in heard.nonzero()[0]
            if speaking[place, column] > _LEAST_WEIGHT
        ]
    return kept


@transaction.atomic
def _write(task: str, table: Sequence[tuple[str, str, float]], measured: Measured, at: datetime, **told: Any) -> None:
    sql.execute("DELETE FROM suggestion_weight WHERE task = %s", [task])
    if table:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO suggestion_weight (task, word, label, weight)"
                " SELECT %s, r.* FROM unnest(%s::text[], %s::text[], %s::float8[]) AS r",
                [task, *(list(column) for column in zip(*table, strict=True))],
            )
    whole = measured.of or 1
    sql.execute(
        "INSERT INTO suggestion_model AS m (task, trained, matters, labels, tested, first, among, speaks)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (task) DO UPDATE SET trained = EXCLUDED.trained, matters = EXCLUDED.matters,"
        " labels = EXCLUDED.labels, tested = EXCLUDED.tested, first = EXCLUDED.first, among = EXCLUDED.among, speaks = EXCLUDED.speaks",
        [task, at, told["matters"], told["labels"], measured.of, measured.first / whole, measured.among / whole, told["speaks"]],
    )
