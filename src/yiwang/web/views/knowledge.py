"""Answers and procedures: found, read, written, published, looked at again; and those that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.knowledge import operations, queries
from yiwang.knowledge.domain.words import PUBLISHERS, REVIEW_AFTER, State, due
from yiwang.web.forms.administration import DeedForm, day, day_of_form, line, text_of
from yiwang.web.forms.categories import category_field
from yiwang.web.forms.fields import Field
from yiwang.web.presenters.dates import full_day, local
from yiwang.web.presenters.marks import label
from yiwang.web.presenters.names import Names
from yiwang.web.views.administration.base import form_page

SHOWN = ("published", "due", "drafts")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """List answers: published ones of the unit and those above, drafts of the unit, those to be looked at again."""
    actor, at = _actor(request), now()
    show = request.GET.get("show", "published")
    if show not in SHOWN:
        raise Http404
    text = request.GET.get("q", "")[:60]
    try:
        page = queries.articles(actor=actor, at=at, text=text, show=show, after=request.GET.get("after", ""))
    except Refused:
        return HttpResponseRedirect(reverse("knowledge"))
    waiting = queries.due_count(actor=actor, at=at)
    names = {"published": _("已发布"), "due": _("待复核"), "drafts": _("草稿与已撤下")}
    tabs = [
        {"href": f"?show={key}", "label": name, "current": key == show, "count": waiting if key == "due" else None}
        for key, name in names.items()
    ]
    context = {"rows": _lines(page.rows, at), "tabs": tabs, "q": text, "show": show, "next": page.after}
    return render(request, "yiwang/knowledge/articles.html", context)


def _lines(rows: Sequence[queries.ArticleRow], at: datetime) -> list[dict[str, object]]:
    units = centers.units({row.unit_id for row in rows})
    names = Names(units={}, at=at)
    return [
        {
            "row": row,
            "unit": units[row.unit_id].name if row.unit_id in units else "",
            "category": names.category(row.category) if row.category else "",
            "state": label(State.of(row.state)),
            "day": full_day(local(row.changed).date()),
            "due": due(row.review_on, day_of(at)) if row.state == State.PUBLISHED else "",
            "review": full_day(row.review_on) if row.review_on else "",
        }
        for row in rows
    ]


def _article_or_404(request: HttpRequest, article: int, at: datetime) -> queries.ArticleRow:
    row = queries.article(actor=_actor(request), key=article, at=at)
    if row is None:
        raise Http404
    return row


@require_safe
def article(request: HttpRequest, article: int) -> HttpResponse:
    """Show an answer with its versions and what this post may do with it."""
    actor, at = _actor(request), now()
    row = _article_or_404(request, article, at)
    own = row.unit_id == actor.unit
    publishes = own and actor.role in PUBLISHERS
    context = {
        "a": _lines([row], at)[0],
        "edits": own and (publishes or row.state != State.PUBLISHED),
        "publishes": publishes,
        "versions": [{"row": one, "at": full_day(local(one.at).date())} for one in queries.versions(article)],
    }
    return render(request, "yiwang/knowledge/article.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, article: int | None = None) -> HttpResponse:
    """Write an answer, or its next version."""
    actor, at, posted = _actor(request), now(), request.POST
    row = _article_or_404(request, article, at) if article is not None else None
    if row is not None and row.unit_id != actor.unit:
        raise Http404

    def fields() -> Sequence[Field]:
        return (
            line("title", _("标题"), value=row.title if row else "", limit=operations.LONGEST_TITLE, hint=_("像反映人会问的那样写")),
            Field(name="body", label=_("内容"), widget="text", values=(row.body if row else "",), limit=operations.LONGEST_BODY, rows=14),
            category_field(request, at, value=row.category if row else "", required=False),
            Field(
                name="public",
                label=_("对外公开：发布后任何人都能在网上读到"),
                widget="flag",
                values=("1",) if row and row.public else (),
                required=False,
            ),
        )

    def do() -> HttpResponse:
        written = operations.Written(
            title=posted.get("title", ""),
            body=posted.get("body", ""),
            category=text_of(posted, "category", 12),
            public=bool(posted.get("public")),
        )
        key = operations.write(actor=actor, written=written, at=at, key=article)
        messages.success(request, _("已保存。") if row else _("草稿已保存，由负责人发布。"))
        return HttpResponseRedirect(reverse("knowledge_article", args=[key]))

    back = reverse("knowledge_article", args=[article]) if article else reverse("knowledge")
    form = DeedForm(title=_("修改答复") if row else _("写一篇答复"), button=_("保存"), back=back, icon="device-floppy")
    return form_page(request, section="", form=form, fields=fields, do=do, template="form", base="yiwang/knowledge")


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, article: int, deed: str) -> HttpResponse:
    """Publish an answer, say that it was looked at again, or take it down."""
    if deed not in ("publish", "withdraw"):
        raise Http404
    actor, at = _actor(request), now()
    row = _article_or_404(request, article, at)
    again = row.state == State.PUBLISHED
    titles = {"publish": _("复核后继续发布") if again else _("发布"), "withdraw": _("撤下")}

    def fields() -> Sequence[Field]:
        if deed == "withdraw":
            return ()
        return (day("review_on", _("下次复核"), value=day_of(at) + REVIEW_AFTER, hint=_("到这一天提醒本单位再看一遍")),)

    def do() -> HttpResponse:
        if deed == "publish":
            operations.publish(actor=actor, key=article, at=at, review_on=day_of_form(request.POST, "review_on"))
        else:
            operations.withdraw(actor=actor, key=article, at=at)
        messages.success(request, _("“%(title)s”：%(deed)s。") % {"title": row.title, "deed": titles[deed]})
        return HttpResponseRedirect(back)

    back = reverse("knowledge_article", args=[article])
    form = DeedForm(title=titles[deed], about=row.title, button=titles[deed], back=back, danger=deed == "withdraw")
    return form_page(request, section="", form=form, fields=fields, do=do, base="yiwang/knowledge")


@require_safe
def public_articles(request: HttpRequest) -> HttpResponse:
    """List what everybody may read, found by words."""
    text = request.GET.get("q", "")[:60]
    try:
        page = queries.public_articles(text=text, after=request.GET.get("after", ""))
    except Refused:
        return HttpResponseRedirect(reverse("answers"))
    return render(request, "yiwang/public/answers.html", {"rows": page.rows, "q": text, "next": page.after})


@require_safe
def public_article(request: HttpRequest, article: int) -> HttpResponse:
    """Show one answer to everybody."""
    row = queries.article(actor=None, key=article, at=now())
    if row is None:
        raise Http404
    unit = centers.unit(row.unit_id)
    context = {"row": row, "unit": unit.name if unit else "", "day": full_day(local(row.changed).date())}
    return render(request, "yiwang/public/answer.html", context)
