"""`yiwang serve` goes on by itself whatever is killed: web process, worker, the database server, and at the end leaves nothing running."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.xdist_group("serving")  # one installation for all of them


class Serving:
    """An installation of its own, served."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        kept = {key: value for key, value in os.environ.items() if not re.match("YIWANG_|DATABASE_URL|DJANGO_", key)}
        self.home = home
        self.environment = {**kept, "YIWANG_HOME": str(home), "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
        self.yiwang("setup", "--without-divisions")
        self.supervisor = subprocess.Popen(
            [*self._command, "serve", "--port", str(self.port), "--processes", "1"], env=self.environment, stdout=subprocess.DEVNULL
        )

    _command = (sys.executable, "-m", "yiwang.console.main")

    def yiwang(self, *words: str) -> str:
        return subprocess.run([*self._command, *words], env=self.environment, check=True, capture_output=True, text=True).stdout

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return json.load(answer) == {"database": "ready"}
        except (OSError, ValueError):
            return False

    def processes(self, words: str) -> list[int]:
        """Numbers of the running processes below the supervisor whose command line holds `words`."""
        listed = running()

        def ours(pid: int) -> bool:
            while pid in listed and pid != self.supervisor.pid:
                pid = listed[pid][0]
            return pid == self.supervisor.pid

        return [pid for pid, (_, command) in listed.items() if words in command and ours(pid)]

    def postmaster(self) -> int:
        return int((self.home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def running() -> dict[int, tuple[int, str]]:
    """Number → (number of the parent, command line) of every process that lives."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent), command
    return found


def within(seconds: float, holds: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    folder = Path(tempfile.mkdtemp(prefix="yiwang-serving-"))
    folder.chmod(0o755)
    served = Serving(folder / "home")
    assert within(120, served.ready), (folder / "home/log/web.log").read_text()
    yield served
    served.supervisor.send_signal(signal.SIGTERM)
    served.supervisor.wait(timeout=60)
    leftovers = [command for _, command in running().values() if str(folder) in command]
    shutil.rmtree(folder)
    assert leftovers == [], "something still runs after the end"


def test_the_database_server_is_killed(serving: Serving) -> None:
    before = serving.postmaster()
    os.kill(before, signal.SIGKILL)
    assert within(60, serving.ready)
    assert within(60, lambda: serving.postmaster() != before)


def test_the_web_process_is_killed(serving: Serving) -> None:
    assert within(60, lambda: len(serving.processes("config.wsgi")) == 2)
    parent, child = sorted(serving.processes("config.wsgi"))
    os.kill(child, signal.SIGKILL)
    assert within(60, serving.ready)
    os.kill(parent, signal.SIGKILL)
    assert within(60, lambda: parent not in serving.processes("config.wsgi") and serving.ready())


def test_the_worker_is_killed_and_its_successor_works(serving: Serving) -> None:
    assert within(60, lambda: serving.processes("main worker"))
    (worker,) = serving.processes("main worker")
    os.kill(worker, signal.SIGKILL)
    assert within(60, lambda: serving.processes("main worker") not in ([], [worker]))
    queue = "from yiwang.infra.jobs import forget_old; forget_old.defer(timestamp=0)"
    serving.yiwang("manage", "shell", "--verbosity", "0", "-c", queue)
    os.kill(serving.postmaster(), signal.SIGKILL)  # and the database once more, while it ought to work
    count = "from yiwang.infra import sql; print(sql.scalar('SELECT count(*) FROM procrastinate_jobs'))"
    assert within(120, lambda: serving.yiwang("manage", "shell", "--verbosity", "0", "-c", count).strip() == "0")


def test_the_doctor_finds_nothing_wrong(serving: Serving) -> None:
    examined = subprocess.run([*serving._command, "doctor"], env=serving.environment, capture_output=True, text=True, check=False)
    answers = re.findall(r"^(ok|note|problem)\s+(\S+(?: \S+)*)  ", examined.stdout, re.MULTILINE)
    found = {name: verdict for verdict, name in answers}
    assert found["database"] == found["worker"] == found["tables"] == found["keys"] == found["chinese words"] == "ok", examined.stdout
    assert found["divisions"] == "problem"  # none were loaded here
    assert examined.returncode == 1


def test_the_live_stream_is_killed(serving: Serving) -> None:
    assert within(60, lambda: len(serving.processes("config.live")) == 2)
    before = serving.processes("config.live")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert within(60, lambda: len(serving.processes("config.live")) == 2 and not set(serving.processes("config.live")) & set(before))
    count = "from yiwang.infra import sql; print(sql.scalar(\"SELECT count(*) FROM heartbeat WHERE name = 'live'\"))"
    assert within(60, lambda: serving.yiwang("manage", "shell", "--verbosity", "0", "-c", count).strip() == "1")  # it listens


def test_a_port_that_is_taken_is_not_shared(serving: Serving) -> None:
    command = [*serving._command, "serve", "--port", str(serving.port)]
    second = subprocess.run(command, env=serving.environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"port {serving.port} cannot be had" in second.stderr
    assert serving.ready()
