"""What a command says when something outside the program is wrong: one line and what to do, never a trace; and how it ends."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError

from yiwang.console import main

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("trouble", "says", "remedy"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/srv/yiwang/log"), "/srv/yiwang/log: Permission denied", "give the folder"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk: No space left on device", "make room"),
        (OperationalError("could not extend file: No space left on device\nHINT: x"), "could not extend file", "room on the disk"),
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), "could not extend file", "room on the disk"),
    ],
)  # fmt: skip
def test_troubles_from_outside_are_told(trouble: Exception, says: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise trouble

    monkeypatch.setattr(main.cli, "main", fails)
    with pytest.raises(SystemExit) as ended:
        main.main([])
    assert says in str(ended.value)
    assert remedy in str(ended.value)
    assert "HINT" not in str(ended.value)


def test_tables_of_another_version_are_told() -> None:
    trouble = ProgrammingError("relation does not exist")
    trouble.__cause__ = psycopg.errors.UndefinedTable()
    assert "yiwang setup" in main._told(trouble)


@pytest.mark.parametrize("trouble", [ValueError("x"), ProgrammingError("syntax"), FileNotFoundError(errno.ENOENT, "none", "x")])
def test_faults_of_ours_keep_their_trace(trouble: Exception) -> None:
    assert main._told(trouble) == ""


_WAITS = """
import atexit, pathlib, sys, time
from yiwang.console import main
def wait(**_):
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(60)
main.cli.main = wait
atexit.register(lambda: print("left properly"))
main.main([])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_leaves_properly(tmp_path: Path, number: signal.Signals) -> None:
    environment = os.environ | {"PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    command = [sys.executable, "-c", _WAITS, str(tmp_path / "waits")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "waits").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        assert process.communicate(timeout=30)[0] == "left properly\n"
        assert process.returncode > 0
