"""Codes of the five-level tree: 2 digits a province, 4 a prefecture, 6 a county, 9 a township, 12 a village. A parent is a prefix.

Structure: GB/T 2260 (six digits) and GB/T 10114 (three and three more). Codes have their natural length: 4419 is the city of
Dongguan, 441900 the row the statistics list as its only county.
"""

from __future__ import annotations

from .refusals import Refused

LENGTHS = (2, 4, 6, 9, 12)
LEVELS = (1, 2, 3, 4, 5)
_LEVEL = dict(zip(LENGTHS, LEVELS, strict=True))
_AFTER_DIGITS = ":"
"""The character that follows "9" in C order: the end of every range of digits."""


def is_code(text: str) -> bool:
    """Say whether the text has the form of a region code."""
    return len(text) in _LEVEL and text.isascii() and text.isdigit()


def level_of(code: str) -> int:
    """Return the level, 1 province to 5 village. Refused `bad_region_code` if it has not the form of a code."""
    if not is_code(code):
        raise Refused("bad_region_code", code=code)
    return _LEVEL[len(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above it, province first, without itself."""
    return tuple(code[:length] for length in LENGTHS if length < len(code))


def lineage(code: str) -> tuple[str, ...]:
    """Return the codes above it and itself, province first."""
    return (*ancestors(code), code)


def parent_of(code: str) -> str:
    """Return the code right above it, "" above a province."""
    above = ancestors(code)
    return above[-1] if above else ""


def code_range(prefix: str) -> tuple[str, str]:
    """Return (low, high) such that low ≤ code < high, in C order, for exactly the codes of this subtree; "" is the country."""
    return prefix, prefix + _AFTER_DIGITS


def within(code: str, prefix: str) -> bool:
    """Say whether the code lies in the subtree of the prefix, the root included."""
    return code.startswith(prefix)


def county_of(code: str) -> str:
    """Return the six digits big tables are keyed by: the county, or a higher code padded (37 → 370000, 3705 → 370500)."""
    return code[:6].ljust(6, "0")


def own_segment(code: str) -> str:
    """Return the digits this level adds: 00 to 99, or 000 to 999 for townships and villages."""
    return code[len(parent_of(code)) :]


def common(first: str, second: str) -> str:
    """Return the lowest code whose subtree holds both, "" if only the country does."""
    shared = ""
    for code in lineage(first):
        if code not in lineage(second):
            break
        shared = code
    return shared
