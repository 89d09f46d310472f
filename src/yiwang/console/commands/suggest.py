"""`yiwang suggest`: how good suggestions are on labelled texts, what the installation learned, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from yiwang.console import installation
from yiwang.console.measures import report
from yiwang.console.measures.labelled import Unreadable
from yiwang.infra.clock import now
from yiwang.matters.operations import judging, training

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "suggestions.csv"


@click.group()
def command() -> None:
    """Suggestions: matters that may be the same, who should handle it, which category; measured, not believed."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=SAMPLE)
@click.option("--into", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures to this file, too.")
def evaluate(file: Path, into: Path | None) -> None:
    """Print precision and recall on a labelled FILE (by default the sample that ships).

    A CSV file with the column `text` and the column `category` or `group`, or both; `place` and `day` are read where they are there.
    """
    try:
        lines = report.of_file(file, at=now())
    except Unreadable as problem:
        raise click.ClickException(str(problem)) from problem
    _print(lines, into)


@command.command()
def train() -> None:
    """Learn anew from the closed matters of this installation. Below 200 of them nothing is learned and nothing is said."""
    _print(report.of_training(training.train(at=now())), None)


@command.command()
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650), help="Decisions of how many days.")
@click.option("--replay", is_flag=True, help="First work out what would have been suggested for every decision there is.")
@click.option("--into", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures to this file, too.")
def worth(days: int, replay: bool, into: Path | None) -> None:
    """Print how often what people decided had been suggested."""
    if replay:
        with installation.progress() as display:
            task = display.add_task("decisions 决定", total=None)
            judging.replay(progress=lambda done: display.update(task, completed=done))
    _print(report.of_worth(judging.worth(since=now() - timedelta(days=days)), replayed=replay), into)


def _print(lines: list[str], into: Path | None) -> None:
    text = "\n".join(lines)
    click.echo(text)
    if into is not None:
        into.write_text(text + "\n", encoding="utf-8")
        click.echo(f"written to {into}", err=True)
