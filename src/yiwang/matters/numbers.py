"""Public numbers and query codes of matters (DESIGN §4.7).

`460108-20261123-7K42-C`: county of the registering center, day in Asia/Shanghai, a random serial, a check character. Digits and
letters that are easily taken for one another (0 O, 1 I L) do not occur in serials, check characters and codes.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.refusals import Refused
from yiwang.privacy.keys import ring

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters: a prime, so that the check character finds every wrong character and every swap of two."""
_SHAPE = re.compile(rf"(\d{{6}})(\d{{8}})([{ALPHABET}]{{4}})([{ALPHABET}])")
_WEIGHTS = tuple(pow(3, i, 31) for i in range(18))
"""Powers of a primitive root: eighteen different weights, none of them nought."""
_CODE_LENGTH = 8


class Number(msgspec.Struct, frozen=True):
    """A well-formed public number; `str()` writes it as printed on the receipt."""

    county: str
    day: date
    serial: str

    def __str__(self) -> str:
        return f"{self.county}-{self.day:%Y%m%d}-{self.serial}-{check_character(self.county, self.day, self.serial)}"


def check_character(county: str, day: date, serial: str) -> str:
    """Return the check character of the other eighteen."""
    values = [int(c) for c in f"{county}{day:%Y%m%d}"] + [ALPHABET.index(c) for c in serial]
    return ALPHABET[sum(w * v for w, v in zip(_WEIGHTS, values, strict=True)) % len(ALPHABET)]


def fresh(*, county: str, at: datetime) -> Number:
    """Return a random number of that county for the day of `at`; the unique index decides whether it is still free."""
    return Number(county, at.astimezone(SHANGHAI).date(), "".join(secrets.choice(ALPHABET) for _ in range(4)))


def parse(text: str, *, field: str = "number") -> Number:
    """Read a number as people type it: any case, full-width characters, blanks or no hyphens.

    Raises Refused: `number_malformed` (not of that shape), `number_mistyped` (the check character does not fit).
    """
    plain = re.sub(r"[\s\-–—_]", "", unicodedata.normalize("NFKC", text)).upper()
    found = _SHAPE.fullmatch(plain)
    day = _day(found[2]) if found else None
    if found is None or day is None:
        raise Refused("number_malformed", field=field)
    number = Number(found[1], day, found[3])
    if check_character(number.county, number.day, number.serial) != found[4]:
        raise Refused("number_mistyped", field=field)
    return number


def _day(digits: str) -> date | None:
    if not "2000" <= digits[:4] <= "2199":
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def fresh_code() -> str:
    """Return a random query code as printed on the receipt: `K7PX-2MWA`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def code_hash(number: str, code: str) -> bytes:
    """Return the keyed hash of a query code, bound to its matter; of anything typed, so that every guess costs the same."""
    plain = re.sub(r"[\s\-–—_]", "", unicodedata.normalize("NFKC", code)).upper()
    return hmac.digest(ring.active("index").secret, f"query_code\0{number}\0{plain}".encode(), "sha256")


def code_fits(number: str, code: str, stored: bytes) -> bool:
    """Say whether this is the query code of that matter, in constant time."""
    return hmac.compare_digest(code_hash(number, code), bytes(stored))
