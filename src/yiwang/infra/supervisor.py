"""Keeps a few processes running: starts them, starts what dies again, stops them all together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
_PR_SET_PDEATHSIG = 1
_QUICK_DEATH = 5.0
_LONGEST_PAUSE = 30.0
_GRACE = 25.0
_LARGEST_LOG = 50 * 1024 * 1024


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies, even by kill -9 (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def until_told(stop: Callable[..., object]) -> None:
    """Call `stop` on Ctrl-C, SIGTERM, and when the terminal goes away (unless that is ignored, as under nohup)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


@dataclass
class Child:
    """A process that ought to run: its name in the logs, its command line."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    """Where its output goes; None: to ours."""
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that what it started can be ended with it."""
        self.begun = time.monotonic()
        with self.log.open("ab") if self.log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen(
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
            )

    def tidy(self) -> None:
        """Keep its log and the one before it within bounds. It appends, so its file may be cut under it."""
        if self.log and self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".1.log"))
            os.truncate(self.log, 0)

    def end(self, number: signal.Signals) -> None:
        """Send a signal to it and to everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Runs `children` until told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self._stop = threading.Event()

    def stop(self, *_: object) -> None:
        """Ask for the end; safe in a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Start everything, start again what dies (at once; ever later when it dies at once again), and end everything at the end."""
        until_told(self.stop)
        try:
            while not self._stop.is_set():
                for child in self.children:
                    self._look_after(child)
                self._stop.wait(0.2)
        finally:
            self._end_all()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        child.tidy()
        if child.process is None:
            if now - child.begun >= child.pause:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        log.warning("supervisor.restarting", child=child.name, code=code)
        child.end(signal.SIGKILL)  # what it left behind: web processes whose parent was killed
        quick = now - child.begun < _QUICK_DEATH
        child.pause = min(max(1.0, child.pause * 2), _LONGEST_PAUSE) if quick else 0.0
        child.process = None

    def _end_all(self) -> None:
        for child in self.children:
            child.end(signal.SIGTERM)
        end = time.monotonic() + _GRACE
        for child in self.children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(timeout=max(0.1, end - time.monotonic()))
            child.end(signal.SIGKILL)
