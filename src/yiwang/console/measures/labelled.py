"""Labelled texts: a CSV file with `text` and `category` or `group`, perhaps `place` and `day`."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec

MOST = 100_000


class Unreadable(ValueError):
    """The file is not what it should be; the message says what to do."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One text with what is true of it."""

    text: str
    category: str = ""
    group: str = ""
    place: str = ""
    day: int = 0


def read(file: Path) -> list[Row]:
    """Return the rows; raises Unreadable with the line that is wrong."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            columns = set(table.fieldnames or ())
            if "text" not in columns or not columns & {"category", "group"}:
                raise Unreadable(f"{file.name}: the first line must name the columns text, and category or group")
            return [_row(values, line) for line, values in enumerate(table, 2)][:MOST]
    except UnicodeDecodeError as problem:
        raise Unreadable(f"{file.name}: not UTF-8 (octet {problem.start}); save it as UTF-8") from problem
    except csv.Error as problem:
        raise Unreadable(f"{file.name}: {problem}") from problem


def _row(values: dict[str, str], line: int) -> Row:
    day = (values.get("day") or "0").strip()
    if not day.lstrip("-").isdigit():
        raise Unreadable(f"line {line}: day must be a number, not {day!r}")
    if not (values.get("text") or "").strip():
        raise Unreadable(f"line {line}: the text is empty")
    named = {name: (values.get(name) or "").strip() for name in ("category", "group", "place")}
    return Row(text=values["text"], day=int(day), **named)
