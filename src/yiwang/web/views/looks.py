"""The audit officer's page: who looked at whom, when, under which post and why; deeds, never content."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yiwang.accounts import queries as accounts
from yiwang.audit import queries as audit
from yiwang.audit.chain import Row
from yiwang.audit.domain.grounds import Ground
from yiwang.audit.domain.oddity import Odd
from yiwang.audit.operations import MACHINE, note_odd_seen
from yiwang.centers import queries as centers
from yiwang.infra import keyset
from yiwang.infra.clock import now
from yiwang.infra.readonly import writing
from yiwang.kernel.refusals import Refused
from yiwang.web.posts import place_of
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.names import Names

PAGE = 50


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """List looks, newest first: all, the odd ones, or those at one matter."""
    odd, number = request.GET.get("odd") == "1", request.GET.get("matter", "").strip()[:30]
    try:
        cursor = request.GET.get("after", "")
        after = keyset.decode(cursor, (datetime, str, int)) if cursor else None
    except Refused:
        return HttpResponseRedirect(reverse("looks"))
    at, actor = now(), request.actor  # type: ignore[attr-defined]
    page = audit.looks(place=place_of(actor, at), odd_only=odd, matter=number, after=after, limit=PAGE)
    if odd and after is None and not number:
        with writing():  # the mark at "looks" counts what came since
            note_odd_seen(user=actor.user, at=at)
    context = {
        "rows": _lines(page.looks, at),
        "odd": odd,
        "number": number,
        "next": keyset.encode(page.after) if page.after else "",
        "started": after is not None,
    }
    return render(request, "yiwang/staff/looks.html", context)


def _lines(rows: list[Row], at: datetime) -> list[dict[str, object]]:
    people = accounts.names({row.user_id for row in rows if row.user_id is not None})
    units = {key: unit.name for key, unit in centers.units(sorted({row.unit_id for row in rows if row.unit_id is not None})).items()}
    names = Names(units=units, at=at)
    return [
        {
            "at": short(row.at),
            "who": people.get(row.user_id or 0, _("系统") if row.role == MACHINE else ""),
            "unit": names.unit(row.unit_id),
            "matter": row.matter,
            "part": _part(row),
            "reason": _reason(row, names),
            "refused": row.outcome == "refused",
            "erased": row.outcome == "erased",
            "odd": [Odd.of(code).en if english() else Odd.of(code).zh for code in row.odd],
        }
        for row in rows
    ]


def _reason(row: Row, names: Names) -> str:
    """Return why, as people read it: a ground of erasure, the opening of an attachment, a reason of the policy."""
    if row.outcome == "erased":
        ground = Ground.of(row.reason)
        return ground.en if english() else ground.zh
    if row.part.startswith("export."):
        return _("下载") if row.reason == "open" else _("导出")
    ours = {"open": _("打开附件"), "notify": _("系统发送通知")}
    return ours.get(row.reason) or names.word("reveal_reasons", row.reason)


def _part(row: Row) -> str:
    """Return what was looked at or erased."""
    kinds = {
        "file": _("附件"),
        "pictures": _("图片"),
        "party": _("当事人"),
        "text": _("原文"),
        "export": _("导出的列表"),
        "contact": _("按联系方式查找"),
    }
    return kinds.get(row.part.partition(".")[0], _("当事人与原文"))
