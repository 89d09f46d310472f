"""Pages for what went wrong, in the house style; none of them needs the database."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yiwang.infra import problems
from yiwang.infra.faults import API
from yiwang.kernel.refusals import Refused
from yiwang.web.presenters.wording import sentence

_CODES = {400: "bad_request", 403: "not_your_right", 404: "not_found"}


_SECRET = {"sign_in", "password"}
"""Forms whose fields are not handed back."""


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed into a form of ours that could not be taken, to be sent again; of a form on another site nothing."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    name = request.resolver_match.url_name if request.resolver_match else ""
    if request.method != "POST" or not ours or name in _SECRET:
        return []
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in map(str, values)]


def _page(request: HttpRequest, status: int, title: str, what_now: str, **more: object) -> HttpResponse:
    if request.path.startswith(API):
        return problems.answer(request, Refused(_CODES.get(status, "server_error")), status=status)
    template = "yiwang/errors/fragment.html" if request.headers.get("HX-Request") == "true" else "yiwang/errors/page.html"
    return render(request, template, {"status": status, "title": title, "what_now": what_now} | more, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, 400, _("这个请求无法读取"), _("请回到上一页再试一次；如果是从别处复制的内容，请确认编码是 UTF-8。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a right that is missing where existence is no secret."""
    return _page(request, 403, _("您不能这样做"), _("如果您认为应该可以，请联系系统管理员。"))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or stale; what was typed can be sent again."""
    if typed := _typed(request):
        return _page(request, 403, _("页面已过期"), _("您填写的内容还在，请再次提交。"), typed=typed, files=bool(request.FILES))
    return _page(request, 403, _("页面已过期"), _("请回到上一页，刷新后重新提交；浏览器需要允许本站保存 Cookie。"))


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """A form that comes after its sign-in has ended: what was typed waits here until somebody has signed in again. None: nothing was."""
    typed = _typed(request)
    if not typed:
        return None
    what_now = _("您填写的内容还在：请在新标签页登录，然后回到这里再次提交。")
    status = 422 if request.headers.get("HX-Request") == "true" else 403  # a pane shows 422 in its place
    return _page(request, status, _("登录已结束"), what_now, typed=typed, files=bool(request.FILES), sign_in=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or not for this visitor."""
    return _page(request, 404, _("没有找到这个页面"), _("请检查网址或编号；也可能它不在您的职责范围内。"))


def fault(request: HttpRequest, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    """400, 413, 500, 503: what the door refuses before any view is asked (`settings.FAULT_PAGE`)."""
    titles = {
        HTTPStatus.BAD_REQUEST: _("这个请求无法读取"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("内容太大"),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("系统出了问题"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("系统正在恢复"),
    }
    return _page(request, status.value, titles.get(status, _("这个请求无法处理")), sentence(refusal))
