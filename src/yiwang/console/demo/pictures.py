"""Small pictures as evidence: a few coloured fields, made from chance; nobody and nothing real is on them."""

from __future__ import annotations

import struct
import zlib

from .dice import Dice

WIDTH, HEIGHT, FIELD = 96, 64, 16


def picture(dice: Dice) -> bytes:
    """Return a PNG of 96 × 64 pixels."""
    fields = [[bytes(dice.between(90, 220) for _ in range(3)) for _ in range(WIDTH // FIELD)] for _ in range(HEIGHT // FIELD)]
    rows = b"".join(b"\0" + b"".join(colour * FIELD for colour in fields[y // FIELD]) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
