"""The table at the end of a run."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass
class Row:
    """What one case came to."""

    name: str
    per_second: float
    p50: float
    p99: float
    web_ms: float
    database_ms: float
    statements: int | None
    aim: float | None
    limit_ms: float | None = None
    """CPU-ms of bare psycopg and the database for the same rows."""
    failed: int = 0

    @property
    def total_ms(self) -> float:
        """CPU-ms per request, all in."""
        return self.web_ms + self.database_ms


def table(rows: list[Row], *, markdown: bool) -> str:
    """Return the rows as a table for the terminal, or in Markdown."""
    return _markdown(rows) if markdown else _terminal(rows)


_HEADS = ("case", "req/s", "p50 ms", "p99 ms", "CPU web", "CPU db", "CPU-ms all", "aim", "× bare psycopg", "SQL")


def _cells(row: Row) -> list[str]:
    ratio = f"{row.total_ms / row.limit_ms:.1f}" if row.limit_ms else ""
    aim = f"{row.aim:g}" if row.aim else ""
    name = f"{row.name} ({row.failed} failed)" if row.failed else row.name
    numbers = [
        f"{row.per_second:.0f}",
        f"{row.p50:.1f}",
        f"{row.p99:.1f}",
        f"{row.web_ms:.2f}",
        f"{row.database_ms:.2f}",
        f"{row.total_ms:.2f}",
    ]
    return [name, *numbers, aim, ratio, "" if row.statements is None else str(row.statements)]


def _terminal(rows: list[Row]) -> str:
    shown = Table(*_HEADS)
    for row in rows:
        shown.add_row(*_cells(row), style="red" if row.failed or (row.aim and row.total_ms > row.aim) else "")
    console = Console(width=150)
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


def _markdown(rows: list[Row]) -> str:
    lines = ["| " + " | ".join(_HEADS) + " |", "|---|" + "---:|" * (len(_HEADS) - 1)]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"
