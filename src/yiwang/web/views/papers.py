"""The papers of a matter as PDF: made when asked for and kept nowhere; with a person's name only by a look that is written down."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import operations
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import Revealed
from yiwang.matters.queries.page import MatterPage
from yiwang.web import drafts
from yiwang.web.papers.press import Paper, pdf
from yiwang.web.posts import NAME_KEY
from yiwang.web.presenters import papers as presenter
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.wording import sentence
from yiwang.web.views.matter import page_or_404
from yiwang.web.views.receipts import FRESH, receipt_words

SERVING = "serve"
"""The reason of the policy's list under which a name is looked at to be printed."""
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
"""The browser's own viewer is all that opens a PDF."""


@require_safe
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """List what can be printed for a matter as it stands."""
    return _list(request, page_or_404(request, number, now()), now())


def _list(request: HttpRequest, page: MatterPage, at: datetime, error: str = "") -> HttpResponse:
    context = {
        "number": page.number,
        "title": page.title,
        "papers": presenter.papers_of(page, Names(units=page.units, at=at)),
        "may_name": any(offer.act is Act.REVEAL and not offer.refused for offer in page.offers),
        "back": reverse("matter", args=[page.number]),
        "error": error,
    }
    return render(request, "yiwang/staff/papers.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Print one paper; posted, with the name of whom it is addressed to, and that is written down first."""
    at = now()
    page = page_or_404(request, number, at)
    offered = {view.kind: view for view in presenter.papers_of(page, Names(units=page.units, at=at))}
    if kind not in offered or (request.method == "POST" and not offered[kind].named):
        raise Http404
    revealed = None
    if request.method == "POST":
        try:
            revealed = operations.reveal(number=page.number, actor=request.actor, reason=SERVING, at=at)  # type: ignore[attr-defined]
        except Refused as refusal:
            return _list(request, page, at, error=sentence(refusal))
    answer = HttpResponse(pdf(_paper(request, page, kind, at, revealed), at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{presenter.filename(page.number, kind, at)}"'
    answer["Content-Security-Policy"] = PDF_POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer


def _paper(request: HttpRequest, page: MatterPage, kind: str, at: datetime, revealed: Revealed | None) -> Paper:
    names, clerk = Names(units=page.units, at=at), request.session.get(NAME_KEY, "")
    if kind == presenter.ACCEPTANCE:
        return presenter.acceptance(page, names=names, clerk=clerk, revealed=revealed)
    if kind == presenter.DECLINE:
        return presenter.decline(page, names=names, clerk=clerk, revealed=revealed)
    code = drafts.read(request.session, FRESH).get(page.number, "")
    words = receipt_words(request, page, at, code)
    return presenter.receipt(words, qr=words["qr"] if code else "")
