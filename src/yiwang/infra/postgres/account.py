"""The operating-system account that runs the server: PostgreSQL refuses to run as root, so root steps down."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ServerTrouble(RuntimeError):
    """The database server cannot be had: what is wrong, and what to do about it (in the same sentence, or apart as `remedy`)."""

    def __init__(self, says: str, remedy: str = "") -> None:
        super().__init__(f"{says}\n  → {remedy}" if remedy else says)
        self.says, self.remedy = says, remedy


@dataclass(frozen=True)
class Account:
    """Who runs the server. `uid` is None when we are not root: then it is ourselves, and nothing is dropped."""

    name: str
    uid: int | None = None
    gid: int | None = None

    @property
    def steps_down(self) -> bool:
        """True when we are root and the server runs as somebody else."""
        return self.uid is not None

    def process_arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess` that make a child run as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def can_reach(self, path: Path) -> bool:
        """Can this account walk down to `path`? A folder of mode 0700 above it is the usual obstacle."""
        if self.uid is None:
            return True
        return subprocess.run(["/bin/sh", "-c", 'test -x "$0"', str(path)], **self.process_arguments(), check=False).returncode == 0

    def own(self, path: Path) -> None:
        """Give `path` to this account (nothing to do when it is ours already)."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account(*, data: Path, preferred: str = "") -> Account:
    """Return the account for the server whose files are in `data`.

    Files that exist keep their owner: an account added to the machine later must not lock us out of our own data.
    Otherwise the first that exists of `preferred`, postgres and nobody.
    """
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        entry = pwd.getpwuid(owner)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in filter(None, (preferred, "postgres", "nobody")):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerTrouble("PostgreSQL does not run as root, and no account postgres or nobody exists: name one in YIWANG_PG_USER")
