"""Raw input of an act (a form, JSON, the command line) read by its specification into typed values and texts, or told field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from yiwang.kernel import tree
from yiwang.kernel.refusals import BadInput, Refused

from .acts import ActSpec, Input, Kind

LONGEST_TEXT = 10_000
LONGEST_LINE = 200
MOST_UNITS = 20
MOST_FILES = 20
_YUAN = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
_TRUE = frozenset({"true", "1", "on", "yes", "是"})
_FALSE = frozenset({"false", "0", "off", "no", "否", ""})


def read_input(spec: ActSpec, raw: Mapping[str, Any]) -> tuple[dict[str, object], dict[str, str]]:
    """Return (data, texts): typed values for the rules, and free texts that are sealed and never enter the case.

    Accepts strings as forms send them and typed values as JSON sends them; a list of one stands for its value.
    Raises BadInput with one refusal per wrong field; unknown fields are wrong too, nothing is dropped silently.
    """
    known = {field.name for field in spec.inputs}
    errors = [Refused("unknown_field", field=name) for name in raw if name not in known]
    data: dict[str, object] = {}
    texts: dict[str, str] = {}
    for field in spec.inputs:
        try:
            value = _read(field, raw.get(field.name))
        except Refused as refused:
            errors.append(refused)
            continue
        if value is None:
            continue
        if field.kind in {Kind.TEXT, Kind.LINE} and not spec.system:
            texts[field.name] = str(value)
        else:
            data[field.name] = value
    if errors:
        raise BadInput(errors)
    return data, texts


def _read(field: Input, raw: Any) -> object | None:
    if field.kind not in {Kind.UNITS, Kind.FILES} and isinstance(raw, (list, tuple)):
        if len(raw) > 1:
            raise Refused("one_value_only", field=field.name)
        raw = raw[0] if raw else None
    if isinstance(raw, str):
        raw = _clean(field, raw)
    if raw is None or (isinstance(raw, (str, list, tuple)) and not raw):
        if field.required:
            raise Refused("required", field=field.name)
        return None
    return _READERS[field.kind](field, raw)


def _clean(field: Input, raw: str) -> str:
    """Return the text with line ends made one and edges trimmed; control characters and half characters are refused."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any((ord(ch) < 32 and ch not in "\n\t") or ord(ch) == 127 or 0xD800 <= ord(ch) <= 0xDFFF for ch in text):
        raise Refused("bad_character", field=field.name)
    return text


def _text(field: Input, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Refused("not_a_text", field=field.name)
    longest = LONGEST_TEXT if field.kind == Kind.TEXT else LONGEST_LINE
    if len(raw) > longest:
        raise Refused("too_long", field=field.name, longest=longest)
    if field.kind == Kind.LINE and "\n" in raw:
        raise Refused("one_line_only", field=field.name)
    return raw


def _word(field: Input, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Refused("not_a_text", field=field.name)
    if len(raw) > 64:
        raise Refused("too_long", field=field.name, longest=64)
    return raw


def _whole(field: Input, raw: Any, least: int, most: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        raise Refused("not_a_number", field=field.name)
    if isinstance(raw, str) and not (raw.isascii() and raw.lstrip("-").isdigit() and len(raw) < 20):
        raise Refused("not_a_number", field=field.name)
    number = int(raw)
    if not least <= number <= most:
        raise Refused("number_out_of_range", field=field.name, least=least, most=most)
    return number


def _unit(field: Input, raw: Any) -> int:
    return _whole(field, raw, 1, 2**53)


def _units(field: Input, raw: Any) -> tuple[int, ...]:
    many = raw.split(",") if isinstance(raw, str) else raw if isinstance(raw, (list, tuple)) else [raw]
    found = tuple(_unit(field, item.strip() if isinstance(item, str) else item) for item in many if item not in ("", None))
    if not found and field.required:
        raise Refused("required", field=field.name)
    if len(found) > MOST_UNITS:
        raise Refused("too_many", field=field.name, most=MOST_UNITS)
    if len(set(found)) != len(found):
        raise Refused("same_unit_twice", field=field.name)
    return found


def _flag(field: Input, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Refused("not_yes_or_no", field=field.name)


def _day(field: Input, raw: Any) -> date:
    if isinstance(raw, date):
        return raw
    try:
        if not isinstance(raw, str) or len(raw) != 10:
            raise ValueError
        day = date.fromisoformat(raw)
    except ValueError:
        raise Refused("not_a_date", field=field.name) from None
    if not 2000 <= day.year <= 2100:
        raise Refused("date_out_of_range", field=field.name)
    return day


def _money(field: Input, raw: Any) -> int:
    """Return whole fen of an amount in yuan: "1234.5", "1,234.50", 1234; never a fraction that a machine rounded."""
    text = str(raw).replace(",", "").replace("，", "") if isinstance(raw, (int, str)) and not isinstance(raw, bool) else ""
    if not _YUAN.fullmatch(text):
        raise Refused("not_an_amount", field=field.name)
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _place(field: Input, raw: Any) -> str:
    code = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
    if not tree.is_code(code):
        raise Refused("bad_region_code", field=field.name, code=code[:20])
    return code


def _files(field: Input, raw: Any) -> tuple[str, ...]:
    many = raw if isinstance(raw, (list, tuple)) else [raw]
    if len(many) > MOST_FILES:
        raise Refused("too_many", field=field.name, most=MOST_FILES)
    return tuple(_word(field, str(item)) for item in many if item not in ("", None))


_READERS = {
    Kind.TEXT: _text,
    Kind.LINE: _text,
    Kind.UNIT: _unit,
    Kind.UNITS: _units,
    Kind.CHOICE: _word,
    Kind.CATEGORY: _word,
    Kind.MATTER: _word,
    Kind.FLAG: _flag,
    Kind.DAYS: lambda field, raw: _whole(field, raw, 1, 3650),
    Kind.COUNT: lambda field, raw: _whole(field, raw, 0, 100_000),
    Kind.PLACE: _place,
    Kind.MONEY: _money,
    Kind.PARTY: lambda field, raw: _whole(field, raw, 1, 32_767),
    Kind.STARS: lambda field, raw: _whole(field, raw, 1, 5),
    Kind.USER: _unit,
    Kind.DATE: _day,
    Kind.FILES: _files,
}
