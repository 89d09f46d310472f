"""Attachments, served only through the matter they belong to, by whoever may see it; never shown in our own pages' origin as code."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from yiwang.files import queries as stored
from yiwang.infra.clock import now
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.operations import note_file_opened
from yiwang.matters.queries.page import FileView
from yiwang.web.views.follow import held_code, page_or_none
from yiwang.web.views.matter import page_or_404

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"})
"""Types the browser may show; everything else is handed over as a download."""


def _send(county: str, file_id: UUID) -> FileResponse:
    try:
        opened = stored.open_file(county=county, file_id=file_id)
    except Refused as refusal:
        raise Http404 from refusal
    shown = opened.media in SHOWN
    kind = opened.media if shown else "application/octet-stream"
    response = FileResponse(opened.content, as_attachment=not shown, filename=opened.name, content_type=kind)
    response["Content-Length"] = str(opened.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def matter_file(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """Serve a file of a matter the actor may see."""
    at = now()
    page = page_or_404(request, number, at)
    found = _one(page.files, file_id)
    actor = request.actor  # type: ignore[attr-defined]
    own = actor.unit in {*page.case.trail, page.case.registrar, *(order.unit for order in page.case.orders.values())}
    with writing():  # an attachment shows persons: that it was opened is written down before it is sent
        note_file_opened(number=page.number, file_id=found, actor=actor, at=at, own=own)
    return _send(page.county, found)


@require_safe
def public_file(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """Serve a file that the person may see, to whoever holds the code."""
    code = held_code(request, number)
    page = page_or_none(number, code, now()) if code else None
    if page is None:
        raise Http404
    return _send(numbers.parse(page.number).county, _one(page.files, file_id))


def _one(files: tuple[FileView, ...], file_id: UUID) -> UUID:
    found = next((file for file in files if file.id == file_id), None)
    if found is None:
        raise Http404
    return found.id
