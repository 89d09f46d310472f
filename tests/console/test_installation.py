"""Long commands tell how far they are, on a terminal and in a log."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import TextColumn

from yiwang.console.installation import Lines


def test_a_log_gets_a_line_now_and_then_and_not_one_for_every_step() -> None:
    moments = iter([0.0, 1.0, 11.0, 11.0, 12.0, 13.0])
    written = io.StringIO()
    display = Lines(TextColumn("{task.description}"), console=Console(file=written, width=80), clock=lambda: next(moments))
    task = display.add_task("一个月的事", total=32)
    for day in (1, 2, 3, 4):
        display.update(task, completed=day)
    assert written.getvalue().split() == ["一个月的事", "2", "/", "32"]
