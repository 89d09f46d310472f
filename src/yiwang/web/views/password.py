"""Changing one's own password: the old one is asked for, and every other session of the account ends."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yiwang.accounts.operations import set_password
from yiwang.infra.throttle import hit
from yiwang.kernel.refusals import Refused
from yiwang.web.posts import MUST_CHANGE_KEY
from yiwang.web.views.sign_in import TRIES_HERE, WINDOW_SECONDS, first_of


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Show the form; set the new password and go on to work."""
    context = {"must": request.session.get(MUST_CHANGE_KEY, False)}
    if request.method == "GET":
        return render(request, "yiwang/public/password.html", context)
    if not hit("password", str(request.user.pk), TRIES_HERE, WINDOW_SECONDS):
        return render(request, "yiwang/public/password.html", context | {"error": _("尝试次数过多，请 15 分钟后再试。")}, status=429)
    error = _changed(request)
    if error:
        return render(request, "yiwang/public/password.html", context | {"error": error}, status=422)
    request.session.pop(MUST_CHANGE_KEY, None)
    return HttpResponseRedirect(first_of(request))


def _changed(request: HttpRequest) -> str:
    """Set the new password and return "", or say what is wrong."""
    old, new, again = (request.POST.get(name, "")[:200] for name in ("old", "new", "again"))
    if not request.user.check_password(old):
        return _("原密码不对。")
    if new != again:
        return _("两次输入的新密码不一样。")
    if new == old:
        return _("新密码不能和原来的一样。")
    try:
        set_password(username=request.user.get_username(), password=new, keep=request.session.session_key or "")
    except Refused:
        return _("新密码太简单：至少 8 个字符，不能只有数字，也不能是常见密码。")
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    return ""
