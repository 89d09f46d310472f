"""Who uses the server, told by kernel locks: no list of processes that could go stale when one is killed.

`start.lock` is held by whoever makes, starts or stops the server. `users.lock` is shared by every process that uses it;
the process that can turn its share into sole possession at its end was the last, and stops the server.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def start_lock(home: Path) -> Iterator[None]:
    """Alone among all processes and threads: make, start or stop the server of `home`."""
    handle = os.open(home / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)  # a child forked meanwhile has a copy of the handle: closing ours would not unlock
        os.close(handle)


class Membership:
    """This process's share in the server, kept across forks."""

    def __init__(self, home: Path) -> None:
        self._path = home / "users.lock"
        self._handle: int | None = None
        self._owner = 0
        self._for_child: int | None = None
        os.register_at_fork(before=self._before_fork, after_in_parent=self._after_in_parent, after_in_child=self._after_in_child)

    @property
    def held(self) -> bool:
        """True when this very process (not a parent it was forked from) has a share."""
        return self._handle is not None and self._owner == os.getpid()

    def join(self) -> None:
        """Take a share; from now on nobody stops the server."""
        if not self.held:
            self._handle, self._owner = self._take(), os.getpid()

    def leave(self) -> bool:
        """Give the share up; true when it was the last one."""
        if self._handle is None or not self.held:
            return False
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Let go of the lock file, after `leave` and whatever the last one does."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _take(self) -> int:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        return handle

    # A forked child shares its parent's open file and so its lock. It gets a share of its own, taken before the fork,
    # so that there is no moment in which a parent that leaves could stop the server under the child.
    def _before_fork(self) -> None:
        self._for_child = self._take() if self._handle is not None else None

    def _after_in_parent(self) -> None:
        if self._for_child is not None:
            os.close(self._for_child)
            self._for_child = None

    def _after_in_child(self) -> None:
        if self._for_child is not None and self._handle is not None:
            os.close(self._handle)
            self._handle, self._owner, self._for_child = self._for_child, os.getpid(), None
