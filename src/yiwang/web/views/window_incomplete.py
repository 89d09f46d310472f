"""What was registered in haste at the window is completed later, by the same lawful acts as everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.infra.keyset import Page
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import PartyIn, act, correct_party
from yiwang.matters.queries.incomplete import VILLAGE, Incomplete, incomplete
from yiwang.matters.queries.page import MatterPage
from yiwang.regions import queries as regions
from yiwang.web.forms.fields import with_errors
from yiwang.web.forms.incomplete import PERSON, matter_fields, person_fields
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.marks import state_tag
from yiwang.web.presenters.names import place_name
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.matter import page_or_404
from yiwang.web.views.window_form import places_found

REASON = "赶集快登后补全"
"""Why it is corrected, as the ledger keeps it."""


@require_safe
def unfinished(request: HttpRequest) -> HttpResponse:
    """List what one's unit registered and still lacks something."""
    at, after = now(), request.GET.get("after", "")[:600]
    try:
        page = incomplete(actor=request.actor, at=at, after=after)  # type: ignore[attr-defined]
    except Refused:  # a torn cursor: from the beginning
        return HttpResponseRedirect(reverse("window_incomplete"))
    return render(request, "yiwang/staff/incomplete.html", {"rows": [_row(each) for each in page.rows], "next": _next(page)})


def _next(page: Page[Incomplete]) -> str:
    return f"{reverse('window_incomplete')}?after={page.after}" if page.after else ""


def _row(each: Incomplete) -> dict[str, Any]:
    lacks = [_("到村或社区的地点")] if each.wants_place else []
    lacks += [_("联系电话")] if each.wants_contact else []
    return {
        "number": each.number,
        "title": each.title,
        "tag": state_tag(each.state),
        "registered": short(each.registered),
        "place": place_name(each.place),
        "lacks": lacks,
    }


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """Show what one matter lacks, or write down what was learned since."""
    at = now()
    page = page_or_404(request, number, at)
    values, errors = request.POST, {}
    if request.method == "POST" and not values.get("find_place"):
        try:
            done = _written(page, values, request.actor, at)  # type: ignore[attr-defined]
        except Refused as refusal:
            errors = by_field(refusal)
        else:
            messages.success(request, _("%(number)s：已补全%(parts)s。") % {"number": page.number, "parts": "、".join(done)})
            return HttpResponseRedirect(reverse("window_incomplete"))
    return render(request, "yiwang/staff/complete.html", _context(request, page, values, errors), status=422 if errors else 200)


def _context(request: HttpRequest, page: MatterPage, values: QueryDict, errors: dict[str, str]) -> dict[str, Any]:
    word, place = values.get("place_q", "").strip()[:40], values.get("place", "")
    person, matter = with_errors(person_fields(values), errors), with_errors(matter_fields(values), errors)
    drawn = {field.name for field in (*person, *matter)}
    return {
        "number": page.number,
        "title": page.title,
        "person": person if page.parties else [],
        "matter": matter,
        "place_name": place_name(page.case.place),
        "wants_place": len(page.case.place) < VILLAGE,
        "combos": {"places": places_found(word, place, request.actor), "place": place, "place_q": word},  # type: ignore[attr-defined]
        "summary": [(f"f-{name}" if name in drawn else "", text) for name, text in errors.items()],
        "key": values.get("key") or str(uuid4()),
    }


def _written(page: MatterPage, values: QueryDict, actor: Actor, at: datetime) -> list[str]:
    """Do the lawful acts for what was filled in, one after the other; return what was completed."""
    key = f"complete:{values.get('key', '')[:60]}"
    done = []
    if any(values.get(name, "").strip() for name in PERSON):
        before = page.parties[0] if page.parties else None
        given = {name: values.get(name, "").strip() for name in PERSON}
        same = {name: getattr(before, name) for name in ("part", "kind", "relation", "visiting")} if before else {}
        party = PartyIn(**given, **same)
        correct_party(number=page.number, no=1, party=party, actor=actor, at=at, reason=REASON, key=f"{key}:party")
        done.append(_("联系方式"))
    if place := values.get("place", ""):
        spot = values.get("spot", "").strip() or regions.full_name(place, start=4)
        data = {"part": "place", "text": spot, "place": place, "reason": REASON}
        act(number=page.number, act=Act.CORRECT, actor=actor, at=at, data=data, key=f"{key}:place")
        done.append(_("地点"))
    if text := values.get("text", "").strip():
        act(number=page.number, act=Act.SUPPLEMENT, actor=actor, at=at, data={"text": text}, key=f"{key}:text")
        done.append(_("经过"))
    if not done:
        raise BadInput([Refused("required", field="name")])
    return done
