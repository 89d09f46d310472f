"""The embedded server: made on first use, started or joined by whoever comes, revived when it was killed, stopped by the last to leave."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import pwd
import re
import secrets
import shlex
import shutil
import subprocess
import tempfile
import time
from multiprocessing.util import Finalize, register_after_fork
from pathlib import Path

from .account import Account, ServerTrouble, server_account
from .binaries import find_programs
from .locks import Membership, start_lock

ROLE = "yiwang"
"""The database role that owns everything; only the operating-system accounts in `pg_ident.conf` may take it."""

CONFIGURATION = {
    "listen_addresses": "",  # a socket only; YIWANG_PG_TCP opens a port
    "unix_socket_permissions": "0777",  # who may connect is decided by the account (peer), not by the file
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "shared_preload_libraries": "pg_stat_statements",
    "log_min_duration_statement": "2s",
    "log_parameter_max_length": "0",  # parameters may be words of a person: they are never logged
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "idle_in_transaction_session_timeout": "60s",
}
_LONGEST_SOCKET_PATH = 100
"""The kernel takes 107 bytes for the path of a socket; the rest is for the lock file beside it."""

_TELLING = re.compile("FATAL|PANIC|HINT|error|could not")
_READY, _STARTING = 0, 1
"""Answers of `pg_isready`; everything above means that nobody answers."""


class EmbeddedServer:
    """One server of one folder, shared by every process that names the same folder."""

    def __init__(self, home: Path, *, port: int = 5432, run_as: str = "", settings: dict[str, str] | None = None) -> None:
        self.account: Account = server_account(data=home / "data", preferred=run_as)
        self.home = _reachable_home(home, self.account)
        self.port = port
        self.data = self.home / "data"
        self.sockets = _socket_folder(self.home, port)
        self._settings = {**CONFIGURATION, **(settings or {})}
        self._membership: Membership | None = None
        self._programs: Path | None = None

    @property
    def joined(self) -> bool:
        """True when this process counts among the server's users."""
        return self._membership is not None and self._membership.held

    def ensure(self) -> None:
        """Return when the server accepts connections; a process that has joined already is taken at its word."""
        if not self.joined:
            self.revive()

    def revive(self) -> None:
        """Join, and start the server if nobody answers: first use, a stopped server and a killed one are all the same here.

        Safe from any number of processes at once; raises ServerTrouble with what to do.
        """
        try:
            self._prepare_folders()
        except PermissionError as trouble:
            raise ServerTrouble(
                f"{self.home} belongs to another account: run Yiwang as that one, or choose another YIWANG_HOME"
            ) from trouble
        with start_lock(self.home):
            self._join()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._refuse_other_version()
            if not self.answers(patience=300):
                self._start()

    def answers(self, *, patience: float = 0.0) -> bool:
        """Does the server accept connections? While it says "starting" or "recovering", wait up to `patience` seconds.

        The socket is asked, not the process id: under an init that reaps late a killed server lives on as a zombie,
        and both `pg_ctl status` and PostgreSQL's own lock file believe it.
        """
        end = time.monotonic() + patience
        while True:
            answer = self._run("pg_isready", "-q", "-U", ROLE, "-d", "postgres", "-h", self.sockets, "-p", self.port).returncode
            if answer == _READY:
                return True
            if answer != _STARTING or time.monotonic() > end:
                return False
            time.sleep(0.05)

    def release(self) -> None:
        """Leave; the last user stops the server."""
        if not self.joined or self._membership is None:
            return
        with start_lock(self.home):
            if self._membership.leave() and self.answers():
                self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
            self._membership.close()

    # -- first use --------------------------------------------------------------------------------------------------

    def _prepare_folders(self) -> None:
        for folder in (self.home, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711 if self.account.steps_down else 0o700)
        _refuse_foreign(self.sockets, self.account)
        self.account.own(self.sockets)
        self.sockets.chmod(0o711 if self.account.steps_down else 0o700)

    def _join(self) -> None:
        if self._membership is None:
            self._membership = Membership(self.home)
            atexit.register(self.release)
            self._release_at_end()
            register_after_fork(self, EmbeddedServer._release_at_end)
        self._membership.join()  # before looking whether it runs: from now on nobody stops it

    def _release_at_end(self) -> None:
        """Processes that `multiprocessing` makes (web workers are such) end without `atexit`, but with its finalizers."""
        Finalize(None, self.release, exitpriority=0)

    def _initialise(self) -> None:
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        password = self._password_file()
        made = self._run("initdb", "-D", fresh, "-U", ROLE, f"--pwfile={password}", *_AUTHENTICATION, *_LOCALE)
        password.unlink()
        if made.returncode:
            said = [line for line in made.stdout.splitlines() if _TELLING.search(line)] or made.stdout.splitlines()[-5:]
            raise ServerTrouble(f"the database could not be made in {fresh}: {'; '.join(said)}", "see to that, then start again")
        self._admit_accounts(fresh)
        fresh.rename(self.data)  # at once or not at all: an initdb that was killed leaves no half database

    def _password_file(self) -> Path:
        """A password for those who come by TCP; kept for us alone, lent to initdb in a file of its own."""
        kept = self.home / "password"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(24))
        lent = self.sockets / ".password"
        lent.unlink(missing_ok=True)
        lent.touch(mode=0o600)
        lent.write_text(kept.read_text() + "\n")
        self.account.own(lent)
        return lent

    def _admit_accounts(self, data: Path) -> None:
        """Only this account and the server's own may come in by the socket."""
        rules = data / "pg_hba.conf"
        rules.write_text(rules.read_text().replace("peer\n", "peer map=own\n"))
        ourselves = pwd.getpwuid(os.geteuid()).pw_name
        with (data / "pg_ident.conf").open("a") as names:
            names.writelines(f"own {name} {ROLE}\n" for name in dict.fromkeys((ourselves, self.account.name)))

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        program = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != program:
            raise ServerTrouble(
                f"{self.data} was made by PostgreSQL {made_by}, the installed one is {program}: dump it with the old one and restore it"
            )

    # -- start ------------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        options = {"port": str(self.port), "unix_socket_directories": str(self.sockets), **self._settings}
        if tcp := os.environ.get("YIWANG_PG_TCP"):
            options["listen_addresses"] = tcp
        command_line = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
        end = time.monotonic() + 60
        while True:
            self._clear_stale_locks()
            if self._start_once(command_line):
                return
            # The processes of a killed server hold its memory until they notice; a moment later they are gone.
            if time.monotonic() > end:
                raise ServerTrouble(f"the database server does not start; it says:\n{_tail(self.data / 'startup.log')}")
            time.sleep(0.2)

    def _start_once(self, command_line: str) -> bool:
        log = self.data / "startup.log"
        # Output goes to a file: the server outlives pg_ctl and would hold a pipe of ours open for good.
        with (self.home / "pg_ctl.log").open("a") as output:
            started = subprocess.run(
                [self._program("pg_ctl"), "-D", str(self.data), "-w", "-t", "300", "-o", command_line, "-l", str(log), "start"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                **self.account.process_arguments(),
            )
        return started.returncode == 0

    def _clear_stale_locks(self) -> None:
        """Remove the lock files of a server that is gone though its number lives on (a zombie, or another program's by now)."""
        for file in (self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{self.port}.lock"):
            try:
                number = int(file.read_text().split()[0])
            except (FileNotFoundError, ValueError, IndexError):
                continue
            if _is_our_server(number, self.data):  # alive, yet nobody answers: its socket was swept away
                self._run("pg_ctl", "-D", self.data, "-w", "-t", "30", "-m", "fast", "stop")
            elif Path("/proc").is_dir():
                file.unlink(missing_ok=True)

    # -- programs ---------------------------------------------------------------------------------------------------

    def _program(self, name: str) -> str:
        if self._programs is None:
            self._programs = find_programs(home=self.home, account=self.account)
        return str(self._programs / name)

    def _run(self, name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program(name), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self.account.process_arguments(),
        )


_AUTHENTICATION = ("--auth-local=peer", "--auth-host=scram-sha-256")
_LOCALE = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8")
"""Without `--lc-ctype=C.UTF-8` pg_trgm takes no Chinese character for a letter, and its indexes find nothing."""


def _socket_folder(home: Path, port: int) -> Path:
    folder = home / "run"
    if len(os.fsencode(folder / f".s.PGSQL.{port}")) <= _LONGEST_SOCKET_PATH:
        return folder
    return Path(tempfile.gettempdir()) / f"yiwang-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def _refuse_foreign(folder: Path, account: Account) -> None:
    """A socket folder made by somebody else could listen in our place."""
    if folder.stat().st_uid not in {os.geteuid(), account.uid} or folder.is_symlink():
        raise ServerTrouble(f"{folder} belongs to another account: remove it, or choose a shorter YIWANG_HOME")


def _reachable_home(home: Path, account: Account) -> Path:
    """Return `home`, or where it really lies when the server's account cannot get there (a home below /root, 0700).

    Then the files lie in /var/lib/yiwang, and `home` is a link to them, so that whoever looks finds them.
    """
    home = Path(os.path.abspath(home))  # noqa: PTH100 - resolve() would follow the link we may have made
    if home.is_symlink() or not account.steps_down:
        return home.resolve()
    home.parent.mkdir(parents=True, exist_ok=True)
    if account.can_reach(home.parent):
        return home.resolve()
    if home.exists() and any(home.iterdir()):
        raise ServerTrouble(f"{account.name} cannot reach {home}: choose a YIWANG_HOME that does not lie below a private (0700) folder")
    shelter = Path("/var/lib/yiwang") / hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    shelter.mkdir(parents=True, exist_ok=True)
    if home.exists():
        home.rmdir()
    with contextlib.suppress(FileExistsError):  # another process was as quick
        home.symlink_to(shelter)
    return home.resolve()


def _is_our_server(number: int, data: Path) -> bool:
    """Is process `number` the living server of `data`? A zombie has no command line."""
    try:
        return os.fsencode(data) in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _tail(file: Path, lines: int = 12) -> str:
    try:
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])
    except OSError as trouble:
        return str(trouble)
