"""On the wire, against a served installation: half a request, a broken line, a repeated one; nothing is lost, nothing is half-done."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.client import Request, ask
from bench.server import serving

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("serving")

_BUILD = """
import django, json, sys; django.setup()
from pathlib import Path
from datetime import timedelta
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from tests.api import conftest as town_of
from yiwang.api import operations; from yiwang.api.domain.scopes import Scope
from yiwang.infra import clock
from yiwang.policy import operations as policy, queries as packs
from yiwang.regions import operations as regions
file = Path(sys.argv[1])
file.write_text("code,name\\n" + "".join(f"{c},{n}\\n" for c, n in town_of.DIVISIONS.items()))
regions.load_divisions(file=file, on=town_of.FOUNDED.date()); policy.load_shipped()
town = town_of.build()
make = lambda name: operations.issue_token(name=name, appointment=town.appointments[name], scopes=tuple(Scope), at=clock.now()).secret
leaves = packs.pack("categories", clock.now()).body.leaves
told = {"clerk": make("clerk"), "coordinator": make("coordinator"),
        "category": next(n.code for n in leaves if "help" in n.natures)}
print(json.dumps(told))
"""


@dataclass
class Wire:
    """A served town."""

    port: int
    told: dict[str, str]

    def body(self) -> bytes:
        body = {"category": self.told["category"], "place": "370502001001", "narrative": "路灯不亮" * 20, "parties": [{"name": "王秀兰"}]}
        return json.dumps(body, ensure_ascii=False).encode()

    def head(self, length: int | None, key: str, *more: str) -> bytes:
        lines = ["POST /api/v1/matters HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.told['clerk']}"]
        lines += ["Content-Type: application/json", f"Idempotency-Key: {key}", *more]
        lines += [f"Content-Length: {length}"] if length is not None else []
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def matters(self) -> list[dict[str, Any]]:
        status, body = ask(
            Request("GET", "/api/v1/matters?duty=held", headers=(("Authorization", f"Bearer {self.told['coordinator']}"),)), port=self.port
        )
        assert status == 200, body
        return json.loads(body)["items"]


def whole(line: socket.socket) -> tuple[int, bytes]:
    """The status and body of the next answer; (0, b"") when the server hangs up instead."""
    received = b""
    while True:
        more = line.recv(65_536)
        if not more:
            return 0, b""
        received += more
        head, end, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if end and len(body) >= int(length[1] if length else 0):
            return int(head[9:12]), body


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    home = Path(tempfile.mkdtemp(prefix="yiwang-wire-"))
    home.chmod(0o755)  # the database's account must get there
    kept = {key: value for key, value in os.environ.items() if not re.match("YIWANG_|DATABASE_URL|DJANGO_", key)}
    environment = kept | {
        "YIWANG_HOME": str(home),
        "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", _BUILD, str(home / "divisions.csv")]
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True)
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        with serving(workers=1, log=home / "web.log", probe="/readyz") as (port, _pid):
            yield Wire(port, json.loads(done.stdout.splitlines()[-1]))
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(home)


def test_half_a_request_and_away(wire: Wire):
    before, body = len(wire.matters()), wire.body()
    for cut in (0, 1, len(body) // 2, len(body) - 1):
        line = wire.open()
        line.sendall(wire.head(len(body), f"half-a-request-{cut}") + body[:cut])
        line.close()
    time.sleep(0.5)
    assert len(wire.matters()) == before


def test_half_a_request_and_waiting_for_an_answer(wire: Wire):
    before, body = len(wire.matters()), wire.body()
    line = wire.open()
    line.sendall(wire.head(len(body), "half-and-waiting") + body[: len(body) // 2])
    line.shutdown(socket.SHUT_WR)
    status, answer = whole(line)
    line.close()
    assert status in (0, 400), answer
    assert len(wire.matters()) == before


@pytest.mark.parametrize("when", ["while it works", "with the answer on the way"])
def test_a_line_that_breaks_before_the_answer_and_the_same_request_again(wire: Wire, when: str):
    before, body, key = len(wire.matters()), wire.body(), f"a-line-that-breaks-{when.replace(' ', '-')}"
    line = wire.open()
    line.sendall(wire.head(len(body), key) + body)
    if when == "with the answer on the way":
        line.recv(1, socket.MSG_PEEK)
    line.close()
    if when == "with the answer on the way":
        assert len(wire.matters()) == before + 1
    again = wire.open()
    again.sendall(wire.head(len(body), key) + body)
    status, answer = whole(again)
    again.close()
    assert status == 201, answer
    number = json.loads(answer)["number"]
    found = wire.matters()
    assert len(found) == before + 1
    assert number in {row["number"] for row in found}


def test_a_body_in_chunks_is_told_to_state_its_length(wire: Wire):
    before, body = len(wire.matters()), wire.body()
    line = wire.open()
    line.sendall(
        wire.head(None, "a-body-in-chunks", "Transfer-Encoding: chunked") + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    )
    status, answer = whole(line)
    line.close()
    assert (status, json.loads(answer)["code"]) == (411, "length_required")
    assert len(wire.matters()) == before


def test_what_is_too_large_is_refused_before_it_is_sent(wire: Wire):
    before = len(wire.matters())
    line = wire.open()
    line.sendall(wire.head(900_000, "much-too-large") + b"{" + b" " * 300_000)
    status, answer = whole(line)
    line.close()
    assert status in (0, 413), answer
    assert len(wire.matters()) == before


def test_whoever_sends_all_before_listening_hears_the_refusal_too(wire: Wire):
    before = len(wire.matters())
    line = wire.open()
    line.sendall(wire.head(30_000_000, "sends-before-it-listens") + b" " * 30_000_000)
    status, answer = whole(line)
    line.close()
    assert (status, json.loads(answer)["code"]) == (413, "too_large")
    assert len(wire.matters()) == before


def test_the_same_request_eight_times_at_once(wire: Wire):
    before, body = len(wire.matters()), wire.body()
    lines = [wire.open() for _ in range(8)]
    for line in lines:
        line.sendall(wire.head(len(body), "eight-at-once") + body)
    answers = [whole(line) for line in lines]
    for line in lines:
        line.close()
    assert {status for status, _ in answers} == {201}
    assert len({json.loads(body)["number"] for _, body in answers}) == 1
    assert len(wire.matters()) == before + 1
