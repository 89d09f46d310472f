"""Signing in and out, and choosing the post one acts under."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.centers import queries as centers
from yiwang.infra.caller import address_of
from yiwang.infra.clock import now
from yiwang.infra.throttle import hit
from yiwang.kernel.refusals import Refused
from yiwang.matters import queries as matters
from yiwang.web.access_table import GATES, Gate, first_page, passes
from yiwang.web.face import SIZE_COOKIE
from yiwang.web.posts import MUST_CHANGE_KEY, POST_KEY, held, remember, take
from yiwang.web.views.preferences import YEAR, safe_next

TRIES_HERE, TRIES_PER_ADDRESS, TRIES_PER_NAME, WINDOW_SECONDS = 10, 60, 100, 900
"""Of one name from one address, of one address, of one name from anywhere (so many, that nobody locks a colleague out in passing)."""


def _too_often(request: HttpRequest, username: str) -> bool:
    """Count this try."""
    address, name = address_of(request), username.strip().lower()
    doors = ((f"{name}|{address}", TRIES_HERE), (address, TRIES_PER_ADDRESS), (f"{name}|", TRIES_PER_NAME))
    return not all(hit("sign-in", key, limit, WINDOW_SECONDS) for key, limit in doors)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; check name and password; go on to the post, or to the choice of posts."""
    context = {"next": safe_next(request, ""), "username": request.POST.get("username", "")[:40]}
    if request.method == "GET":
        return render(request, "yiwang/public/sign-in.html", context)
    if _too_often(request, context["username"]):
        return render(request, "yiwang/public/sign-in.html", context | {"error": _("尝试次数过多，请 15 分钟后再试。")}, status=429)
    user = authenticate(request, username=context["username"], password=request.POST.get("password", "")[:200])
    if user is None:
        return render(request, "yiwang/public/sign-in.html", context | {"error": _("用户名或密码不对，请检查后重试。")}, status=422)
    login(request, user)
    posts = remember(request.session, user_id=user.pk, name=user.name, at=now())
    if not posts:
        logout(request)
        return render(
            request, "yiwang/public/sign-in.html", context | {"error": _("您目前没有任职，不能登录；请联系系统管理员。")}, status=422
        )
    if user.must_change_password:
        request.session[MUST_CHANGE_KEY] = True
        response = HttpResponseRedirect(reverse("password"))
    elif len(posts) == 1:
        response = HttpResponseRedirect(context["next"] or first_of(request))
    else:
        response = HttpResponseRedirect(f"{reverse('choose_post')}?{urlencode({'next': context['next']})}")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    response.set_cookie(SIZE_COOKIE, user.text_size, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def first_of(request: HttpRequest) -> str:
    """Return where the post just taken begins its work."""
    appointment = request.session.get(POST_KEY)
    return reverse(first_page(centers.actor(appointment, now()) if appointment else None))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("home"))


@require_http_methods(["GET", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """Let a person with several posts say under which one they act; they switch without signing out."""
    if request.method == "POST" and take(request.session, request.POST.get("appointment", "")):
        return HttpResponseRedirect(_same_page(request))
    context = {
        "own_posts": held(int(request.session["_auth_user_id"]), now()),
        "next": safe_next(request, ""),
        "error": _("这个岗位已经结束，请另选一个。") if request.method == "POST" else "",
    }
    return render(request, "yiwang/public/choose-post.html", context, status=422 if request.method == "POST" else 200)


def _same_page(request: HttpRequest) -> str:
    """Return the page one came from when the post just taken may see it, else where that post begins its work."""
    wanted = safe_next(request, "")
    actor = centers.actor(request.session[POST_KEY], now())
    try:
        found = resolve(urlsplit(wanted).path) if wanted else None
        gate = GATES.get(found.url_name or "") if found else None
        if found is None or gate is None or actor is None or not passes(gate, actor, signed_in=True):
            return first_of(request)
        if gate is Gate.STAFF and (number := found.kwargs.get("number")):
            matters.matter_page(number=number, actor=actor, at=now())
    except (Http404, Refused):
        return first_of(request)
    return wanted
