"""What the demo assumes of a month in one city: read from `assumptions.toml`, every figure with its note."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("assumptions.toml")
SHARES = ("channels", "natures", "disputes")
"""Tables whose figures are shares of one whole."""


@dataclass(frozen=True)
class Figure:
    """One assumed figure and where it comes from."""

    value: float | str | list[float]
    note: str


class BadAssumptions(ValueError):
    """The file does not hold together: a figure without a note, or shares that do not add up."""


@dataclass(frozen=True)
class Assumptions:
    """All assumed figures by table and name."""

    tables: dict[str, dict[str, Figure]]

    def share(self, table: str) -> dict[str, float]:
        """Return a table of shares as name → percent."""
        return {name: float(figure.value) for name, figure in self.tables[table].items()}  # type: ignore[arg-type]

    def percent(self, name: str, table: str = "course") -> float:
        """Return one percentage as a probability between 0 and 1."""
        return float(self.tables[table][name].value) / 100  # type: ignore[arg-type]

    def number(self, table: str, name: str) -> int:
        """Return one whole number."""
        return int(self.tables[table][name].value)  # type: ignore[arg-type]

    def list(self, table: str, name: str) -> list[float]:
        """Return one list of figures."""
        return [float(each) for each in self.tables[table][name].value]  # type: ignore[union-attr]

    def day(self, table: str, name: str) -> tuple[int, int]:
        """Return one day of the year as (month, day)."""
        month, day = str(self.tables[table][name].value).split("-")
        return int(month), int(day)


def read(text: str) -> Assumptions:
    """Read and check an assumptions file; raises BadAssumptions naming the figure that is wrong."""
    tables = {
        table: {name: Figure(value=entry.get("value"), note=entry.get("note", "")) for name, entry in figures.items()}
        for table, figures in tomllib.loads(text).items()
    }
    for table, figures in tables.items():
        for name, figure in figures.items():
            if not figure.note or figure.value is None:
                raise BadAssumptions(f"{table}.{name} needs a value and a note")
    assumed = Assumptions(tables)
    for table in SHARES:
        if abs(sum(assumed.share(table).values()) - 100) > 1e-6:
            raise BadAssumptions(f"{table} must add up to 100, not {sum(assumed.share(table).values()):g}")
    return assumed


@cache
def load() -> Assumptions:
    """Return the shipped assumptions."""
    return read(SOURCE.read_text(encoding="utf-8"))
