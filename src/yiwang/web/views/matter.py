"""The matter page: whole, or as the pane beside the queue; why another act is not possible; its ledger; its files."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from yiwang.infra.clock import now
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import Refused
from yiwang.matters import queries as matters
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.ledger.reading import entries_of
from yiwang.matters.operations import Revealed, note_opened
from yiwang.matters.queries.page import MatterPage
from yiwang.web.forms.phrases import phrases_for
from yiwang.web.presenters import handling
from yiwang.web.presenters import matter as presenter
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.deeds import deed_name
from yiwang.web.presenters.names import Names, place_name
from yiwang.web.presenters.timeline import subject_name
from yiwang.web.presenters.wording import sentence


def page_or_404(request: HttpRequest, number: str, at: datetime, *, why_not: bool = False) -> MatterPage:
    """Return the page of a matter; what the actor may not see does not exist."""
    try:
        return matters.matter_page(number=number, actor=request.actor, at=at, why_not=why_not)  # type: ignore[attr-defined]
    except Refused as refusal:
        raise Http404 from refusal


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


@require_safe
@vary_on_headers("HX-Request")
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show one matter with every lawful act for this person and only those."""
    at = now()
    page = page_or_404(request, number, at)
    by_itself = request.headers.get("X-By-Itself") == "1"  # drawn anew because somebody else did something: nobody opened it
    if not by_itself and (page.opened_version is None or page.opened_version < page.version):
        with writing():  # that it was opened as it stands: the mark "changed since" rests on it
            note_opened(county=page.county, matter_id=page.id, version=page.version, actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, template_of(request), drawn(request, page, at))


def template_of(request: HttpRequest) -> str:
    """Return the template of a matter: the pane when htmx asks, else the page."""
    return "yiwang/staff/matter-pane.html" if is_fragment(request) else "yiwang/staff/matter.html"


def drawn(request: HttpRequest, page: MatterPage, at: datetime, revealed: Revealed | None = None) -> dict[str, object]:
    """Return what the templates of a matter draw: the matter itself, and what people at work on it must see of each other."""
    user = request.actor.user  # type: ignore[attr-defined]
    names = Names(units=page.units, at=at)
    since = _version(request.GET.get("since", ""), page.version)
    hand = handling.around(page, names, at, user=user, since=since, answer=request.GET.get("answer", ""))
    view = presenter.view_of(
        page=page,
        place=place_name(page.case.place),
        names=names,
        now=at,
        revealed=revealed,
        shown=frozenset(ask.key for ask in hand.asks),
        new_after=handling.seq_at(page, since) if since < page.version else None,
    )
    return {"m": view, "h": hand, "followed": page.followed}


def _version(text: str, newest: int) -> int:
    """Return the version that the asking page last showed its reader; the newest when it says none."""
    return min(int(text), newest) if text.isascii() and text.isdigit() and len(text) < 9 else newest


@require_safe
@vary_on_headers("HX-Request")
def why(request: HttpRequest, number: str) -> HttpResponse:
    """Say of every other act why it is not possible for this person now."""
    at = now()
    page = page_or_404(request, number, at, why_not=True)
    lawful = {offer.act for offer in page.offers if not offer.refused}
    told: dict[str, dict[str, None]] = {}
    for offer in page.offers:
        if offer.refused and offer.act not in lawful and not SPECS[offer.act].system:
            told.setdefault(sentence(Refused(offer.refused)), {})[deed_name(offer.act)] = None
    template = "yiwang/staff/why.html" if is_fragment(request) else "yiwang/staff/why-page.html"
    context = {
        "refused": [(reason, list(deeds)) for reason, deeds in told.items()],
        "number": page.number,
        "back": f"/matters/{page.number}/",
    }
    return render(request, template, context)


@require_safe
def phrases(request: HttpRequest, number: str) -> HttpResponse:
    """Return what may be inserted into a note on this matter, as a fragment; asked for when somebody wants it, not with every page."""
    at = now()
    page = page_or_404(request, number, at)
    found = phrases_for(page=page, actor=request.actor, act=Act.NOTE, at=at)  # type: ignore[attr-defined]
    return render(request, "yiwang/staff/matter/phrases.html", {"phrases": found})


@require_safe
def ledger(request: HttpRequest, number: str) -> HttpResponse:
    """Show the entries of a matter's ledger with their hashes."""
    at = now()
    page = page_or_404(request, number, at)
    names = Names(units=page.units, at=at)
    heads = {entry.seq: entry.head.hex() for entry in entries_of(county=page.county, matter_id=page.id)}
    entries = [
        {
            "seq": entry.seq,
            "at": short(entry.at),
            "deed": deed_name(entry.act),
            "subject": subject_name(page.case, entry.subject, names),
            "unit": names.unit(entry.unit),
            "hash": heads.get(entry.seq, ""),
        }
        for entry in page.timeline
    ]
    return render(request, "yiwang/staff/ledger.html", {"number": page.number, "back": f"/matters/{page.number}/", "entries": entries})
