"""A list as a file: asked for, watched while it is written, taken by the one who asked and by nobody else."""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from yiwang.desk import exporting, jobs
from yiwang.desk import queries as desk_queries
from yiwang.desk.columns import headings
from yiwang.desk.queries import ExportRow
from yiwang.files.queries import open_file
from yiwang.infra.clock import now
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import Refused
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.desk_filters import chips
from yiwang.web.presenters.queue import duty_name, list_href
from yiwang.web.views.desk_keeping import asked_or_plain


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have the list written to a file."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    try:
        export_id = exporting.ask(
            actor=actor,
            query=request.POST.get("query", "")[:600],
            columns=desk_queries.kept(actor=actor).columns,
            kind=request.POST.get("kind", ""),
            lang=get_language() or "",
            at=at,
        )
    except Refused as refusal:
        raise Http404 from refusal
    jobs.write_export.defer(export=str(export_id))
    return HttpResponseRedirect(reverse("desk_export", args=[export_id]))


def _own(request: HttpRequest, export: UUID) -> ExportRow:
    try:
        return desk_queries.export(export_id=export, actor=request.actor)  # type: ignore[attr-defined]
    except Refused as refusal:
        raise Http404 from refusal


@require_safe
def show(request: HttpRequest, export: UUID) -> HttpResponse:
    """Show how far the file is, and hand it over once it is ready; draws itself anew meanwhile."""
    row, at = _own(request, export), now()
    asked = asked_or_plain(dict(parse_qsl(row.query)))
    state = "gone" if row.state == "ready" and row.until and row.until < at else row.state
    context = {
        "e": row,
        "state": state,
        "title": duty_name(asked.duty),
        "chips": chips(asked, at, list_href),
        "headings": headings(row.columns, lang="en" if (get_language() or "").startswith("en") else "zh"),
        "until": short(row.until) if row.until else "",
        "most": exporting.MOST_ROWS,
        "back": list_href(asked),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "yiwang/staff/export-part.html" if part else "yiwang/staff/export.html", context)


@require_POST
def stop(request: HttpRequest, export: UUID) -> HttpResponse:
    """Stop it, unless it is ready."""
    _own(request, export)
    exporting.stop(export_id=export, actor=request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("desk_export", args=[export]))


@require_safe
def take(request: HttpRequest, export: UUID) -> FileResponse:
    """Send the file to the one who asked for it, while it is kept."""
    row, at = _own(request, export), now()
    if row.file_id is None or row.state != "ready" or row.until is None or row.until < at:
        raise Http404
    with writing():  # that a list left the house is written down before it is sent
        exporting.note_download(export_id=row.id, actor=request.actor, county=row.county, at=at)  # type: ignore[attr-defined]
    try:
        opened = open_file(county=row.county, file_id=row.file_id)
    except Refused as refusal:
        raise Http404 from refusal
    response = FileResponse(opened.content, as_attachment=True, filename=opened.name, content_type=opened.media)
    response["Content-Length"] = str(opened.size)
    response["Cache-Control"] = "private, no-store"
    return response
