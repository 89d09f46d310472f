"""The window: register while the person talks, print the receipt, keep everything typed when something is wrong."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import queries as centers
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.words import Nature
from yiwang.matters.operations import register
from yiwang.policy import queries as policy
from yiwang.regions import queries as regions
from yiwang.web import drafts, uploads
from yiwang.web.forms.accused import accusable
from yiwang.web.forms.bring import found_categories
from yiwang.web.forms.fields import Field, with_errors
from yiwang.web.forms.window import intake_of, matter_fields, visitors
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.receipts import FRESH, FRESH_RECEIPTS

LOOKUPS = ("find_place", "find_unit", "add_visitor", "look_up")
"""Buttons that fetch something for the form and send nothing."""
FOUND = 10


@body_limit(uploads.ONE_FORM)
@require_http_methods(["GET", "POST"])
def window(request: HttpRequest) -> HttpResponse:
    """Show the form, look something up for it, or register."""
    posted = request.POST
    kept = uploads.kept(posted)
    errors: dict[str, str] = {}
    if request.method == "POST":
        kept, refused = uploads.receive(request, before=kept, most=20, by=request.actor.user)  # type: ignore[attr-defined]
        errors |= refused
        if not errors and not any(posted.get(name) for name in LOOKUPS):
            try:
                done = register(intake=intake_of(posted, kept), actor=request.actor, at=now(), key=f"window:{posted.get('key', '')}")  # type: ignore[attr-defined]
            except Refused as refusal:
                errors = by_field(refusal)
            else:
                drafts.add(request.session, FRESH, done.number, done.query_code, most=FRESH_RECEIPTS)
                return HttpResponseRedirect(reverse("window_receipt", args=[done.number]))
    return render(request, "yiwang/staff/window.html", _context(request, posted, kept, errors), status=422 if errors else 200)


def _context(request: HttpRequest, posted: QueryDict, kept: list[uploads.KeptFile], errors: dict[str, str]) -> dict[str, Any]:
    tree = policy.pack("categories", now()).body
    fields = {field.name: field for field in with_errors(matter_fields(posted, tree, uploads.tokens(kept)).values(), errors)}
    (where,) = with_errors([Field(name="place", label=_("发生地"), widget="pick")], errors)
    rows = visitors(posted, errors)
    word = posted.get("place_q", "").strip()[:40]
    return {
        "fields": fields,
        "visitors": rows,
        "summary": _summary([*(f for row in rows for f in row.fields), *fields.values()], where, errors),
        "key": posted.get("key") or str(uuid4()),
        "place_q": word,
        "place": posted.get("place", ""),
        "places": _places(word, posted.get("place", ""), request),
        "place_error": where.error,
        "accused_needed": posted.get("nature") == Nature.ACCUSATION or "accused_units" in errors,
        "accused_q": posted.get("accused_q", ""),
        "accused": _accused(request, posted),
    }


def _summary(fields: list[Field], where: Field, errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return every error once: with its field where it has one, the place with its search box, the rest by themselves."""

    def told(field: Field) -> str:
        return field.error if field.label in field.error else f"{field.label}：{field.error}"

    shown = [(field.id, told(field)) for field in fields if field.error]
    place = [("f-place-q", told(where))] if where.error else []
    named = {field.name for field in fields} | {"place", "parties"}
    rest = [("", text) for name, text in errors.items() if name not in named and not name.startswith("parties.")]
    return shown + place + rest


def _within(request: HttpRequest) -> str:
    unit = centers.unit(request.actor.unit)  # type: ignore[attr-defined]
    return unit.region[:6] if unit else ""


def _places(word: str, chosen: str, request: HttpRequest) -> list[dict[str, str]]:
    """Places near the window first, then anywhere; the chosen one stays in the list."""
    found = (regions.search(word, within=_within(request), limit=FOUND) or regions.search(word, limit=FOUND)) if word else []
    codes = [row.code for row in found]
    if chosen and chosen not in codes:
        row = regions.region(chosen)
        found = [row, *found] if row else found
    return [{"code": row.code, "name": row.name, "full": regions.full_name(row.code)} for row in found]


def _accused(request: HttpRequest, posted: QueryDict) -> list[dict[str, Any]]:
    chosen = posted.getlist("accused_units")
    place = posted.get("place", "") or _within(request)
    found = accusable(place=place, text=posted.get("accused_q", "").strip()[:40], chosen=chosen, at=now())
    return [{"id": unit.value, "name": unit.label, "where": unit.note, "on": unit.value in chosen} for unit in found]


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Return the places that fit what is being typed, as a fragment."""
    word = request.GET.get("place_q", "").strip()[:40]
    return render(request, "yiwang/staff/places.html", {"places": _places(word, "", request), "place_q": word, "place": ""})


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Return the categories that fit what is being typed, as a fragment."""
    word = request.GET.get("find_category", "").strip()[:40]
    found = found_categories(policy.pack("categories", now()).body, word=word, limit=FOUND * 2)
    return render(request, "yiwang/staff/units.html", {"choices": found, "name": "category", "many": False})
