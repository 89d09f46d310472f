"""Blind indexes: keyed digests of normalised values, for exact lookup of what is sealed, and for nothing else."""

from __future__ import annotations

import hmac
import re
import unicodedata

import phonenumbers
from stdnum.cn import ric

from .keys import ring

LENGTH = 16
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_NOT_PHONE = re.compile(r"[^\d+]")


def blind(kind: str, value: str) -> bytes:
    """Return the 16-byte blind index of a phone, document or name; spellings of the same thing give the same bytes."""
    plain = NORMAL[kind](unicodedata.normalize("NFKC", value))
    return hmac.digest(ring.active("index").secret, f"{kind}\0{plain}".encode(), "sha256")[:LENGTH]


def normal_phone(value: str) -> str:
    """Return a phone number as E.164, read from China when no country is said; what is no number stays its digits."""
    digits = _NOT_PHONE.sub("", value)
    mobile = _MOBILE.fullmatch(digits)
    if mobile:  # nearly all of them, a hundred times faster
        return f"+86{mobile[1]}"
    try:
        return phonenumbers.format_number(phonenumbers.parse(digits, "CN"), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return digits


def normal_document(value: str) -> str:
    """Return a document number in capitals without blanks; a 15-digit identity number in its 18-digit form."""
    plain = re.sub(r"[^0-9A-Za-z]", "", value).upper()
    if re.fullmatch(r"\d{15}", plain):
        long = f"{plain[:6]}19{plain[6:]}"
        return long + ric.calc_check_digit(long)
    return plain


def normal_name(value: str) -> str:
    """Return a name without blanks and middle dots, in small letters."""
    return re.sub(r"[\s·•・]", "", value).casefold()


NORMAL = {"phone": normal_phone, "document": normal_document, "name": normal_name}
