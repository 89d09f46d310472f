"""Where the sealed bytes lie: a folder of this machine, or a bucket of an S3-compatible store; whole or not at all in either."""

from __future__ import annotations

import io
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)


class Lost(Exception):
    """What was asked for is not on the shelf."""


class Draft(Protocol):
    """Bytes on their way to the shelf: nothing is at its place until `commit`."""

    def write(self, octets: bytes, /) -> object:
        """Take octets."""

    def commit(self) -> None:
        """Put the whole at its place, safe from a power cut."""

    def abandon(self) -> None:
        """Leave nothing behind."""


class Shelf(Protocol):
    """A place for sealed files, each under a name of hexadecimal digits."""

    def begin(self, name: str) -> Draft:
        """Begin a file."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file to be read from any place; raises Lost."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def holds(self, name: str) -> bool:
        """Say whether a file is there."""


def _spread(name: str) -> str:
    """Return the path of a name: spread by the random end of its id, so that no folder grows large."""
    digits = name.partition(".")[0]
    return f"{digits[-2:]}/{digits[-4:-2]}/{name}"


class _FolderDraft:
    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._fresh = path.with_name(path.name + ".part")  # one that a killed process left is written over
        self._file = os.fdopen(os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self.write = self._file.write

    def commit(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._fresh.replace(self._path)

    def abandon(self) -> None:
        self._file.close()
        self._fresh.unlink(missing_ok=True)


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Return where a file lies."""
        return self.root / _spread(name)

    def begin(self, name: str) -> Draft:
        """Begin a file beside its place."""
        return _FolderDraft(self.path(name))

    def open(self, name: str) -> IO[bytes]:
        """Open a file; raises Lost."""
        try:
            return self.path(name).open("rb")
        except FileNotFoundError:
            raise Lost(name) from None

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def holds(self, name: str) -> bool:
        """Say whether a file is there."""
        return self.path(name).exists()


class _BucketDraft:
    """Kept in an unnamed file of this machine (sealed as it is) until it is whole."""

    def __init__(self, store: Any, path: str) -> None:
        self._store, self._path = store, path
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by commit and abandon
        self.write = self._file.write

    def commit(self) -> None:
        import obstore

        self._file.seek(0)
        obstore.put(self._store, self._path, self._file)
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


class Bucket:
    """A bucket of an S3-compatible store, or any other address the library knows."""

    def __init__(self, address: str, options: dict[str, Any]) -> None:
        import obstore.store  # half a second to load, and only where a bucket is used

        self._store = obstore.store.from_url(address, **options)

    def begin(self, name: str) -> Draft:
        """Begin a file."""
        return _BucketDraft(self._store, _spread(name))

    def open(self, name: str) -> IO[bytes]:
        """Open a file, read piece by piece from the store; raises Lost."""
        import obstore

        try:
            return io.BufferedReader(_Remote(obstore.open_reader(self._store, _spread(name))))
        except FileNotFoundError:
            raise Lost(name) from None

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no trouble."""
        import obstore

        try:
            obstore.delete(self._store, _spread(name))
        except FileNotFoundError:
            log.info("files.gone_already")

    def holds(self, name: str) -> bool:
        """Say whether a file is there."""
        import obstore

        try:
            obstore.head(self._store, _spread(name))
        except FileNotFoundError:
            return False
        return True


class _Remote(io.RawIOBase):
    """The library's reader as a file of Python's."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._reader.seek(offset, whence))

    def tell(self) -> int:
        return int(self._reader.tell())

    def readinto(self, buffer: Any) -> int:
        octets = bytes(self._reader.read(len(buffer)))
        buffer[: len(octets)] = octets
        return len(octets)


@cache
def _bucket(address: str) -> Bucket:
    return Bucket(address, settings.FILES_STORE_OPTIONS)


def shelf() -> Shelf:
    """Return the shelf of this installation: `FILES_STORE` if it is set, else the folder `FILES_ROOT`."""
    return _bucket(settings.FILES_STORE) if settings.FILES_STORE else Folder(Path(settings.FILES_ROOT))
