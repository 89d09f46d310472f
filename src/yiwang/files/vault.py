"""The bytes of files on the shelf: sealed in pieces with a key of their own, whole or not at all, readable from any place.

Layout: magic `YWF1`, then pieces of 64 KiB, each AES-256-GCM with its tag. The nonce of a piece is its number and whether it is the
last, so pieces cannot be swapped, repeated, dropped or cut off; the file's id is authenticated with each. The key is used for one file;
what belongs to it (its small picture, a part of it that came over a bad line) has a key derived from it.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yiwang.privacy.sealing import Unsealable, context

from .shelf import Lost, shelf

SALT = 16
MAGIC = b"YWF1"
PIECE = 64 * 1024
TAG = 16
SMALL = "small"
"""The variant of a file that is its small picture."""


def digest_of(salt: bytes) -> Any:
    """Return a fresh salted hash, to be fed with the content."""
    return hashlib.sha256(b"yiwang-file\0" + salt)


def place(file_id: UUID, what: str) -> bytes:
    """Return the place a file's name and key are sealed for."""
    return context("file", file_id, what)


def name_of(file_id: UUID, variant: str = "") -> str:
    """Return the name of a file, or of what belongs to it, on the shelf."""
    return f"{file_id.hex}.{variant}" if variant else file_id.hex


def _opener(file_id: UUID, key: bytes, variant: str) -> tuple[AESGCM, bytes]:
    """Return the cipher of a file and what is authenticated with each of its pieces."""
    if not variant:
        return AESGCM(key), file_id.bytes
    return AESGCM(hmac.digest(key, variant.encode(), "sha256")), file_id.bytes + variant.encode()


def _nonce(number: int, last: bool) -> bytes:
    return bytes((0, 0, 0, int(last))) + number.to_bytes(8)


class Writer:
    """Writes one sealed file: nothing is at its place until `finish`."""

    def __init__(self, file_id: UUID, key: bytes, variant: str = "") -> None:
        self._aead, self._with = _opener(file_id, key, variant)
        self._number = 0
        self._rest = b""
        self._draft = shelf().begin(name_of(file_id, variant))
        self._draft.write(MAGIC)

    def write(self, octets: bytes) -> None:
        """Take octets; whole pieces go to disk at once."""
        self._rest += octets
        while len(self._rest) > PIECE:
            self._piece(self._rest[:PIECE], last=False)
            self._rest = self._rest[PIECE:]

    def _piece(self, plain: bytes, *, last: bool) -> None:
        self._draft.write(self._aead.encrypt(_nonce(self._number, last), plain, self._with))
        self._number += 1

    def finish(self) -> None:
        """Write the last piece, and put the file at its place."""
        self._piece(self._rest, last=True)
        self._draft.commit()

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._draft.abandon()


class Reader(io.RawIOBase):
    """A sealed file read as if it were plain; can be asked from any place."""

    def __init__(self, file_id: UUID, key: bytes, size: int, variant: str = "") -> None:
        self._id = file_id
        self._aead, self._with = _opener(file_id, key, variant)
        self.size = size
        self._place = 0
        self._piece: tuple[int, bytes] = (-1, b"")
        try:
            self._file: IO[bytes] = shelf().open(name_of(file_id, variant))
        except Lost:
            raise Unsealable("file_lost", file=str(file_id)) from None
        if self._file.read(len(MAGIC)) != MAGIC:
            self._file.close()
            raise Unsealable("seal_format", file=str(file_id))

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def tell(self) -> int:
        """Return where the next octet is read."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read from the place; raises Unsealable when the file on disk is not what was written."""
        read = 0
        while read < len(buffer) and self._place < self.size:
            number, offset = divmod(self._place, PIECE)
            plain = self._open(number)[offset : offset + len(buffer) - read]
            buffer[read : read + len(plain)] = plain
            read += len(plain)
            self._place += len(plain)
        return read

    def _open(self, number: int) -> bytes:
        if self._piece[0] != number:
            self._file.seek(len(MAGIC) + number * (PIECE + TAG))
            sealed = self._file.read(PIECE + TAG)
            last = number == max(0, self.size - 1) // PIECE
            try:
                self._piece = number, self._aead.decrypt(_nonce(number, last), sealed, self._with)
            except (InvalidTag, ValueError):
                raise Unsealable("seal_tampered", file=str(self._id)) from None
        return self._piece[1]

    def pieces(self) -> Iterator[bytes]:
        """Yield the content, a piece at a time."""
        while octets := self.read(PIECE):
            yield octets

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._file.close()
        super().close()


def remove(file_id: UUID, *variants: str) -> None:
    """Remove the bytes of a file and of what belongs to it, as far as they are there."""
    for variant in ("", *variants):
        shelf().remove(name_of(file_id, variant))
