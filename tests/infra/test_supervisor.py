"""The supervisor: what dies is started again, at first at once, then ever later; at the end nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from yiwang.infra import supervisor
from yiwang.infra.supervisor import Child, Supervisor


def child(folder: Path, name: str, code: str) -> Child:
    return Child(name, [sys.executable, "-c", f"import os, time; open({str(folder / name)!r}, 'a').write(f'{{os.getpid()}}\\n'); {code}"])


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_it_keeps_them_running_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # pytest's own stay
    spawns = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
    steady, parent = child(tmp_path, "steady", "time.sleep(60)"), child(tmp_path, "parent", spawns)
    watched = Supervisor([steady, parent])
    thread = threading.Thread(target=watched.run)
    thread.start()

    def await_starts(name: str, count: int) -> list[int]:
        for _ in range(200):
            if len(pids(tmp_path / name)) >= count:
                break
            time.sleep(0.05)
        return pids(tmp_path / name)

    first = await_starts("steady", 1)
    assert len(first) == 1
    os.kill(first[0], signal.SIGKILL)
    again = await_starts("steady", 2)
    assert len(again) == 2
    await_starts("parent", 1)
    watched.stop()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert not any(alive(pid) for name in ("steady", "parent") for pid in pids(tmp_path / name))


def test_what_dies_at_once_is_started_ever_later(tmp_path: Path) -> None:
    hasty = child(tmp_path, "hasty", "raise SystemExit(3)")
    watched, pauses = Supervisor([hasty]), []
    for _ in range(3):
        hasty.start()
        assert hasty.process is not None
        hasty.process.wait()
        watched._look_after(hasty)
        pauses.append(hasty.pause)
    assert pauses == [1.0, 2.0, 4.0]


def test_logs_are_kept_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_LARGEST_LOG", 10)
    talker = Child("talker", ["true"], log=tmp_path / "talker.log")
    (tmp_path / "talker.log").write_text("0123456789ab")
    talker.tidy()
    assert (tmp_path / "talker.log").read_text() == ""
    assert (tmp_path / "talker.1.log").read_text() == "0123456789ab"


_SUPERVISED = """
import signal, sys
from yiwang.infra.supervisor import Child, Supervisor
if sys.argv[2:]:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
code = f"import os, time; open({sys.argv[1]!r}, 'w').write(str(os.getpid())); time.sleep(60)"
Supervisor([Child("steady", [sys.executable, "-c", code])]).run()
"""


def supervised(file: Path, *words: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", _SUPERVISED, str(file), *words])
    while not pids(file):
        assert process.poll() is None
        time.sleep(0.05)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_wish_to_end_ends_all(tmp_path: Path, number: signal.Signals) -> None:
    process = supervised(tmp_path / "steady")
    process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert not alive(*pids(tmp_path / "steady"))


def test_under_nohup_it_outlives_the_terminal(tmp_path: Path) -> None:
    process = supervised(tmp_path / "steady", "nohup")
    process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert process.poll() is None
    process.terminate()
    assert process.wait(timeout=30) == 0


def test_a_killed_supervisor_takes_all_along(tmp_path: Path) -> None:
    process = supervised(tmp_path / "steady")
    process.kill()
    process.wait()
    for _ in range(200):
        if not alive(*pids(tmp_path / "steady")):
            break
        time.sleep(0.05)
    assert not alive(*pids(tmp_path / "steady"))
