"""docs/commands.md: every command with its options, as `--help` says them."""

from __future__ import annotations

import click

from yiwang.console.main import cli

FILE = "docs/commands.md"
_HEAD = """# Commands

`script/yiwang COMMAND …` runs a command in the project's environment, which is set up on first use.
This page is made by `script/yiwang docs build`.
"""


def text() -> str:
    """Return the page."""
    context = click.Context(cli, info_name="yiwang", **cli.context_settings)
    parts = [_HEAD]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            parts += _command(command, f"yiwang {name}", context)
    return "\n".join(parts)


def _command(command: click.Command, name: str, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=name.rsplit(maxsplit=1)[-1], parent=parent, max_content_width=110, terminal_width=110)
    if isinstance(command, click.Group):
        parts = [f"## {name}\n\n{(command.help or '').strip()}\n"]
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                parts += _command(found, f"{name} {child}", context)
        return parts
    return [f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"]
