"""The embedded server lives through what happens to processes: crowds, kills, forks, zombies, private folders, other accounts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from yiwang.infra.postgres.account import Account, ServerTrouble
from yiwang.infra.postgres.binaries import find_programs
from yiwang.infra.postgres.server import ROLE, EmbeddedServer

PROJECT = Path(__file__).resolve().parents[2]
AS_ROOT = os.geteuid() == 0
PACKAGES = Path(psycopg.__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{PROJECT / 'src'}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"}

USER = """
import os, sys
from pathlib import Path
import psycopg
from yiwang.infra.postgres.server import ROLE, EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
server.ensure()
def ask(question):
    with psycopg.connect(host=str(server.sockets), port=server.port, user=ROLE, dbname="postgres", autocommit=True) as connection:
        done = connection.execute(question)
        return done.fetchone()[0] if done.description else done.statusmessage
print("in", flush=True)
for line in sys.stdin:
    print(eval(line), flush=True)
"""
"""A process that joins the server and then answers what it is asked, one Python expression a line."""


def python_for(account: dict[str, object]) -> str:
    """A Python that this account may run, with our packages; ours often lies below root's private folder."""
    for candidate in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        with suppress(OSError):
            probe = [candidate, "-c", "import psycopg, yiwang.infra.postgres.server"]
            if subprocess.run(probe, env=ENVIRONMENT, capture_output=True, check=False, **account).returncode == 0:  # type: ignore[call-overload]
                return candidate
    pytest.skip("no Python with our packages lies where another account can reach it")


class User:
    """A process that uses the server."""

    def __init__(self, home: Path, *, python: str = sys.executable, **process: object) -> None:
        self.process = subprocess.Popen(
            [python, "-c", USER, str(home)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, **process,  # type: ignore[call-overload]
        )  # fmt: skip

    def joined(self) -> User:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "in\n"
        return self

    def says(self, expression: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(expression, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().rstrip("\n")

    def leave(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def kill(self) -> None:
        self.process.kill()
        self.leave()


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A database made once; every test takes a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-made-"))
    folder.chmod(0o755)
    User(folder / "home").joined().leave()
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder that every account can reach, for a server that must not outlive the test."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-pg-"))
    folder.chmod(0o755)
    yield folder / "home"
    with suppress(OSError, ValueError, IndexError):
        os.kill(postmaster(folder / "home"), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(made: Path, empty: Path) -> Path:
    subprocess.run(["cp", "-a", str(made), str(empty)], check=True)
    return empty


def postmaster(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().split()[0])


def is_up(home: Path) -> bool:
    return EmbeddedServer(home).answers()


def gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_the_first_makes_it_the_second_joins_the_last_stops_it(empty: Path) -> None:
    first = User(empty).joined()
    second = User(empty).joined()
    assert first.says("ask('SELECT pg_postmaster_start_time()::text')") == second.says("ask('SELECT pg_postmaster_start_time()::text')")
    first.leave()
    assert second.says("ask('SELECT 40 + 2')") == "42"
    second.leave()
    assert not is_up(empty)


def test_eight_at_once_make_one_server(empty: Path) -> None:
    crowd = [User(empty) for _ in range(8)]
    starts = {user.joined().says("ask('SELECT pg_postmaster_start_time()::text')") for user in crowd}
    assert len(starts) == 1
    for user in crowd:
        user.leave()
    assert not is_up(empty)


def test_a_killed_user_takes_nobody_along(home: Path) -> None:
    one, other = User(home).joined(), User(home).joined()
    one.kill()
    assert other.says("ask('SELECT 1')") == "1"
    other.leave()
    assert not is_up(home)


def test_after_the_only_user_was_killed_the_next_takes_the_server_over(home: Path) -> None:
    one = User(home).joined()
    number = postmaster(home)
    one.kill()
    assert is_up(home)
    following = User(home).joined()
    assert postmaster(home) == number
    following.leave()
    assert not is_up(home)


def test_a_killed_server_comes_back_with_everything_acknowledged(home: Path) -> None:
    user = User(home).joined()
    user.says("ask('CREATE TABLE deed AS SELECT 7 AS kept')")
    os.kill(postmaster(home), signal.SIGKILL)
    assert user.says("server.revive() or ask('SELECT kept FROM deed')") == "7"
    user.leave()
    assert not is_up(home)


def test_everything_killed_at_once(home: Path) -> None:
    crowd = [User(home).joined() for _ in range(3)]
    crowd[0].says("ask('CREATE TABLE deed AS SELECT 7 AS kept')")
    os.kill(postmaster(home), signal.SIGKILL)
    for user in crowd:
        user.kill()
    following = User(home).joined()
    assert following.says("ask('SELECT kept FROM deed')") == "7"
    following.leave()


def test_eight_revive_it_at_once(home: Path) -> None:
    crowd = [User(home).joined() for _ in range(8)]
    os.kill(postmaster(home), signal.SIGKILL)
    for user in crowd:
        assert user.process.stdin is not None
        print("server.revive() or ask('SELECT pg_postmaster_start_time()::text')", file=user.process.stdin, flush=True)
    answers = {user.process.stdout.readline() for user in crowd if user.process.stdout is not None}
    assert len(answers) == 1
    for user in crowd:
        user.leave()
    assert not is_up(home)


def test_a_forked_child_keeps_the_server_after_its_parent_left(home: Path) -> None:
    stays = home.parent / "stays"
    stays.touch()
    wait = f"[__import__('time').sleep(0.05) for _ in iter(lambda: os.path.exists({str(stays)!r}), False)]"
    parent = User(home).joined()
    child = int(parent.says(f"(lambda n: n if n else ({wait}, os._exit(0)))(os.fork())"))
    parent.leave()
    assert is_up(home)
    following = User(home).joined()
    following.leave()  # the child still lives: the server stays
    assert is_up(home)
    stays.unlink()
    for _ in range(200):
        if gone(child):
            break
        time.sleep(0.05)
    User(home).joined().leave()
    assert not is_up(home)


_WORKER = """
import multiprocessing, sys
from pathlib import Path
from yiwang.infra.postgres.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
if sys.argv[2] == "before":
    server.ensure()
worker = multiprocessing.get_context("fork").Process(target=server.ensure)
worker.start()
worker.join()
"""


@pytest.mark.parametrize("when", ["before", "never"])
def test_a_web_worker_that_ends_last_stops_it(home: Path, when: str) -> None:
    subprocess.run([sys.executable, "-c", _WORKER, str(home), when], env=ENVIRONMENT, check=True)
    assert not is_up(home)


def test_a_zombie_server_is_known_for_dead(home: Path) -> None:
    server = EmbeddedServer(home)
    server.ensure()
    server.release()
    command = [server._program("postgres"), "-D", str(server.data), "-c", f"unix_socket_directories={server.sockets}"]
    zombie = subprocess.Popen([*command, "-c", "listen_addresses="], **server.account.process_arguments(), stderr=subprocess.DEVNULL)
    for _ in range(100):
        if server.answers():
            break
        time.sleep(0.05)
    os.kill(zombie.pid, signal.SIGKILL)  # and nobody waits for it: its number stays taken
    user = User(home).joined()
    assert gone(zombie.pid)
    assert user.says("ask('SELECT 1')") == "1"
    user.leave()
    zombie.wait()


def test_a_number_taken_by_another_program_is_not_the_server(home: Path) -> None:
    stale = home / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home / 'data'}\n1\n5432\n{home / 'run'}\n\n  1 1\nready   \n")
    user = User(home).joined()
    assert user.says("ask('SELECT 1')") == "1"
    user.leave()


def test_a_server_whose_socket_was_swept_away_is_restarted(home: Path) -> None:
    user = User(home).joined()
    for file in (home / "run").glob(".s.PGSQL*"):
        file.unlink()
    assert user.says("server.revive() or ask('SELECT 1')") == "1"
    user.leave()
    assert not is_up(home)


def test_a_making_that_broke_off_is_begun_again(empty: Path) -> None:
    (empty / "data.new").mkdir(parents=True)
    (empty / "data.new" / "half").write_text("half")
    user = User(empty).joined()
    assert user.says("ask('SELECT 1')") == "1"
    user.leave()


def test_a_path_too_long_for_a_socket(empty: Path) -> None:
    deep = empty / ("a-very-long-name-for-a-folder-" * 4)
    user = User(deep).joined()
    assert user.says("ask('SELECT 1')") == "1"
    sockets = Path(user.says("server.sockets"))
    assert sockets.parent == Path(tempfile.gettempdir())
    user.leave()
    shutil.rmtree(sockets)


def test_another_version_is_refused_with_a_remedy(home: Path) -> None:
    (home / "data" / "PG_VERSION").write_text("12\n")
    server = EmbeddedServer(home)
    with pytest.raises(ServerTrouble, match=r"made by PostgreSQL 12.*dump it"):
        server.ensure()
    server.release()


class _Outside(Account):
    """An account that reaches nothing below the folder of installed packages."""

    def can_reach(self, path: Path) -> bool:
        return False


def test_programs_below_a_private_folder_are_copied_once(empty: Path) -> None:
    empty.mkdir()
    programs = find_programs(home=empty, account=_Outside("nobody"))
    assert programs.is_relative_to(empty)
    made_at = (programs / "postgres").stat().st_mtime_ns
    assert subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, check=True).stdout.startswith(
        b"postgres (PostgreSQL)"
    )
    assert find_programs(home=empty, account=_Outside("nobody")) == programs
    assert (programs / "postgres").stat().st_mtime_ns == made_at


@pytest.mark.skipif(not AS_ROOT, reason="only root gives up its account")
def test_a_home_below_a_private_folder_finds_shelter() -> None:
    private = Path(tempfile.mkdtemp(prefix="yiwang-private-"))  # 0700
    home = private / "postgres"
    user = User(home).joined()
    assert user.says("ask('SELECT 1')") == "1"
    user.leave()
    assert home.is_symlink()
    shelter = home.resolve()
    again = User(home).joined()
    assert again.says("server.home") == str(shelter)
    again.leave()
    shutil.rmtree(shelter)
    shutil.rmtree(private)


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user runs every test here as itself")
def test_an_ordinary_user(empty: Path) -> None:
    nobody = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}
    python = python_for(nobody)
    shutil.chown(empty.parent, "nobody")
    one, other = User(empty, python=python, **nobody).joined(), User(empty, python=python, **nobody).joined()
    os.kill(postmaster(empty), signal.SIGKILL)
    assert one.says("server.revive() or ask('SELECT current_user')") == ROLE
    one.kill()
    other.leave()
    assert not is_up(empty)


@pytest.mark.skipif(not AS_ROOT, reason="needs two accounts")
def test_a_stranger_with_an_account_is_not_let_in(home: Path) -> None:
    account = {"user": "daemon", "group": "daemon", "extra_groups": [], "cwd": "/"}
    python = python_for(account)
    user = User(home).joined()
    probe = f"import psycopg; psycopg.connect(host={str(home / 'run')!r}, user={ROLE!r}, dbname='postgres')"
    stranger = subprocess.run([python, "-c", probe], capture_output=True, text=True, env=ENVIRONMENT, check=False, **account)  # type: ignore[call-overload]
    user.leave()
    assert "peer authentication failed" in stranger.stderr.lower()


def test_by_tcp_with_the_kept_password(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_PG_TCP", "127.0.0.1")
    server = EmbeddedServer(home, port=54329)
    server.ensure()
    password = (home / "password").read_text()
    with psycopg.connect(host="127.0.0.1", port=54329, user=ROLE, dbname="postgres", password=password) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host="127.0.0.1", port=54329, user=ROLE, dbname="postgres", password="guess")
    server.release()
    assert not is_up(home)
