"""The command line `yiwang`: finds the commands of `yiwang.console.commands` and sets Django up when one really runs."""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import signal
import sys
from typing import Any

import click
from django.core.exceptions import ImproperlyConfigured

from yiwang import __version__
from yiwang.infra.postgres.account import ServerTrouble

from . import commands

_SERVING = {"serve", "worker"}
"""Commands that answer people all day: their transactions are cut off after a minute. The others may load a country."""


class Yiwang(click.Group):
    """A group whose members are the modules of `yiwang.console.commands`, loaded when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        found = {module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__) if not module.name.startswith("_")}
        return sorted(found | set(super().list_commands(ctx)))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of that name; None when there is none."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        if cmd_name not in self.list_commands(ctx):
            return None
        set_up(long_transactions=cmd_name not in _SERVING)
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


def set_up(*, long_transactions: bool) -> None:
    """Configure Django once. `long_transactions` lifts the one-minute limit that web and worker live under."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if long_transactions:
        os.environ.setdefault("YIWANG_TRANSACTION_TIMEOUT", "0")
    import django  # here, so that `yiwang --version` and completion stay quick
    from django.apps import apps

    if not apps.ready:
        django.setup()


@click.group(cls=Yiwang, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="yiwang")
def cli() -> None:
    """Yiwang 一网: the software of a governance centre."""


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `yiwang manage migrate`."""
    set_up(long_transactions=True)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["yiwang manage", *arguments])


def main(arguments: list[str] | None = None) -> Any:
    """Entry point of the command line."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores SIGHUP: so do we then
            signal.signal(number, _end)
    try:
        return cli.main(args=arguments, prog_name="yiwang")
    except Exception as trouble:
        if told := _told(trouble):  # for people: what is wrong and what to do
            sys.exit(f"yiwang: {told}")
        raise


def _told(trouble: Exception) -> str:
    """Return what to say of a trouble that is not a fault of the program; "" for every other."""
    if isinstance(trouble, ImproperlyConfigured | ServerTrouble):
        return str(trouble)
    if isinstance(trouble, OSError) and trouble.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}:
        return f"{trouble.filename or 'the disk'}: {trouble.strerror}\n  → make room, or give the folder to the account that runs Yiwang"
    from django.db import OperationalError, ProgrammingError  # here, for the same reason
    from psycopg import OperationalError as Unwrapped  # COPY comes past Django
    from psycopg.errors import UndefinedColumn, UndefinedTable

    from yiwang.infra.postgres import own

    if isinstance(trouble, OperationalError | Unwrapped):
        return f"the database: {own.unreachable(trouble)}"
    if isinstance(trouble, ProgrammingError) and isinstance(trouble.__cause__, UndefinedColumn | UndefinedTable):
        return "the database's tables are not those of this version\n  → run `script/yiwang setup`"
    return ""


def _end(*_: object) -> None:
    """SIGTERM and SIGHUP end a command as Ctrl-C does, so that it leaves the database properly and, as the last, stops it."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
