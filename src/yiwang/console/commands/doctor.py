"""`yiwang doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import click
from rich.console import Console

from yiwang.infra.checkup import Verdict, examine

out = Console(highlight=False, soft_wrap=True)
_COLOURS = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.PROBLEM: "red"}


@click.command("doctor")
def command() -> None:
    """Examine this installation; ends with 1 when something is wrong."""
    problems, unasked = 0, []
    for name, answer in examine():
        if answer.verdict is Verdict.UNASKED:
            unasked.append(name)
            continue
        problems += answer.verdict is Verdict.PROBLEM
        out.print(f"[{_COLOURS[answer.verdict]}]{answer.verdict:<8}[/] {name:<18} ", end="")
        out.print(answer.says, markup=False)
        if answer.remedy:
            out.print(f"{'':<27} → {answer.remedy}", markup=False)
    if unasked:
        out.print(f"not asked until then: {', '.join(unasked)}", markup=False)
    if problems:
        raise click.ClickException(f"{problems} problem{'s' * (problems > 1)}")
    out.print("nothing is wrong")
