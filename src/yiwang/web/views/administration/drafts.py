"""The next version of a pack: begun from the newest, filled in piece by piece, checked, put in force from a day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yiwang.administration import access, operations
from yiwang.administration.operations.packs import beside
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.policy import drafting
from yiwang.policy import queries as packs
from yiwang.policy.domain import editing
from yiwang.policy.domain.differences import differences
from yiwang.policy.models import PackDraft
from yiwang.web.forms.administration import DeedForm, day, day_of_form, line, text_of
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.administration import kind_of_rules
from yiwang.web.presenters.rules import difference_lines, finding_lines, place_words, titles_of

from .base import form_page, officer
from .rules import MOST_LINES, SECTION, kind_or_404, part_of, pieces

LONGEST_TEXT = 2_000_000


def _draft_or_404(request: HttpRequest, kind: str) -> PackDraft:
    kind_or_404(request, kind)
    found = drafting.draft_of(kind)
    if found is None or not access.everywhere(officer(request), now()):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a draft from the newest version, or show it: its first day and source, what is wrong with it, what differs, its pieces."""
    kind_or_404(request, kind)
    at, by, held = now(), officer(request), drafting.draft_of(kind)
    if not access.everywhere(by, at):
        raise Http404
    newest = packs.packs(kind)[-1]
    body = held.body if held else drafting.plain_body(newest)

    def fields() -> Sequence[Field]:
        return (
            line("version", _("版本名"), value=held.version if held else "", limit=60, hint=_("如 dongying-2027，不能与已有版本相同")),
            day("valid_from", _("从哪天起"), value=held.valid_from if held else max(day_of(at), newest.valid_from) + timedelta(days=1)),
            line(
                "source",
                _("来源"),
                value=held.source if held else "",
                required=False,
                limit=500,
                hint=_("哪份文件、谁决定的；没有来源不能生效"),
            ),
        )

    def do() -> HttpResponse:
        operations.save_draft(
            by=by,
            kind=kind,
            version=text_of(request.POST, "version", 60),
            valid_from=day_of_form(request.POST, "valid_from"),
            source=text_of(request.POST, "source", 500),
            body=body,
            at=at,
        )
        messages.success(request, _("草稿已保存。"))
        return HttpResponseRedirect(reverse("administration_rules_draft", args=[kind]))

    back = reverse("administration_rules_kind", args=[kind])
    form = DeedForm(title=_("起草新版本"), about=kind_of_rules(kind), button=_("保存草稿"), back=back, icon="device-floppy")
    if held is None:
        return form_page(request, section=SECTION, form=form, fields=fields, do=do)
    titles = titles_of(body)
    found = drafting.check_draft(draft=held, at=at, beside=beside())
    lines = difference_lines(differences(drafting.plain_body(newest), held.body), titles)
    context = {
        "kind": kind,
        "name": kind_of_rules(kind),
        "draft": held,
        "findings": finding_lines(found, titles),
        "stops": sum(one.stops for one in found),
        "lines": lines[:20],
        "count": len(lines),
        "newest": newest.version,
        **pieces(request, body, titles),
    }
    return form_page(request, section=SECTION, form=form, fields=fields, do=do, context=context, template="rules-draft")


@body_limit(LONGEST_TEXT)
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit one piece of a draft in fields."""
    held, part = _draft_or_404(request, kind), part_of(request)
    try:
        given = _in_order(editing.fields_of(held.body, part)[:MOST_LINES])
    except (KeyError, ValueError, IndexError) as fault:
        raise Http404 from fault
    titles = titles_of(held.body)

    def fields() -> Sequence[Field]:
        return [_field(path, value, len(part), titles) for path, value in given]

    def do() -> HttpResponse:
        body = held.body
        for path, value in given:
            name = "v." + ".".join(path)
            try:
                body = editing.changed(body, path, request.POST.get(name, ""))
            except ValueError as fault:
                raise Refused("not_a_number" if isinstance(value, int | float) else "bad_format", field=name) from fault
        _save(request, held, body)
        return HttpResponseRedirect(f"{reverse('administration_rules_piece', args=[kind])}?part={request.GET.get('part', '')}")

    back = reverse("administration_rules_draft", args=[kind])
    form = DeedForm(title=place_words(part, titles), about=f"{kind_of_rules(kind)} {held.version}", button=_("保存草稿"), back=back)
    return form_page(request, section=SECTION, form=form, fields=fields, do=do)


def _in_order(given: list[tuple[editing.Path, Any]]) -> list[tuple[editing.Path, Any]]:
    """Return the fields with what matters most first within each thing: the database keeps keys in an order of its own."""
    places = {path[:-1]: place for place, (path, _value) in reversed(list(enumerate(given)))}
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    return sorted(given, key=lambda one: (places[one[0][:-1]], ranks.get(one[0][-1], len(_FIRST))))


_FIRST = ("code", "zh", "en", "kind", "categories", "limit", "statutory", "basis", "basis_en", "ruler", "times", "days")


def _field(path: editing.Path, value: Any, depth: int, titles: Mapping[str, str]) -> Field:
    """Make the field for one value of a pack, by what it is."""
    name, words = "v." + ".".join(path), place_words(path[depth:] or path[-1:], titles)
    if isinstance(value, bool):
        return Field(name=name, label=words, widget="flag", values=("1",) if value else (), required=False)
    if isinstance(value, list | tuple):
        plain = all(isinstance(part, str) for part in value)
        text = "\n".join(value) if plain else json.dumps(value, ensure_ascii=False)
        return Field(
            name=name, label=words, widget="text", values=(text,), required=False, limit=20000, hint=_("一行一个") if plain else "JSON"
        )
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)
    hint = _("15d 日 · 5w 工作日 · 24h 小时 · 1m 月") if path and path[-1] in ("limit", "contest_window") else ""
    widget = "text" if len(text) > 60 else "line"
    return Field(name=name, label=words, widget=widget, values=(text,), required=bool(text), limit=2000, hint=hint)


def _save(request: HttpRequest, held: PackDraft, body: Any) -> None:
    operations.save_draft(
        by=officer(request),
        kind=held.kind,
        version=held.version,
        valid_from=held.valid_from,
        source=held.source,
        body=body,
        at=now(),
    )
    messages.success(request, _("草稿已保存。"))


@body_limit(LONGEST_TEXT)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit a draft as JSON: for adding and taking away what fields cannot."""
    held = _draft_or_404(request, kind)

    def fields() -> Sequence[Field]:
        written = json.dumps(held.body, ensure_ascii=False, indent=1)
        return (Field(name="body", label=_("内容（JSON）"), widget="text", values=(written,), limit=LONGEST_TEXT, rows=30),)

    def do() -> HttpResponse:
        try:
            body = json.loads(request.POST.get("body", ""))
        except json.JSONDecodeError as fault:
            raise Refused("bad_json", field="body", line=fault.lineno, column=fault.colno) from fault
        _save(request, held, body)
        return HttpResponseRedirect(reverse("administration_rules_draft", args=[kind]))

    back = reverse("administration_rules_draft", args=[kind])
    form = DeedForm(
        title=_("编辑全文"), about=f"{kind_of_rules(kind)} {held.version}", button=_("保存草稿"), back=back, icon="device-floppy"
    )
    return form_page(request, section=SECTION, form=form, fields=fields, do=do)


@require_http_methods(["GET", "POST"])
def effect(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask whether the draft is to take effect, or let it; with anything that stops it, say where and do nothing."""
    held = _draft_or_404(request, kind)
    back = reverse("administration_rules_draft", args=[kind])
    intro = _("从 %(day)s 起，新登记和正在办理的事项都按这个版本；已经走过的期限不变。生效后不能再改，只能再起草下一个版本。")

    def do() -> HttpResponse:
        pack = operations.take_effect(by=officer(request), kind=kind, at=now())
        messages.success(
            request,
            _("“%(name)s %(version)s”从 %(day)s 起生效。")
            % {"name": kind_of_rules(kind), "version": pack.version, "day": pack.valid_from.isoformat()},
        )
        return HttpResponseRedirect(reverse("administration_rules_kind", args=[kind]))

    form = DeedForm(
        title=_("让新版本生效"),
        about=f"{kind_of_rules(kind)} {held.version}",
        button=_("生效"),
        back=back,
        intro=intro % {"day": held.valid_from.isoformat()},
        icon="check",
    )
    return form_page(request, section=SECTION, form=form, fields=lambda: (), do=do)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask whether to throw a draft away, or do it."""
    held = _draft_or_404(request, kind)

    def do() -> HttpResponse:
        operations.drop_draft(by=officer(request), kind=kind, at=now())
        messages.success(request, _("草稿已放弃。"))
        return HttpResponseRedirect(reverse("administration_rules_kind", args=[kind]))

    back = reverse("administration_rules_draft", args=[kind])
    form = DeedForm(
        title=_("放弃草稿"), about=f"{kind_of_rules(kind)} {held.version}", button=_("放弃草稿"), back=back, danger=True, icon="trash"
    )
    return form_page(request, section=SECTION, form=form, fields=lambda: (), do=do)
