"""`yiwang docs`: documents made from the code, so that they cannot say anything else."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings

from yiwang.console import documents


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every generated document: where it lies and what it ought to say."""
    for module in pkgutil.iter_modules(documents.__path__):
        made = importlib.import_module(f"{documents.__name__}.{module.name}")
        yield Path(settings.BASE) / made.FILE, made.text().rstrip() + "\n"


@click.group("docs")
def command() -> None:
    """Documents made from the code."""


@command.command("build")
def build() -> None:
    """Write every generated document."""
    for file, text in generated():
        file.parent.mkdir(parents=True, exist_ok=True)
        changed = not file.exists() or file.read_text() != text
        if changed:
            file.write_text(text)
        click.echo(f"{'written ' if changed else 'the same'} {file.relative_to(settings.BASE)}")


@command.command("check")
def check() -> None:
    """Fail when a generated document no longer says what the code does."""
    stale = 0
    for file, text in generated():
        there = file.read_text() if file.exists() else ""
        if there == text:
            continue
        stale += 1
        name = str(file.relative_to(settings.BASE))
        lines = list(difflib.unified_diff(there.splitlines(), text.splitlines(), name, f"{name} as the code has it", lineterm="", n=1))
        click.echo("\n".join(lines[:40]))
    if stale:
        raise click.ClickException(f"{stale} documents are out of date: run `script/yiwang docs build` and look at what changed")
