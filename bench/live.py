"""The live stream with many idle pages: memory of its one process, CPU while nothing happens, and how long news take to all of them.

`script/bench-live --clients 1000` opens that many streams to a process of its own on 127.0.0.1, on the installation's database.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from .meters import cpu_seconds, percentile
from .server import ROOT, free_port

ORIGIN = "http://bench.invalid"
_EVERYBODY, _ONE = "bench:all", "bench:one"
_STANDING = {"role": "coordinator", "user": 1, "own": [7], "blocking": [1, 2, 7], "supervised": "370502"}
_SIGHT = {
    "stakes": [3, 5, 9],
    "above": [2, 3],
    "area": "370502001",
    "registered_by": 4,
    "accusation": False,
    "blocked_units": [],
    "blocked_users": [],
}
"""As `matters.access` asks it of every page and every piece of news."""


class Page:
    """One open page: what it heard, and when."""

    def __init__(self) -> None:
        self.heard: dict[int, float] = {}
        self.ready = asyncio.Event()

    async def open(self, port: int, ticket: str) -> None:
        """Listen until the stream ends."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        body = f"{ticket}\n".encode()
        head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {ORIGIN}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        number = -1
        try:
            while line := await reader.readline():
                if line.startswith(b"event: hello"):
                    self.ready.set()
                elif line.startswith(b"data: ") and b'"turn":' in line:
                    number = int(line.split(b'"turn":')[1].split(b"}")[0])
                    self.heard[number] = time.perf_counter()
        finally:
            writer.close()


def ticket(user: int, *, one: bool) -> str:
    """Return a ticket that lasts for the run."""
    from django.conf import settings

    from yiwang.live.domain import tickets

    topics = {_EVERYBODY: "queue", **({_ONE: "notice"} if one else {})}
    given = tickets.Ticket(topics=topics, rights=_STANDING, who=tickets.Who(user), origin=ORIGIN, until=time.time() + 600)
    return tickets.sign(given, key=settings.SECRET_KEY.encode())


@contextmanager
def served(port: int, log: Path) -> Iterator[int]:
    """Serve the stream as `yiwang serve` does; yield the pid."""
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--backlog", "2048", "--no-ws", "--workers-kill-timeout", "2", "--log-level", "warning", "config.live:application"]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def resident(root: int) -> float:
    """Return the megabytes that a process and its children really use (their shared pages counted once)."""
    family = [root, *(int(pid) for pid in Path(f"/proc/{root}/task/{root}/children").read_text().split())]
    total = 0
    for pid in family:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(next(line.split()[1] for line in rolled.splitlines() if line.startswith("Pss:")))
    return total / 1024


async def run(*, clients: int, turns: int, port: int, pid: int) -> None:
    """Open the pages, wait, tell, and print what it cost."""
    for _ in range(200):
        with contextlib.suppress(OSError):
            await asyncio.open_connection("127.0.0.1", port)
            break
        await asyncio.sleep(0.1)
    empty = resident(pid)
    pages = [Page() for _ in range(clients)]
    tasks = [asyncio.create_task(page.open(port, ticket(1 + number // 20, one=number == 0))) for number, page in enumerate(pages)]
    await asyncio.wait_for(asyncio.gather(*(page.ready.wait() for page in pages)), 60)
    full = resident(pid)
    begun, spent = time.perf_counter(), cpu_seconds(pid)
    await asyncio.sleep(10)
    idle = (cpu_seconds(pid) - spent) / (time.perf_counter() - begun)
    each = (full - empty) * 1024 / clients
    click.echo(f"{clients} idle pages: {full:.0f} MB in all ({empty:.0f} MB without them, {each:.1f} KB a page), {idle:.2%} of a core")
    for name, topic, listening in (("one page", _ONE, pages[:1]), ("every page", _EVERYBODY, pages)):
        delays = []
        for turn in range(turns):
            number = turn if topic == _ONE else turns + turn
            told = await asyncio.to_thread(tell, topic, number)
            await asyncio.sleep(0.3)
            delays += [(page.heard[number] - told) * 1000 for page in listening if number in page.heard]
        lost = turns * len(listening) - len(delays)
        at = f"p50 {percentile(delays, 0.5):.1f} ms, p99 {percentile(delays, 0.99):.1f} ms after the commit"
        click.echo(f"news to {name}: {at}; {lost} not heard within 0.3 s")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def tell(topic: str, number: int) -> float:
    """Tell one thing, as the worker does; return the moment before its commit."""
    from django.db import connection, transaction

    from yiwang.live.operations import Telling, publish

    with transaction.atomic():
        publish([Telling(topics=(topic,), body={"turn": number}, audience=_SIGHT)])
        told = time.perf_counter()
    connection.close()
    return told


@click.command()
@click.option("--clients", default=1000, show_default=True, type=click.IntRange(1, 5000))
@click.option("--turns", default=20, show_default=True, type=click.IntRange(1, 200), help="How often something is told.")
def main(clients: int, turns: int) -> None:
    """Open many streams, tell something, print memory, idle CPU and delay."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    import django

    django.setup()
    from django.conf import settings

    port = free_port()
    with served(port, Path(settings.HOME) / "bench-live.log") as pid:
        asyncio.run(run(clients=clients, turns=turns, port=port, pid=pid))


if __name__ == "__main__":
    main()
