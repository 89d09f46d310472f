"""How a person's name is found by the first letters of its reading."""

from __future__ import annotations

_FAMILIES = {"单": "s", "仇": "q", "解": "x", "曾": "z", "查": "z", "区": "o", "盖": "g", "翟": "z", "缪": "m", "冼": "x", "朴": "p"}
"""Family names that are read otherwise than the word."""


def initials(name: str) -> str:
    """Return the first letter of each character: 李秀英 → lxy."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take half a second: only who spells pays

    name = name.strip()
    letters = "".join(part for part in lazy_pinyin(name, style=Style.FIRST_LETTER) if part.isascii()).lower()
    return (_FAMILIES.get(name[:1], letters[:1]) + letters[1:])[:40]
