"""What arrives in a request body: JSON in UTF-8, one object, of a size this door allows; anything else is named exactly."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from yiwang.kernel.refusals import BadInput, Refused

MOST_BYTES = 256 * 1024
"""A matter's longest narrative in the longest encoding fits many times; files come by their own door."""
_DEEPEST = 8


def json_object(request: HttpRequest) -> dict[str, Any]:
    """Return the object in the body.

    Raises Refused: wrong_media_type (415), too_large (413), length_required (411), broken_off, bad_encoding, malformed_json,
    not_an_object (400); BadInput naming the fields that hold a NUL character (422).
    """
    _check_type(request)
    raw = _whole_body(request)
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as problem:
        raise _not_json(raw, problem) from None
    if not isinstance(value, dict):
        raise Refused("not_an_object")
    if b"\\u0000" in raw:
        _refuse_nul(value)
    return value


def _check_type(request: HttpRequest) -> None:
    if request.content_type != "application/json" and not request.content_type.endswith("+json"):
        raise Refused("wrong_media_type", expected="application/json")
    charset = request.content_params.get("charset", "utf-8")
    if charset.lower().strip("\"'") not in ("utf-8", "utf8"):
        raise Refused("bad_encoding")


def _whole_body(request: HttpRequest) -> bytes:
    """Read all of the body, or say that it is too long or broke off."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Refused("length_required")
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > MOST_BYTES:
        raise Refused("too_large", most=MOST_BYTES)
    try:
        raw = request.body
    except RequestDataTooBig:
        raise Refused("too_large", most=MOST_BYTES) from None
    except UnreadablePostError:
        raise Refused("broken_off") from None
    if len(raw) < announced:
        raise Refused("broken_off")
    return raw


def _not_json(raw: bytes, problem: orjson.JSONDecodeError) -> Refused:
    try:
        raw.decode()
    except UnicodeDecodeError as broken:
        return Refused("bad_encoding", position=broken.start)
    return Refused("malformed_json", line=problem.lineno, column=problem.colno)


def _refuse_nul(value: dict[str, Any]) -> None:
    """A NUL can be written in JSON but not in a text of the database: name every field that has one."""
    wrong = [Refused("control_character", field=path) for path, text in _texts(value, "", _DEEPEST) if "\0" in text]
    if wrong:
        raise BadInput(wrong)


def _texts(value: Any, path: str, depth: int) -> Any:
    if isinstance(value, str):
        yield path, value
    elif depth and isinstance(value, dict):
        for key, inner in value.items():
            yield path or "", key
            yield from _texts(inner, f"{path}.{key}" if path else key, depth - 1)
    elif depth and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{number}", depth - 1)
