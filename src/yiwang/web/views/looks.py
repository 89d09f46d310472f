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
from yiwang.audit.domain.oddity import Odd
from yiwang.centers import queries as centers
from yiwang.infra import keyset
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
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
    page = audit.looks(odd_only=odd, matter=number, after=after, limit=PAGE)
    context = {
        "rows": _lines(page.looks, now()),
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
            "who": people.get(row.user_id or 0, ""),
            "unit": names.unit(row.unit_id),
            "matter": row.matter,
            "part": _("附件") if row.part.startswith("file.") else _("当事人与原文"),
            "reason": _("打开附件") if row.reason == "open" else names.word("reveal_reasons", row.reason),
            "refused": row.outcome == "refused",
            "odd": [Odd.of(code).en if english() else Odd.of(code).zh for code in row.odd],
        }
        for row in rows
    ]
