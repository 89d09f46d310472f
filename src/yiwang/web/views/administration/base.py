"""What all pages of the administration share: the frame, one way of showing and sending a form, and the reach of the officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yiwang.administration import access
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.web.forms.administration import DeedForm, filled
from yiwang.web.forms.fields import Field, summary, with_errors
from yiwang.web.presenters.administration import navigation
from yiwang.web.presenters.wording import by_field

Answer = TypeVar("Answer")


def officer(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def or_404(ask: Callable[[], Answer]) -> Answer:
    """Return the answer; what is beyond reach does not exist."""
    try:
        return ask()
    except Refused as refusal:
        raise Http404 from refusal


def unit_or_404(request: HttpRequest, unit: int) -> centers.UnitRow:
    """Return a unit in force within the officer's reach."""
    return or_404(lambda: access.unit_of(officer(request), unit, now()))


def show(
    request: HttpRequest,
    template: str,
    section: str,
    context: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
    base: str = "yiwang/administration",
) -> HttpResponse:
    """Draw a page of the administration, with its side navigation when it belongs to a section."""
    groups = {"groups": navigation(section)} if section else {}
    return render(request, f"{base}/{template}.html", {**groups, **context}, status=status)


def form_page(
    request: HttpRequest,
    *,
    section: str,
    form: DeedForm,
    fields: Callable[[], Sequence[Field]],
    do: Callable[[], HttpResponse],
    context: Mapping[str, Any] | None = None,
    template: str = "form",
    base: str = "yiwang/administration",
    redraw: bool = False,
) -> HttpResponse:
    """Show a form, or do what it asks for; refused, it comes back with all that was typed and says what is wrong.

    `redraw`: show it as it was sent, without doing anything.
    """
    errors: dict[str, str] = {}
    if request.method == "POST" and not redraw and not request.POST.get("look_up"):
        try:
            return do()
        except Refused as refusal:
            errors = by_field(refusal)
    posted = request.POST if request.method == "POST" else None
    shown = with_errors(filled(fields(), posted), errors)
    drawn = DeedForm(
        title=form.title,
        button=form.button,
        back=form.back,
        about=form.about,
        intro=form.intro,
        danger=form.danger,
        icon=form.icon,
        fields=shown,
        summary=summary(shown, errors),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return show(request, template, section, {"form": drawn, **(context or {})}, status=status, base=base)
