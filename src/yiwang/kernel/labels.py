"""A closed list of the field's words: each member is stored by its code and shown by its label in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with its label in both languages; the code is stored, the label is shown."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Labelled:
        """Make a member whose value is the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the member with this code. ValueError if there is none."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(code)
