"""Policy packs: every version in words, two of them side by side, and the next one drafted, checked and put in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yiwang.administration import access
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.policy import drafting
from yiwang.policy import queries as packs
from yiwang.policy.domain import editing
from yiwang.policy.domain.differences import differences
from yiwang.policy.domain.pack import Pack
from yiwang.policy.models import PackDraft
from yiwang.web.presenters.administration import kind_of_rules
from yiwang.web.presenters.rules import difference_lines, place_words, titles_of, value_at

from .base import officer, or_404, show

SECTION = "administration_rules"
MOST_PARTS, MOST_LINES = 60, 300


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the kinds of rules with the version in force, those to come, and drafts."""
    at = now()
    or_404(lambda: access.realm(officer(request), at))
    drafts = {draft.kind: draft for draft in PackDraft.objects.all()}
    rows = [
        {"kind": kind, "name": kind_of_rules(kind), "pack": packs.pack(kind, at), "planned": _planned(kind, at), "draft": drafts.get(kind)}
        for kind in packs.kinds()
    ]
    return show(request, "rules", SECTION, {"rows": rows, "everywhere": access.everywhere(officer(request), at)})


def _planned(kind: str, at: datetime) -> list[Pack[Any]]:
    return [pack for pack in packs.packs(kind) if pack.valid_from > day_of(at)]


def kind_or_404(request: HttpRequest, kind: str) -> None:
    """Let the officer pass to a kind of rules that there is."""
    or_404(lambda: access.realm(officer(request), now()))
    if kind not in packs.kinds():
        raise Http404


@require_safe
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """List the versions of a kind and its draft."""
    kind_or_404(request, kind)
    at = now()
    current = packs.pack(kind, at)
    versions = list(packs.packs(kind))
    ends = [pack.valid_from.isoformat() for pack in versions[1:]] + [""]
    rows = [
        {"pack": pack, "until": end, "current": pack.version == current.version, "planned": pack.valid_from > day_of(at)}
        for pack, end in zip(versions, ends, strict=True)
    ]
    context = {
        "kind": kind,
        "name": kind_of_rules(kind),
        "rows": rows[::-1],
        "draft": drafting.draft_of(kind),
        "several": len(versions) > 1,
        "everywhere": access.everywhere(officer(request), at),
    }
    return show(request, "rules-kind", SECTION, context)


@require_safe
def version(request: HttpRequest, kind: str, version: str) -> HttpResponse:
    """Show one version in words, a piece at a time."""
    kind_or_404(request, kind)
    pack = packs.version(kind, version)
    if pack is None:
        raise Http404
    body = drafting.plain_body(pack)
    titles = titles_of(body)
    part = part_of(request)
    try:
        lines = [
            (place_words(path[len(part) :] or path[-1:], titles), value_at(path, value)) for path, value in editing.fields_of(body, part)
        ]
    except (KeyError, ValueError, IndexError) as fault:
        raise Http404 from fault
    context = {
        "kind": kind,
        "name": kind_of_rules(kind),
        "pack": pack,
        "lines": lines[:MOST_LINES],
        "part": place_words(part, titles),
        **pieces(request, body, titles),
    }
    return show(request, "rules-version", SECTION, context)


def part_of(request: HttpRequest) -> editing.Path:
    """Return the piece of the body that was asked for."""
    return tuple(step for step in request.GET.get("part", "")[:200].split("/") if step)


def pieces(request: HttpRequest, body: Any, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the pieces of a body to choose from; of many only those that fit what was typed."""
    typed = request.GET.get("q", "").strip()[:40].lower()
    found = [("/".join(path), place_words(path, titles)) for path in editing.parts(body)]
    fitting = [(path, words) for path, words in found if typed in words.lower() or typed in path]
    here = "/".join(part_of(request))
    return {
        "parts": [
            {"path": path, "words": words, "current": path == here and "part" in request.GET} for path, words in fitting[:MOST_PARTS]
        ],
        "parts_more": max(0, len(fitting) - MOST_PARTS),
        "parts_q": typed,
        "parts_many": len(found) > MOST_PARTS,
        "part_path": here,
    }


@require_safe
def compare(request: HttpRequest, kind: str) -> HttpResponse:
    """Show two versions side by side, what differs in words; a draft stands beside the versions."""
    kind_or_404(request, kind)
    bodies = {pack.version: drafting.plain_body(pack) for pack in packs.packs(kind)}
    draft = drafting.draft_of(kind)
    if draft is not None:
        bodies[f"{draft.version} *"] = draft.body
    names = list(bodies)
    first = request.GET.get("a", names[-2] if len(names) > 1 else names[-1])
    second = request.GET.get("b", names[-1])
    if first not in bodies or second not in bodies:
        raise Http404
    titles = titles_of(bodies[first]) | titles_of(bodies[second])
    lines = difference_lines(differences(bodies[first], bodies[second]), titles)
    context = {
        "kind": kind,
        "name": kind_of_rules(kind),
        "names": names,
        "a": first,
        "b": second,
        "lines": lines[:MOST_LINES],
        "count": len(lines),
        "more": len(lines) - MOST_LINES,
    }
    return show(request, "rules-compare", SECTION, context)
