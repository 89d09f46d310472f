"""The two authenticated ciphers: AES-256-GCM by default, SM4-GCM where national algorithms are asked for."""

from __future__ import annotations

import os
from enum import Enum
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class Sealer(Protocol):
    """A key ready for use; `open` raises InvalidTag when anything at all was altered."""

    def seal(self, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        """Return ciphertext and tag."""

    def open(self, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Return the plain bytes."""


class Aes:
    """AES-256-GCM."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        """Return ciphertext and tag."""
        return self._aead.encrypt(nonce, plain, aad)

    def open(self, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Return the plain bytes."""
        return self._aead.decrypt(nonce, sealed, aad)


class Sm4:
    """SM4-GCM (GB/T 32907); the library has no ready-made class for it."""

    def __init__(self, key: bytes) -> None:
        self._cipher = algorithms.SM4(key)

    def seal(self, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        """Return ciphertext and tag."""
        work = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(aad)
        return work.update(plain) + work.finalize() + work.tag

    def open(self, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
        """Return the plain bytes."""
        if len(sealed) < TAG:
            raise InvalidTag
        work = Cipher(self._cipher, modes.GCM(nonce, sealed[-TAG:])).decryptor()
        work.authenticate_additional_data(aad)
        return work.update(sealed[:-TAG]) + work.finalize()


class Algorithm(Enum):
    """An algorithm with the byte that names it in headers and the length of its keys."""

    AES = "aes-256-gcm", 1, 32
    SM4 = "sm4-gcm", 2, 16

    def __init__(self, label: str, mark: int, length: int) -> None:
        self.label = label
        self.mark = mark
        self.length = length

    @classmethod
    def of(cls, label: str) -> Algorithm:
        """Return the algorithm of that name; KeyError if there is none."""
        return {each.label: each for each in cls}[label]

    def sealer(self, key: bytes) -> Sealer:
        """Return a key made ready."""
        return Aes(key) if self is Algorithm.AES else Sm4(key)

    def new_key(self) -> bytes:
        """Return a fresh random key."""
        return os.urandom(self.length)
