"""Files: sent first, then named by id in the act or registration that takes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yiwang.files.operations import store
from yiwang.kernel.refusals import Refused

from ..domain.scopes import Scope
from ..doors import WRITING, answer, door
from ..schemas import Uploaded

router = Router(tags=["files"])
MOST_BYTES = 20 * 1024 * 1024


@router.post("", operation_id="upload_file", **door(Scope.MATTERS_ACT, Uploaded, status=201, problems=WRITING))
def upload(
    request: HttpRequest, *, name: str = Query(..., min_length=1, max_length=200, description="Name with its ending.")
) -> HttpResponse:
    """Store a file, sent as the plain body of the request; its kind is told by its content. It waits a day for the deed that takes it."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Refused("length_required")
    if request.content_type != "application/octet-stream":
        raise Refused("wrong_media_type", expected="application/octet-stream")
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > MOST_BYTES:
        raise Refused("too_large", most=MOST_BYTES)
    stored = store(stream=_Whole(request, announced), name=name, limit=MOST_BYTES, by=request.auth.actor.user, at=request.auth.at)
    return answer({"id": stored.id, "name": stored.name, "kind": stored.media, "size": stored.size}, status=201)


class _Whole:
    """The body as a stream that refuses to end before what was announced has come."""

    def __init__(self, request: HttpRequest, announced: int) -> None:
        self._request, self._left = request, announced

    def read(self, size: int = -1) -> bytes:
        """Return the next octets; raises Refused("broken_off") when the line broke."""
        wanted = self._left if size < 0 else min(size, self._left)
        piece = self._request.read(wanted) if wanted else b""
        if wanted and not piece:
            raise Refused("broken_off")
        self._left -= len(piece)
        return piece
