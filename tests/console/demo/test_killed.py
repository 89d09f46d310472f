"""The sample is lived while web, worker and database server are killed: nothing acknowledged is missing, nothing personal is in clear.

One installation of its own for all of it; takes some minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.infra.test_serving import Serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serving")]

_CHECK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
from yiwang.console.demo import leaks
from yiwang.infra import sql
acks = [line.split("\\t") for line in open(sys.argv[1], encoding="utf-8").read().splitlines()]
there = {(r["number"], r["seq"], r["act"]) for r in sql.rows(
    "SELECT m.number, e.seq, e.act FROM ledger_entry e JOIN matter m ON m.county = e.county AND m.id = e.matter_id")}
print("acknowledged", len(acks), "missing", sum((n, int(s), a) not in there for n, s, a in acks))
people = [tuple(line.split("\\t")) for line in open(sys.argv[2], encoding="utf-8").read().splitlines()]
found = list(leaks.find(people))
print("people", len(people), "leaks", len(found), found[:10])
"""


class Lived(Serving):
    """An installation that is served while its sample is made."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.acks = home / "acks.tsv"
        words = ["demo", "--matters", "400", "--no-serve", "--keep-names", "--under", "37", "--ack-log", str(self.acks)]
        self.output = home / "demo.log"
        with self.output.open("w") as log:
            self.demo = subprocess.Popen([*self._command, *words], env=self.environment, stdout=log, stderr=subprocess.STDOUT)

    def acknowledged(self) -> int:
        return self.acks.read_bytes().count(b"\n") if self.acks.exists() else 0

    def reach(self, acts: int) -> None:
        wait(lambda: self.acknowledged() >= acts or self.demo.poll() is not None, seconds=600)
        assert self.demo.poll() is None, self.output.read_text()[-4000:]


def wait(until: Callable[[], object], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module", name="lived")
def _lived() -> Iterator[Lived]:
    home = Path(tempfile.mkdtemp(prefix="yiwang-lived-"))
    home.chmod(0o755)  # the database's account must get there
    lived = Lived(home)
    try:
        yield lived
    finally:
        lived.demo.kill()
        lived.supervisor.terminate()
        lived.supervisor.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def test_nothing_acknowledged_is_missing_whatever_is_killed(lived: Lived) -> None:
    lived.reach(150)
    for pid in lived.processes("granian")[-1:]:
        os.kill(pid, signal.SIGKILL)
    lived.reach(400)
    os.kill(lived.postmaster(), signal.SIGKILL)
    lived.reach(700)
    for pid in lived.processes("yiwang.console.main worker")[:1]:
        os.kill(pid, signal.SIGKILL)
    lived.reach(1000)
    os.kill(lived.postmaster(), signal.SIGKILL)
    wait(lambda: lived.demo.poll() is not None, seconds=900)
    output = lived.output.read_text()
    assert lived.demo.returncode == 0, output[-4000:]
    tried_again = re.search(r"(\d+) tried again", output)
    assert tried_again
    assert int(tried_again[1]) > 0, "the kills were felt"
    wait(lived.ready, seconds=60)
    checked = subprocess.run(
        [sys.executable, "-c", _CHECK, str(lived.acks), str(lived.home / "demo-names.tsv")],
        env=lived.environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    print(checked)
    assert re.search(r"acknowledged \d{4} missing 0\b", checked), checked
    assert re.search(r"people \d{3,} leaks 0\b", checked), checked

    print(lived.yiwang("ledger", "verify"))  # fails where anything is found
