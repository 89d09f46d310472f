"""A form is taken whole or not at all: all octets that were announced, closed as its kind closes, every field text in UTF-8.

Servers hand a body on that broke off half-way as if it had ended there, and Django reads from it what it finds; without this a
phone that loses its connection would register half a matter.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from io import IOBase
from typing import IO
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from yiwang.kernel.refusals import Refused

PLAIN, IN_PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
_TAIL = 256
"""Octets kept of the end of a body: the closing line of a form in parts is at most 76 long."""


_PIECE = 64 * 1024
"""What the kernel takes without anybody reading."""
_MOST_FORGOTTEN = 256 * 1024 * 1024
_PATIENCE = 20.0
"""Seconds that a refused request may go on sending."""


class BrokenOff(OSError):
    """Fewer octets came than were announced; Django turns it into UnreadablePostError."""


class WholeBody(IOBase):
    """The body of a request, read to the announced end or not at all."""

    def __init__(self, stream: IO[bytes], announced: int) -> None:
        self._stream = stream
        self._missing = announced
        self.tail = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` octets; raises BrokenOff when the body ends too early."""
        return self._took(self._stream.read(size), asked=size != 0)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line, the same way."""
        return self._took(self._stream.readline(-1 if size is None else size), asked=size != 0)

    def _took(self, data: bytes, *, asked: bool) -> bytes:
        self._missing -= len(data)
        self.tail = (self.tail + data)[-_TAIL:] if len(data) < _TAIL else data[-_TAIL:]
        if self._missing > 0 and asked and not data:
            raise BrokenOff
        return data


def refusal(request: HttpRequest) -> Refused | None:
    """Read the form of a POST and return why it cannot be taken, or None. Its fields stay in `request.POST` for the view."""
    if request.method != "POST" or request.content_type not in {PLAIN, IN_PARTS}:
        return None
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        return Refused("length_required")
    if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return Refused("bad_encoding")
    body = _watch(request)
    code = _unreadable(request)
    if not code and not _whole(request, body):
        code = "broken_off"
    if not code and not _all_text(request):
        code = "bad_encoding"
    return Refused(code) if code else None


class AnswerFirst(HttpResponse):
    """The refusal of a request that may still be sending: told at once; then what comes is read on and forgotten, within bounds.

    Browsers and many programs send all before they listen: to hang up on them would lose the very answer that says what was wrong.
    """

    stream: IO[bytes]

    def __iter__(self) -> Iterator[bytes]:
        """Give the answer to the server, then read on."""
        yield from super().__iter__()
        end, left = time.monotonic() + _PATIENCE, _MOST_FORGOTTEN
        with contextlib.suppress(OSError, ValueError):  # it broke off, or was closed
            while left > 0 and time.monotonic() < end and (piece := self.stream.read(_PIECE)):
                left -= len(piece)


def answer_first(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the refusal in the form that reads on, where the request is long enough to be still on its way."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if response.streaming or request.META.get("HTTP_TRANSFER_ENCODING") or length <= _PIECE:
        return response
    answer = AnswerFirst(response.content, status=response.status_code, headers=response.headers)
    answer.cookies, answer.stream = response.cookies, request._stream
    answer["Content-Length"] = str(len(response.content))
    return answer


def _unreadable(request: HttpRequest) -> str:
    """Read the fields; return the code of what hindered it, or ""."""
    try:
        request.POST.get("")
    except UnreadablePostError:
        return "broken_off"
    except RequestDataTooBig:
        return "too_large"
    except (MultiPartParserError, BadRequest, TooManyFilesSent, TooManyFieldsSent):
        return "bad_form"
    return ""


def _watch(request: HttpRequest) -> WholeBody | None:
    """Put the watch between the request and its stream, unless something has read it already."""
    if hasattr(request, "_post") or hasattr(request, "_body") or request._read_started:
        return None
    body = WholeBody(request._stream, int(request.META.get("CONTENT_LENGTH") or 0))
    request._stream = body
    return body


def _whole(request: HttpRequest, body: WholeBody | None) -> bool:
    """Did all that was announced come, and do the parts end as parts end?"""
    if request.content_type == PLAIN:
        return len(request.body) >= int(request.META.get("CONTENT_LENGTH") or 0)
    if body is None:  # somebody looked before us
        return True
    boundary = (request.content_params or {}).get("boundary", "")
    return body.tail.rstrip(b"\r\n").endswith(b"--" + boundary.encode("ascii", "replace") + b"--")


def _all_text(request: HttpRequest) -> bool:
    """A plain form is looked at as it came, for Django reads octets that are no text as Latin letters; in parts it puts U+FFFD."""
    if request.content_type == PLAIN:
        return is_text(unquote_to_bytes(request.body))
    return not any("\ufffd" in text or "\x00" in text for name, values in request.POST.lists() for text in (name, *map(str, values)))


def is_text(octets: bytes) -> bool:
    """Is it UTF-8 without the character that no database stores?"""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return b"\x00" not in octets
