"""A visitor's earlier matter, found by the phone or document number they give: exactly, one at a time, with a reason, written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations.contacts import look_up
from yiwang.web.forms.contact import fields
from yiwang.web.forms.fields import summary
from yiwang.web.presenters import found as presenter
from yiwang.web.presenters.wording import by_field


@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form; after a look-up what was found, with the form to look for the next older one."""
    at, given = now(), {name: request.POST.get(name, "")[:40].strip() for name in ("kind", "value", "reason", "after")}
    errors: dict[str, str] = {}
    looked = None
    if request.method == "POST":
        try:
            looked = look_up(
                actor=request.actor,  # type: ignore[attr-defined]
                kind=given["kind"],
                value=given["value"],
                reason=given["reason"],
                at=at,
                after=request.POST.get("after", "")[:600],
            )
        except Refused as refusal:
            errors = by_field(refusal)
    shown = fields(given, errors, at)
    context = {
        "fields": shown,
        "summary": summary(shown, errors),
        "looked": looked,
        "given": given,
        "row": presenter.row_of(looked.row, at) if looked and looked.row else None,
    }
    return render(request, "yiwang/staff/contact.html", context, status=422 if errors else 200)
