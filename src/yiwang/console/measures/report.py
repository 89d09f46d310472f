"""The figures, as lines of Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from yiwang.kernel import chinese
from yiwang.matters.domain.alike import features
from yiwang.matters.domain.likeness import LEAST, Described, Why, likeness
from yiwang.matters.domain.measuring import Measured, Tally, classified, listed
from yiwang.matters.domain.naming import Guess
from yiwang.matters.operations.judging import SHOWN, Worth
from yiwang.matters.operations.training import LEAST_MATTERS, Trained
from yiwang.matters.queries.learned import CATEGORY, by_name, learned, together
from yiwang.policy import queries as packs

from .labelled import Row, read

_DEPTHS = ((0, "the category itself"), (5, "its group (01-02)"), (2, "its top (01)"))
_AROUND = 9
"""Digits of a place that name its township: only matters around are compared."""


def of_file(file: Path, *, at: datetime) -> list[str]:
    """Return the figures of a labelled file."""
    rows = read(file)
    lines = [f"# Suggestions on {file.name}", "", f"{len(rows)} texts. Made by `yiwang suggest evaluate`."]
    if (note := file.with_name("README.md")).exists() and file.parent.name == "samples":
        lines += ["", *note.read_text(encoding="utf-8").splitlines()[2:]]
    if any(row.category for row in rows):
        lines += ["", *_categories([row for row in rows if row.category], at)]
    if any(row.group for row in rows):
        lines += ["", *_groups(rows)]
    return lines


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows)]


def _categories(rows: Sequence[Row], at: datetime) -> list[str]:
    words = [chinese.told(row.text) for row in rows]
    named = [by_name(each, at, 20) for each in words]
    taught = [learned(CATEGORY, each, 20) for each in words]
    ways: list[tuple[str, list[list[Guess]]]] = [("names of the categories alone", named)]
    if any(taught):
        ways += [
            ("learned from this installation", taught),
            ("both together", [together(*pair) for pair in zip(taught, named, strict=True)]),
        ]
    lines = ["## Category of a text", "", f"{len(rows)} texts of {len({row.category for row in rows})} categories.", ""]
    table = [
        [way, what, _share(found.first / found.of), _share(found.among / found.of)]
        for way, guesses in ways
        for depth, what in _DEPTHS
        for found in [_classified(rows, guesses, depth)]
    ]
    lines += _table(["suggested by", "right about", "first", "among three"], table)
    best = _classified(rows, ways[-1][1], 2)
    names = {node.code: node.zh for node in packs.pack("categories", at).body.nodes}
    lines += ["", f"By top of the tree ({ways[-1][0]}):", ""]
    return lines + _table(["top", "texts", "precision", "recall"], [_class(names.get(code, code), tally) for code, tally in best.by_size()])


def _classified(rows: Sequence[Row], guesses: Sequence[Sequence[Guess]], depth: int) -> Measured:
    cases = ((row.category, [guess.label for guess in several]) for row, several in zip(rows, guesses, strict=True))
    return classified(cases, depth=depth)


def _class(name: str, tally: Tally) -> list[str]:
    return [name, str(tally.true), _share(tally.precision), _share(tally.recall)]


def _groups(rows: Sequence[Row]) -> list[str]:
    groups = Counter(row.group for row in rows if row.group)
    lines = [
        "## Matters that are the same",
        "",
        f"{len(groups)} groups of {sum(groups.values())} texts; the others of the township are what they may be taken for by mistake.",
        f"Each text is compared with the earlier ones around it; up to {SHOWN} are suggested.",
        "",
    ]
    table = []
    for way, with_category in (("category known", True), ("category not yet known", False)):
        for least in (LEAST - 0.08, LEAST, LEAST + 0.06):
            whole, first = listed(_compared(rows, least=least, with_category=with_category))
            table.append(
                [
                    way,
                    f"{least:.2f}{' (in use)' if least == LEAST else ''}",
                    _share(whole.precision),
                    _share(whole.recall),
                    _share(first.recall),
                ]
            )
    return lines + _table(["", "likeness from", "precision", "recall", "the first one is right"], table)


def _compared(rows: Sequence[Row], *, least: float, with_category: bool) -> Iterator[tuple[list[str], frozenset[str]]]:
    old = [frozenset(chinese.words(row.text)) for row in rows]
    new = [frozenset(chinese.told(row.text)) for row in rows]
    seen = Counter(word for words in old for word in features(words))
    seen[""] = len(rows)
    order = sorted(range(len(rows)), key=lambda place: (rows[place].day, place))
    for index, place in enumerate(order):
        row = rows[place]
        asked = _described(row, new[place], with_category)
        scored = [
            (likeness(asked, _described(rows[other], old[other], with_category=True), seen).score, str(other))
            for other in order[:index]
            if rows[other].place[:_AROUND] == row.place[:_AROUND]
        ]
        best = sorted(scored, key=lambda each: (-each[0], each[1]))[:SHOWN]
        truth = frozenset(str(other) for other in order[:index] if row.group and rows[other].group == row.group)
        yield [other for score, other in best if score >= least], truth


def _described(row: Row, words: frozenset[str], with_category: bool) -> Described:
    return Described(words=words, place=row.place, category=row.category if with_category else "", day=row.day)


def of_training(trained: Sequence[Trained]) -> list[str]:
    """Return what was learned, and how good it was on what it had not seen."""
    rows = [
        [
            each.task,
            str(each.matters),
            str(each.labels),
            str(each.measured.of),
            _share(each.measured.first / each.measured.of if each.measured.of else None),
            _share(each.measured.among / each.measured.of if each.measured.of else None),
            "speaks" if each.speaks else f"silent: fewer than {LEAST_MATTERS} closed matters",
        ]
        for each in trained
    ]
    return _table(["learned", "matters", "labels", "tested on", "first", "among three", ""], rows)


def of_worth(worth: Mapping[str, Worth], *, replayed: bool) -> list[str]:
    """Return what became of suggestions."""
    how = "worked out anew with what was known at the time, the trained model left out" if replayed else "as kept when people decided"
    lines = ["# What became of suggestions", "", f"{how[0].upper()}{how[1:]}. Made by `yiwang suggest worth`.", ""]
    kinds = {"route": "units for a dispatch", "same": "matters that may be the same, at a merge or link"}
    table = [
        [kinds[kind], str(one.decided), _share(one.first / one.decided), _share(one.among / one.decided), _share(one.silent / one.decided)]
        for kind, one in sorted(worth.items())
    ]
    lines += _table(["suggested", "decisions", "the first was taken", f"one of {SHOWN} was taken", "nothing suggested"], table)
    for kind, one in sorted(worth.items()):
        lines += ["", f"First suggestions of {kinds[kind]}, by reason:", ""]
        rows = [
            [Why.of(why).en, str(tally.suggested), _share(tally.precision)]
            for why, tally in sorted(one.reasons.items(), key=lambda each: -each[1].suggested)
        ]
        lines += _table(["reason", "times", "taken"], rows)
    return lines
