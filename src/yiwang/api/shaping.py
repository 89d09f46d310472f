"""Turning a JSON object into a struct field by field, so that one answer names everything that is wrong with it."""

from __future__ import annotations

import functools
import re
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from yiwang.kernel.refusals import BadInput, Refused

T = TypeVar("T", bound=msgspec.Struct)
_PLACE = re.compile(r" - at `\$(.*)`$")
_EXPECTED = re.compile(r"^Expected `([^`]+)`")


def shaped(value: dict[str, Any], kind: type[T]) -> T:
    """Return the struct, or raise BadInput with an error per field: required, unknown_field, wrong_type (`expected`)."""
    fields, errors = _fields(value, kind, "")
    if errors:
        raise BadInput(errors)
    return kind(**fields)


def _fields(value: dict[str, Any], kind: type[msgspec.Struct], path: str) -> tuple[dict[str, Any], list[Refused]]:
    known = _known(kind)
    errors = [Refused("unknown_field", field=path + name) for name in value if name not in known]
    found: dict[str, Any] = {}
    for name, (hint, required) in known.items():
        if name in value:
            found[name], wrong = _value(value[name], hint, path + name)
            errors += wrong
        elif required:
            errors.append(Refused("required", field=path + name))
    return found, errors


@functools.cache
def _known(kind: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    """Return the fields of a struct: type and whether it must be there."""
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(kind)}


def _value(value: Any, kind: Any, path: str) -> tuple[Any, list[Refused]]:
    inner = get_args(kind)
    if (
        get_origin(kind) is tuple
        and inner
        and isinstance(inner[0], type)
        and issubclass(inner[0], msgspec.Struct)
        and isinstance(value, list)
    ):
        return _structs(value, inner[0], path)
    try:
        return msgspec.convert(value, kind), []
    except msgspec.ValidationError as problem:
        return None, [_refused(str(problem), path)]


def _structs(values: list[Any], kind: type[msgspec.Struct], path: str) -> tuple[tuple[Any, ...], list[Refused]]:
    found, errors = [], []
    for number, value in enumerate(values):
        place = f"{path}.{number}"
        if not isinstance(value, dict):
            errors.append(Refused("wrong_type", field=place, expected="object"))
            continue
        fields, wrong = _fields(value, kind, place + ".")
        errors += wrong
        if not wrong:
            found.append(kind(**fields))
    return tuple(found), errors


def _refused(message: str, path: str) -> Refused:
    """Read the library's sentence: what it expected, and where inside the field."""
    place = _PLACE.search(message)
    inside = re.sub(r"\[(\d+)\]", r".\1", place[1]) if place else ""
    expected = _EXPECTED.match(message)
    return Refused("wrong_type", field=path + inside, expected=expected[1]) if expected else Refused("bad_format", field=path + inside)
