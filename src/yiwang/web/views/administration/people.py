"""Sign-ins and appointments: the list, one person, and every deed on them; a start password is shown once and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.accounts import queries as accounts
from yiwang.administration import access, operations
from yiwang.administration.queries import people as queries
from yiwang.audit import changes
from yiwang.centers.models import Post
from yiwang.infra.clock import now
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused
from yiwang.web.forms.administration import DeedForm, line, moment_of_form, number_of, pick_one, text_of
from yiwang.web.forms.administration import day as day_field
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.administration import change_lines, day_and_time, role_name

from .base import form_page, officer, or_404, show

SECTION = "administration_people"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the sign-ins of the officer's subtree."""
    at, by = now(), officer(request)
    realm = or_404(lambda: access.realm(by, at))
    text, closed = request.GET.get("q", "")[:40], request.GET.get("closed") == "1"
    try:
        page = queries.people(realm=realm, text=text, closed=closed, at=at, after=request.GET.get("after", ""))
    except Refused:
        return HttpResponseRedirect(reverse(SECTION))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "rows": page.rows,
        "q": text,
        "closed": closed,
        "kept": kept.urlencode(),
        "next": page.after,
        "started": bool(request.GET.get("after")),
    }
    return show(request, "people", SECTION, context)


@require_safe
def person(request: HttpRequest, user: int) -> HttpResponse:
    """Show one person: sign-in, posts held now and before, and what was changed."""
    at, by = now(), officer(request)
    found = _person_or_404(request, user, at)
    realm = access.realm(by, at)
    page = changes.changes(subject=f"user.{user}", place=realm, limit=10)
    names = accounts.names({change.user_id for change in page.changes if change.user_id})
    terms = [
        {
            "row": term,
            "state": term.state(at),
            "role": role_name(term.role),
            "starts": day_and_time(term.starts),
            "ends": day_and_time(term.ends),
            "within": tree.within(term.region, realm),
        }
        for term in found.terms
    ]
    context = {
        "person": found,
        "oneself": user == by.user,
        "held": [term for term in terms if term["state"] != "over"],
        "over": [term for term in terms if term["state"] == "over"][:20],
        "changes": change_lines(page.changes, people=names),
    }
    return show(request, "person", SECTION, context)


def _person_or_404(request: HttpRequest, user: int, at: datetime) -> queries.Person:
    """Return somebody who has or had a post within reach; the officer finds themself there, too."""
    found = queries.person(user)
    realm = or_404(lambda: access.realm(officer(request), at))
    if found is None or not any(tree.within(term.region, realm) for term in found.terms):
        raise Http404
    return found


@sensitive_variables("made")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Make a sign-in for somebody new and appoint them to a post."""
    by, at, posted = officer(request), now(), request.POST
    post = _post_or_404(request, request.GET.get("post", "") or posted.get("post", ""), at)

    def fields() -> Sequence[Field]:
        return (
            line("name", _("姓名"), limit=60),
            line("username", _("账号"), limit=40, hint=_("2 到 40 位小写字母、数字、点或横线，登录时用")),
            day_field("ends", _("任期到"), required=False, hint=_("不填就是长期")),
        )

    def do() -> HttpResponse:
        made = operations.enrol(
            by=by,
            name=text_of(posted, "name", 60),
            username=text_of(posted, "username", 40),
            post_id=post.pk,
            at=now(),
            ends=moment_of_form(posted, "ends"),
        )
        return _once(request, made, text_of(posted, "name", 60))

    form = DeedForm(
        title=_("任命新人员"),
        about=f"{post.name} · {post.unit.name}",
        button=_("开通账号并任命"),
        back=reverse("administration_unit", args=[post.unit_id]),
        icon="user-plus",
    )
    return form_page(request, section=SECTION, form=form, fields=fields, do=do, context={"hidden": [("post", post.pk)]})


def _post_or_404(request: HttpRequest, given: str, at: datetime) -> Post:
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Http404
    return or_404(lambda: _reachable(request, int(given), at))


def _reachable(request: HttpRequest, post: int, at: datetime) -> Post:
    """Return a post within reach, the officers' own posts too: that these are not for this officer is said when they try."""
    found = Post.objects.filter(pk=post, closed_on=None).select_related("unit").first()
    access.unit_of(officer(request), found.unit_id if found else None, at)
    if found is None:
        raise Refused("no_such_post")
    return found


def _once(request: HttpRequest, made: operations.Enrolled, name: str) -> HttpResponse:
    """Show the password to begin with, this once."""
    answer = show(request, "once", SECTION, {"made": made, "name": name})
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint somebody who has a sign-in: to a post of a unit when asked from there, or to any unit's when asked from the person."""
    by, at, posted = officer(request), now(), request.POST
    post = _post_or_404(request, request.GET.get("post", "") or posted.get("post", ""), at)

    def fields() -> Sequence[Field]:
        return (
            _person_field(request),
            day_field("starts", _("任期起"), required=False, hint=_("不填就从现在起")),
            day_field("ends", _("任期到"), required=False, hint=_("不填就是长期")),
        )

    def do() -> HttpResponse:
        user = number_of(posted, "user")
        if user is None:
            raise Refused("required", field="user")
        operations.appoint(
            by=by, user_id=user, post_id=post.pk, at=now(), starts=moment_of_form(posted, "starts"), ends=moment_of_form(posted, "ends")
        )
        messages.success(request, _("已任命。对方在右上角的岗位里可以切换到新岗位。"))
        return HttpResponseRedirect(reverse("administration_unit", args=[post.unit_id]))

    form = DeedForm(
        title=_("任命已有账号的人员"),
        about=f"{post.name} · {post.unit.name}",
        button=_("任命"),
        back=reverse("administration_unit", args=[post.unit_id]),
        icon="id",
    )
    return form_page(request, section=SECTION, form=form, fields=fields, do=do, context={"hidden": [("post", post.pk)]})


def _person_field(request: HttpRequest) -> Field:
    """Make the field to find a person by name, first letters or sign-in name."""
    at = now()
    posted = request.POST if request.method == "POST" else None
    typed = posted.get("find_user", "").strip()[:40] if posted is not None else ""
    realm = access.realm(officer(request), at)
    found = queries.people(realm=realm, text=typed, at=at, limit=20).rows if typed else []
    kept = number_of(posted, "user") if posted is not None else None
    if kept and kept not in {row.id for row in found} and (one := queries.person(kept)):
        found = [one, *found]
    return _as_pick(pick_one("user", _("人员"), ()), found, typed)


def _as_pick(field: Field, found: Sequence[queries.Person], typed: str) -> Field:
    rows = tuple(
        Choice(value=str(row.id), label=row.name, note=f"{row.username} · {'、'.join(term.unit_name for term in row.terms)}")
        for row in found
    )
    href = reverse("administration_find_person")
    return replace(field, widget="pick", choices=rows, lookup=typed, lookup_href=href, lookup_hint=_("姓名、拼音首字母或账号"))


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Return the people who fit what is being typed, as a fragment."""
    at = now()
    realm = or_404(lambda: access.realm(officer(request), at))
    typed = request.GET.get("find_user", "").strip()[:40]
    found = queries.people(realm=realm, text=typed, at=at, limit=20).rows if typed else []
    return render(request, "yiwang/staff/units.html", {"choices": _as_pick(pick_one("user", "", ()), found, typed).choices, "name": "user"})


_DEEDS = ("lock", "unlock", "reset")


@sensitive_variables("made")
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, user: int, deed: str) -> HttpResponse:
    """Ask whether to lock, unlock or reset a sign-in, or do it."""
    if deed not in _DEEDS:
        raise Http404
    by, found = officer(request), _person_or_404(request, user, now())
    back = reverse("administration_person", args=[user])
    titles = {"lock": _("停用账号"), "unlock": _("恢复账号"), "reset": _("重置密码")}
    intros = {
        "lock": _("立即退出登录，不能再登录，也不能以任何岗位办事；任职记录保留。"),
        "unlock": _("恢复登录，密码和任职照旧。"),
        "reset": _("原密码立即失效，正在使用的登录全部退出；新的初始密码只显示一次，首次登录必须修改。"),
    }

    def do() -> HttpResponse:
        if deed == "reset":
            made = operations.reset_password(by=by, user_id=user, at=now())
            return _once(request, made, found.name)
        (operations.lock if deed == "lock" else operations.unlock)(by=by, user_id=user, at=now())
        messages.success(request, _("账号已停用。") if deed == "lock" else _("账号已恢复。"))
        return HttpResponseRedirect(back)

    form = DeedForm(
        title=titles[deed],
        about=f"{found.name}（{found.username}）",
        button=titles[deed],
        back=back,
        intro=intros[deed],
        danger=deed != "unlock",
    )
    return form_page(request, section=SECTION, form=form, fields=lambda: (), do=do)
