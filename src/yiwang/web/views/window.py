"""The window: register while the person talks; what is typed is kept on every pause and never lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.centers.domain.actor import Actor
from yiwang.files.operations import wait_longer
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import drop_draft, keep_draft
from yiwang.matters.operations.drafting import KEPT
from yiwang.matters.queries.drafts import Draft, drafts_of
from yiwang.web import drafts, uploads
from yiwang.web.forms.window import values_of, values_to_keep
from yiwang.web.presenters import window as presenter
from yiwang.web.presenters.deeds import deed_name
from yiwang.web.presenters.hall import panel_of
from yiwang.web.presenters.window import draft_lines, saved_words
from yiwang.web.presenters.wording import by_field, sentence
from yiwang.web.views.receipts import FRESH, FRESH_RECEIPTS
from yiwang.web.views.window_end import Ended, end, supplemented
from yiwang.web.views.window_form import Form, region_of

LOOKUPS = ("find_place", "under", "find_unit", "add_visitor", "look_up")
"""Buttons that fetch something for the form and send nothing."""
MOST_FILES = 20


@body_limit(uploads.ONE_FORM)
@require_http_methods(["GET", "POST"])
def window(request: HttpRequest) -> HttpResponse:
    """Show the form, look something up for it, keep it, or end it the way its button says."""
    at = now()
    if request.method == "GET":
        return _open(request, at)
    values, key = request.POST.copy(), key_of(request.POST)
    kept, errors = uploads.receive(request, before=uploads.kept(values), most=MOST_FILES, by=request.actor.user)  # type: ignore[attr-defined]
    if values.get("look_up") in ("quick", "full"):
        values["quick"] = "1" if values["look_up"] == "quick" else ""
    values.setlist("kept_files", [token.value for token in uploads.tokens(kept)])
    if values.get("save") and not errors:
        keep(key, values, request.actor, at)  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{reverse('window')}?draft={key}")
    if not errors and not any(values.get(name) for name in LOOKUPS):
        try:
            if added := supplemented(values=values, kept=kept, actor=request.actor, key=key, at=at):  # type: ignore[attr-defined]
                messages.success(request, _("已补充到 %(number)s。") % {"number": added.number})
                return HttpResponseRedirect(reverse("matter", args=[added.number]))
            return _onward(request, bool(values.get("quick")), end(values=values, kept=kept, actor=request.actor, key=key, at=at))  # type: ignore[attr-defined]
        except Refused as refusal:
            errors = by_field(refusal)
    return _page(request, values, kept, errors, at)


def keep(key: UUID, values: QueryDict, actor: Actor, at: datetime) -> bool:
    """Keep a form with the files it names; False when it was registered meanwhile."""
    files = [UUID(file["id"]) for file in uploads.kept(values)]
    if files and actor.user is not None:
        wait_longer(ids=files, by=actor.user, until=at + KEPT)
    return keep_draft(draft=key, values=values_to_keep(values), actor=actor, at=at)


def key_of(values: QueryDict) -> UUID:
    """Return the form's key: its draft's id, and what makes it register once only. The same words give the same key."""
    given = values.get("key", "")
    try:
        return UUID(given)
    except ValueError:
        return uuid5(NAMESPACE_OID, given) if given else uuid4()


def _open(request: HttpRequest, at: datetime) -> HttpResponse:
    """Open a kept form, or a new one."""
    wanted = request.GET.get("draft", "")
    own = drafts_of(request.actor)  # type: ignore[attr-defined]
    draft = next((one for one in own if str(one.id) == wanted), None)
    values = values_of(draft.values) if draft else QueryDict(mutable=True)
    if not draft and request.GET.get("quick"):
        values["quick"] = "1"
    values["key"] = str(draft.id if draft else uuid4())
    return _page(request, values, uploads.kept(values, lifetime=None), {}, at, own=own, saved=draft.saved if draft else None)


def _page(
    request: HttpRequest,
    values: QueryDict,
    kept: list[uploads.KeptFile],
    errors: dict[str, str],
    at: datetime,
    *,
    own: list[Draft] | None = None,
    saved: datetime | None = None,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    own = drafts_of(actor) if own is None else own
    quick = bool(values.get("quick"))
    if quick and not values.get("place"):
        values["place"] = region_of(actor)
    form = Form(values=values, kept=kept, errors=errors, actor=actor, at=at)
    context: dict[str, Any] = form.context() | {
        "drafts": draft_lines(own, current=form.key),
        "saved": saved_words(saved, at) if saved else "",
        "hall": panel_of(actor, at, embedded=True),
        "quick": quick,
    }
    return render(request, "yiwang/staff/window.html", context, status=422 if errors else 200)


def _onward(request: HttpRequest, quick: bool, ended: Ended) -> HttpResponse:
    """Go on to the receipt; what was done after the registration, and what could not be, is said above it."""
    number = ended.done.number
    drafts.add(request.session, FRESH, number, ended.done.query_code, most=FRESH_RECEIPTS)
    if ended.carried:
        messages.success(request, presenter.carried_words(number, [deed_name(act) for act in ended.carried]))
    if ended.stopped is not None:
        messages.warning(request, _("已登记，后面一步没有做成：%(why)s 请打开事项继续。") % {"why": sentence(ended.stopped)})
    return HttpResponseRedirect(reverse("window_receipt", args=[number]) + ("?quick=1" if quick else ""))


@require_POST
def drop(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw one's own draft away."""
    if not drop_draft(draft=draft, actor=request.actor):  # type: ignore[attr-defined]
        raise Http404
    return HttpResponseRedirect(reverse("window"))
