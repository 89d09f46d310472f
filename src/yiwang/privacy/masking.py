"""What the screen shows of a person until somebody with a reason reveals more."""

from __future__ import annotations

import re
import unicodedata

_TWO = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车"
    "亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五"
)
COMPOUND_SURNAMES = frozenset(_TWO[i : i + 2] for i in range(0, len(_TWO), 2))
"""Surnames of two characters (the list of 百家姓, with those in use today)."""
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_BUILDING = re.compile(r"(?:[A-Za-z]?\d+|[A-Za-z一二三四五六七八九十甲乙丙丁]+)\s*(?:号楼|#楼|幢|栋|座|#)")
_HOUSE = re.compile(r"\d+\s*号(?:院)?")


def surname(name: str) -> str:
    """Return the surname of a Chinese name: its first character, or the first two of a compound surname."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]


def mask_name(name: str) -> str:
    """Return `李**` for a Chinese name, `M****` for a name in letters (the length is not told)."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not name:
        return ""
    if _HAN.match(name):
        return surname(name) + "*" * max(1, min(2, len(name) - len(surname(name))))
    return f"{name[0]}****"


def mask_phone(phone: str) -> str:
    """Return `138 **** 5621`; of other numbers the last two digits."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    mobile = re.fullmatch(r"(?:0?086|86)?(1[3-9]\d)\d{4}(\d{4})", digits)
    if mobile:
        return f"{mobile[1]} **** {mobile[2]}"
    return f"****{digits[-2:]}" if len(digits) > 4 else "****" if phone.strip() else ""


def mask_document(number: str) -> str:
    """Return the first three and the last two characters: `370*************2X`-like, as long as the number is."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()
    return f"{plain[:3]}{'*' * (len(plain) - 5)}{plain[-2:]}" if len(plain) > 7 else "*" * len(plain)


def split_address(address: str) -> tuple[str, str]:
    """Return an address in two: down to the building, which routing needs, and the rest (unit, floor, room), which is sealed.

    Where no building is named the house number ends the first part; where neither is, digits near the end are taken for a room.
    """
    text = unicodedata.normalize("NFKC", address).strip()
    ends = [found.end() for found in _BUILDING.finditer(text)] or [found.end() for found in _HOUSE.finditer(text)][-1:]
    if not ends:
        room = re.search(r"\d[\d\-单元层楼室户房号]*$", text)
        ends = [room.start()] if room else [len(text)]
    return text[: ends[-1]], text[ends[-1] :]


def mask_address(address: str) -> str:
    """Return an address down to its building, with `***` for what comes after it."""
    building, room = split_address(address)
    return f"{building}***" if room else building
