"""Files sent ahead of their form, in pieces: the browser asks how far one has come and goes on from there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.files import sending
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import Refused
from yiwang.web import uploads
from yiwang.web.posts import actor_of
from yiwang.web.presenters.wording import sentence


def _sender(request: HttpRequest) -> int | None:
    """Return whose file it is: nobody's on a resident's page, whoever happens to be signed in there."""
    actor = None if "resident" in request.GET else actor_of(request)
    return actor.user if actor is not None else None


def _refused(refusal: Refused) -> JsonResponse:
    return JsonResponse({"said": sentence(refusal)}, status=422)


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a file by `name` and `size`; answers with its id."""
    by, size = _sender(request), request.POST.get("size", "")
    if not uploads.may_send(request, by):
        return JsonResponse({"said": _("一小时内上传的文件过多，请稍后再试；已经上传的都在。")}, status=429)
    try:
        progress = sending.begin(
            name=request.POST.get("name", ""), size=int(size) if size.isdecimal() else 0, limit=uploads.ONE_FILE, by=by, at=now()
        )
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"id": str(progress.id), "received": 0}, status=201)


@body_limit(sending.MOST_PIECE)
@require_http_methods(["GET", "PATCH"])
def piece(request: HttpRequest, file_id: UUID) -> JsonResponse:
    """Say how far a file has come, or take a piece that begins at the header `Upload-Offset`; the last answer bears the form's token."""
    try:
        progress = _take(request, file_id) if request.method == "PATCH" else _come(request, file_id)
    except Refused as refusal:
        if refusal.code == "no_such_file":
            raise Http404 from refusal
        return _refused(refusal)
    if progress.stored is None:
        return JsonResponse({"received": progress.received})
    file = {"id": str(progress.stored.id), "name": progress.stored.name}
    return JsonResponse({"received": progress.received, "token": uploads.token_of(file), "name": progress.stored.name})


def _come(request: HttpRequest, file_id: UUID) -> sending.Progress:
    return sending.received(file_id=file_id, by=_sender(request), at=now())


def _take(request: HttpRequest, file_id: UUID) -> sending.Progress:
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal() or len(offset) > 12:
        return _come(request, file_id)
    return sending.add(file_id=file_id, offset=int(offset), octets=request.body, by=_sender(request), at=now())
