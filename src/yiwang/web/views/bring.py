"""Bringing a matter: one question a page, kept sealed in the session until it is sent, without a script and without an account."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import queries as centers
from yiwang.infra.caller import address_of
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.infra.throttle import hit
from yiwang.kernel.refusals import Refused
from yiwang.policy import queries as policy
from yiwang.regions import queries as regions
from yiwang.web import drafts, uploads
from yiwang.web.forms import bring as questions
from yiwang.web.forms.accused import accusable
from yiwang.web.forms.bring import AGAINST, STEPS, Step, steps_for
from yiwang.web.forms.fields import Field, summary, with_errors
from yiwang.web.intakes import send_bring
from yiwang.web.presenters.bring import matter_rows, next_steps, person_rows
from yiwang.web.presenters.wording import by_field

DRAFT = "bring"
SENT = "sent"
SENDS_AN_HOUR = 30
WIDEST = 3
"""A place is named at least as closely as its county."""


def _title(name: str) -> str:
    return {
        "kind": _("您想请我们做什么？"),
        "category": _("是哪方面的事？"),
        "what": _("发生了什么事？"),
        "where": _("事情发生在哪里？"),
        AGAINST: _("检举控告的是哪个单位？"),
        "who": _("怎么联系您？"),
        "check": _("请核对后提交"),
    }[name]


def _step(name: str, draft: dict[str, Any]) -> Step:
    steps = steps_for(draft)
    before = steps.index(name) - 1
    back = reverse("bring_step", args=[steps[before]]) if before >= 0 else reverse("home")
    return Step(name=name, title=_title(name), back=back, steps=steps)


def _onward(name: str, draft: dict[str, Any]) -> HttpResponse:
    steps = steps_for(draft)
    return HttpResponseRedirect(reverse("bring_step", args=[steps[steps.index(name) + 1]]))


def _fields(name: str, draft: dict[str, Any]) -> list[Field]:
    if name == "kind":
        return questions.kind_fields(draft)
    return {"what": questions.what_fields, "where": questions.where_fields, "who": questions.who_fields}[name](draft)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the first question."""
    return HttpResponseRedirect(reverse("bring_step", args=[STEPS[0]]))


@body_limit(uploads.ONE_FORM)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Show a question, or keep its answer and go on."""
    draft = drafts.read(request.session, DRAFT)
    if name not in steps_for(draft):
        raise Http404
    behind = _first_unanswered(name, draft)
    if behind:
        return HttpResponseRedirect(reverse("bring_step", args=[behind]))
    asked = {"check": _check, "where": _where, "category": _category, AGAINST: _against}.get(name)
    if asked is not None:
        return asked(request, draft)
    if request.method == "GET":
        return _page(request, name, draft, {})
    return _answer(request, name, draft)


def _first_unanswered(name: str, draft: dict[str, Any]) -> str:
    """Nobody arrives at a later question without the earlier ones."""
    steps = steps_for(draft)
    return next((earlier for earlier in steps[: steps.index(name)] if questions.missing(earlier, draft)), "")


def _answer(request: HttpRequest, name: str, draft: dict[str, Any]) -> HttpResponse:
    answers = {
        field.name: request.POST.get(field.name, "").strip()[: field.limit] for field in _fields(name, draft) if field.widget != "files"
    }
    draft |= answers
    errors = questions.missing(name, draft)
    if name == "what":
        still = set(request.POST.getlist("kept_files"))
        before = [file for file in draft.get("files", []) if file["id"] in still]
        before += [file for file in uploads.kept(request.POST) if file not in before]
        draft["files"], refused = uploads.receive(request, before=before, most=9)
        errors |= refused
    drafts.write(request.session, DRAFT, draft)
    if errors:
        return _page(request, name, draft, errors)
    return _onward(name, draft)


def _page(request: HttpRequest, name: str, draft: dict[str, Any], errors: dict[str, str]) -> HttpResponse:
    fields = _fields(name, draft)
    context = {"step": _step(name, draft), "fields": with_errors(fields, errors), "summary": _told(fields, errors)}
    return render(request, "yiwang/public/step.html", context, status=422 if errors else 200)


def _told(fields: list[Field], errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return the errors with the ids of their fields: here every sentence says itself what is wanted."""
    return [(field.id, errors[field.name]) for field in fields if field.name in errors]


def _category(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    """Search or open a branch, then choose; the buttons that only look up never lose what was chosen."""
    tree, errors = policy.pack("categories", now()).body, {}
    if request.method == "POST":
        looking = request.POST.get("find") or request.POST.get("top")
        if request.POST.get("find"):
            draft |= {"q_category": request.POST.get("q", "").strip()[:40], "top": ""}
        elif request.POST.get("top"):
            draft |= {"q_category": "", "top": request.POST["top"][:12]}
        chosen = tree.get(request.POST.get("category", ""))
        draft["category"] = chosen.code if chosen else ("" if not looking else draft.get("category", ""))
        errors = {} if looking else questions.missing("category", draft)
        drafts.write(request.session, DRAFT, draft)
        if not looking and not errors:
            return HttpResponseRedirect(reverse("bring_step", args=["what"]))
    fields = with_errors(questions.category_fields(draft, tree), errors)
    context = {
        "step": _step("category", draft),
        "fields": fields,
        "q": draft.get("q_category", ""),
        "branches": questions.branches(tree, draft.get("nature", "")),
        "summary": [("f-category" if fields else "f-q", text) for text in errors.values()],
    }
    return render(request, "yiwang/public/category.html", context, status=422 if errors else 200)


def _where(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    errors: dict[str, str] = {}
    seat = centers.seat()
    word = request.POST.get("q", draft.get("q", "")).strip()[:40]
    if request.method == "POST":
        draft |= {"q": word, "address": request.POST.get("address", "").strip()[:120]}
        chosen = request.POST.get("place", "")
        if not request.POST.get("find"):
            draft["place"] = chosen if chosen.startswith(seat) and regions.region(chosen) else ""
            errors = questions.missing("where", draft)
        drafts.write(request.session, DRAFT, draft)
        if not request.POST.get("find") and not errors:
            return _onward("where", draft)
    places = _places(word, seat)
    context = {
        "step": _step("where", draft),
        "fields": questions.where_fields(draft),
        "q": word,
        "place": draft.get("place", ""),
        "places": places,
        "searched": bool(word),
        "seat": regions.full_name(seat) if seat else "",
        "place_error": errors.get("place", ""),
        "summary": [("f-place" if places else "f-q", text) for text in errors.values()],
    }
    return render(request, "yiwang/public/where.html", context, status=422 if errors else 200)


def _places(word: str, seat: str) -> list[dict[str, str]]:
    """Return the places of this installation's own area that fit what was typed; elsewhere nobody here could take the matter in."""
    found = regions.search(word, within=seat, limit=12) if word else []
    return [{"code": row.code, "name": row.name, "full": regions.full_name(row.code)} for row in found if row.level >= WIDEST][:8]


def _against(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    """Find the units accused by name; those chosen stay while more are looked for."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        draft |= {"q_accused": request.POST.get("q", "").strip()[:40], "accused": request.POST.getlist("accused")[:10]}
        errors = {} if request.POST.get("find") else questions.missing(AGAINST, draft)
        drafts.write(request.session, DRAFT, draft)
        if not request.POST.get("find") and not errors:
            return _onward(AGAINST, draft)
    chosen = draft.get("accused", [])
    found = accusable(place=draft["place"], text=draft.get("q_accused", ""), chosen=chosen, at=now())
    fields = with_errors(questions.against_fields(found, chosen), errors)
    context = {
        "step": _step(AGAINST, draft),
        "fields": fields if found else [],
        "q": draft.get("q_accused", ""),
        "summary": [("f-accused" if found else "f-q", text) for text in errors.values()],
    }
    return render(request, "yiwang/public/against.html", context, status=422 if errors else 200)


def _check(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        if not request.POST.get("truth"):
            errors = {"truth": _("请确认内容真实")}
        elif not hit("bring", address_of(request), SENDS_AN_HOUR, 3600):
            errors = {"": _("提交次数过多，请稍后再试；您写的内容还在。")}
        else:
            try:
                sent = send_bring(draft=draft, key=request.POST.get("key", ""), at=now())
            except Refused as refusal:
                errors = by_field(refusal)
            else:
                drafts.drop(request.session, DRAFT)
                drafts.write(request.session, SENT, {"number": sent.number, "code": sent.query_code})
                drafts.write(request.session, f"follow.{sent.number}", {"code": sent.query_code})
                return HttpResponseRedirect(reverse("bring_done"))
    truth = questions.truth_field()
    context = {
        "step": _step("check", draft),
        "summary": summary([truth], errors),
        "matter_rows": matter_rows(draft, now()),
        "person_rows": person_rows(draft),
        "promise": _("提交后会告诉您是否受理、由谁办、到哪天为止。期限按规定计算，逾期系统会自动督促。"),
        "truth": with_errors([truth], errors)[0],
        "key": request.POST.get("key") or str(uuid4()),
    }
    return render(request, "yiwang/public/check.html", context, status=422 if errors else 200)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show number and query code, once; afterwards the way to follow it."""
    sent = drafts.read(request.session, SENT)
    if not sent:
        return HttpResponseRedirect(reverse("follow"))
    drafts.drop(request.session, SENT)
    return render(request, "yiwang/public/done.html", {"number": sent["number"], "query_code": sent["code"], "next_steps": next_steps()})
