"""Attachments, served only through the matter they belong to, by whoever may see it; never shown in our own pages' origin as code."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from yiwang.centers.domain.actor import Actor
from yiwang.files import queries as stored
from yiwang.files.access import may_open
from yiwang.files.queries import Opened
from yiwang.infra.clock import now
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.operations import note_file_opened, note_pictures_shown
from yiwang.matters.queries.page import FileView, MatterPage
from yiwang.web.views.follow import held_code, page_or_none
from yiwang.web.views.matter import is_fragment, page_or_404

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"})
"""Types the browser may show; everything else is handed over as a download."""
SALT, TICKET_SECONDS = "small-pictures", 600


def _send(county: str, file_id: UUID, *, opener: Callable[..., Opened] = stored.open_file) -> FileResponse:
    try:
        opened = opener(county=county, file_id=file_id)
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
    own = _own(page, actor)
    with writing():  # an attachment shows persons: that it was opened is written down before it is sent
        note_file_opened(number=page.number, file_id=found, actor=actor, at=at, own=own)
    return _send(page.county, found)


def _own(page: MatterPage, actor: Actor) -> bool:
    """Say whether the viewer works on the matter."""
    return actor.unit in {*page.case.trail, page.case.registrar, *(order.unit for order in page.case.orders.values())}


@require_safe
@vary_on_headers("HX-Request")
def pictures(request: HttpRequest, number: str) -> HttpResponse:
    """Show the pictures of a matter, small; that they were shown is written down once, before the first is sent."""
    at = now()
    page = page_or_404(request, number, at)
    actor = request.actor  # type: ignore[attr-defined]
    shown = [file for file in page.files if file.kind.startswith("image/")]
    if not shown:
        raise Http404
    with writing():
        note_pictures_shown(number=page.number, actor=actor, at=at, own=_own(page, actor))
    ticket = signing.dumps([page.number, actor.user], salt=SALT)
    rows = [
        {
            "name": file.name,
            "href": reverse("matter_file", args=[page.number, file.id]),
            "small": f"{reverse('matter_file_small', args=[page.number, file.id])}?t={ticket}",
        }
        for file in shown
    ]
    context = {"pictures": rows, "number": page.number, "back": reverse("matter", args=[page.number])}
    return render(request, f"yiwang/staff/{'pictures' if is_fragment(request) else 'pictures-page'}.html", context)


@require_safe
def small_picture(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """Serve one small picture to whom they are being shown: the ticket says that the look was written down."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        said = signing.loads(request.GET.get("t", ""), salt=SALT, max_age=TICKET_SECONDS)
        county = numbers.parse(number).county
    except (signing.BadSignature, Refused) as wrong:
        raise Http404 from wrong
    if said != [number, actor.user] or not may_open(viewer=actor, county=county, file_id=file_id):
        raise Http404
    return _send(county, file_id, opener=stored.open_small)


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
