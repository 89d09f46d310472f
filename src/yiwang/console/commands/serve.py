"""`yiwang serve`: the pages, the API and the worker, looked after together."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from rich.console import Console

from yiwang.console.installation import unapplied
from yiwang.infra.postgres.base import make_sure
from yiwang.infra.supervisor import Child, Supervisor

out = Console(highlight=False)
_PATIENCE = 3.0
"""Seconds that a taken port is given to become free."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for every one.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each web process.")
@click.option("--live-port", type=click.IntRange(0, 65535), help="Where the live stream listens; 0 for no stream.  [default: port + 100]")
@click.option("--no-worker", is_flag=True, help="Leave the worker to another `yiwang worker`.")
@click.option("--logs", default="", metavar="FOLDER", help="Where logs go; '-' for this terminal.  [default: log in the home]")
def command(host: str, port: int, processes: int, threads: int, live_port: int | None, no_worker: bool, logs: str) -> None:
    """Serve the installation until Ctrl-C; what dies is started again."""
    _refuse_taken(host, port)
    make_sure()
    if missing := unapplied():
        raise click.ClickException(f"{missing} database migrations are not applied: run `script/yiwang setup` first")
    call_command("collectstatic", interactive=False, verbosity=0)
    supervised = {"YIWANG_SUPERVISED": "1"}
    stream = _stream_port(host, port, live_port)
    stream_at = {"YIWANG_LIVE": settings.LIVE or (f":{stream}" if stream else "")}
    children = [Child("web", _web(host, port, processes, threads), supervised | stream_at, _log(logs, "web"))]
    if stream:
        children.append(Child("live", _live(host, stream), supervised, _log(logs, "live")))
    if not no_worker:
        children.append(Child("worker", [sys.executable, "-m", "yiwang.console.main", "worker"], {}, _log(logs, "worker")))
    threading.Thread(target=_tell_when_ready, args=(host, port), daemon=True).start()
    Supervisor(children).run()
    out.print("stopped")


def _refuse_taken(host: str, port: int) -> None:
    """Is the address free? Web processes share a port among themselves, and would with those of another installation as well."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_server((host, port), family=family).close()
            return
        except OSError as trouble:
            # Right after an installation was killed its last processes are still on their way out.
            if trouble.errno != errno.EADDRINUSE or time.monotonic() > end:
                raise click.ClickException(
                    f"{host} port {port} cannot be had: {trouble.strerror}; choose another --host or --port"
                ) from None
        time.sleep(0.2)


def _stream_port(host: str, port: int, asked: int | None) -> int:
    """Return the port of the live stream: the one asked for, or 0 for none; else one beside that of the pages, or any that is free."""
    if asked is not None:
        if asked:
            _refuse_taken(host, asked)
        return asked
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (port + 100 if port + 100 < 65536 else 0, 0):
        with contextlib.suppress(OSError), socket.create_server((host, candidate), family=family) as free:
            return int(free.getsockname()[1])
    raise click.ClickException(f"{host} has no free port for the live stream; --live-port 0 goes without")


def _live(host: str, port: int) -> list[str]:
    options = {
        "--interface": "asgi",
        "--host": host,
        "--port": str(port),
        "--workers": "1",
        "--backlog": "2048",
        "--respawn-interval": "0.5",
        "--workers-kill-timeout": "2",  # streams never end by themselves; pages come back to the next process
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers", "config.live:application"]


def _log(folder: str, name: str) -> Path | None:
    if folder == "-":
        return None
    place = Path(folder) if folder else Path(settings.HOME) / "log"
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{name}.log"


def _web(host: str, port: int, processes: int, threads: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(processes),
        "--blocking-threads": str(threads),
        "--blocking-threads-idle-timeout": "600",  # a thread that ends takes its database connection with it
        "--backlog": "1024",
        "--respawn-interval": "0.5",
        "--workers-kill-timeout": "20",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", "config.wsgi:application"]


def _tell_when_ready(host: str, port: int) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    for _ in range(300):
        try:
            with contextlib.suppress(urllib.error.HTTPError):  # an answer, if only that it is known by other names (YIWANG_HOSTS)
                urllib.request.urlopen(f"{address}healthz", timeout=2).close()  # noqa: S310 - our own address
            out.print(f"Yiwang is open at [bold]{address}[/bold]  (Ctrl-C ends it)")
            return
        except OSError:
            time.sleep(0.1)
    out.print(f"[red]no answer at {address}[/red]: the logs say why.")
