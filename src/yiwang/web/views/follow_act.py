"""What the person may do on their own matter: supplement, answer, chase, rate, ask for review, reopen, withdraw."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.infra.middleware import body_limit
from yiwang.kernel.refusals import Refused
from yiwang.matters import operations
from yiwang.matters.domain.acts import Act, ActSpec
from yiwang.matters.queries.follow import FollowPage
from yiwang.web import uploads
from yiwang.web.forms.act_form import build, raw
from yiwang.web.forms.fields import summary, with_errors
from yiwang.web.forms.wishes import WishChoices, wish_spec
from yiwang.web.presenters.act_form import ActForm
from yiwang.web.presenters.follow import act_href, wish_name
from yiwang.web.presenters.wording import by_field
from yiwang.web.views.follow import held_code, page_or_none

MOST_FILES = 9
WISHES = frozenset({Act.SUPPLEMENT, Act.ANSWER, Act.CHASE, Act.RATE, Act.REQUEST_REVIEW, Act.REOPEN, Act.WITHDRAW, Act.AGREE_CLAIM})


@body_limit(uploads.ONE_FORM)
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show the question of an act, or do it with the code this visitor holds."""
    if act not in WISHES:
        raise Http404
    spec, at, code = wish_spec(Act(act)), now(), held_code(request, number)
    if not code:
        return HttpResponseRedirect(f"{reverse('follow')}?number={number}")
    page = page_or_none(number, code, at)
    if page is None:
        raise Http404
    if request.method == "GET":
        return _form(request, page, spec, at, subject=request.GET.get("subject", "m"), errors={}, kept=[])
    subject = request.POST.get("subject", "m")[:20]
    kept, errors = uploads.receive(request, before=uploads.kept(request.POST), most=MOST_FILES)
    if not errors:
        try:
            operations.act(
                number=page.number,
                act=act,
                actor=Actor(role=Role.PERSON, party=page.number),
                at=at,
                subject=subject,
                data=raw(spec=spec, posted=request.POST, files=[file["id"] for file in kept]),
                key=request.POST.get("key") or None,
            )
        except Refused as refusal:
            errors = by_field(refusal)
    if errors:
        return _form(request, page, spec, at, subject=subject, errors=errors, kept=kept)
    messages.success(request, _thanks(Act(act)))
    return HttpResponseRedirect(reverse("follow_matter", args=[page.number]))


def _thanks(act: Act) -> str:
    return {
        Act.SUPPLEMENT: _("补充的内容已经收到，办理人员马上能看到。"),
        Act.ANSWER: _("您的答复已经收到。"),
        Act.CHASE: _("已经替您催办。"),
        Act.RATE: _("谢谢您的评价。"),
        Act.REQUEST_REVIEW: _("复查复核申请已经收到，期限从今天算起。"),
        Act.REOPEN: _("已经重新办理。"),
        Act.WITHDRAW: _("已经撤回。"),
        Act.AGREE_CLAIM: _("您的意见已经记下，办结前可以更改。"),
    }[act]


def _button(act: Act) -> str:
    return {
        Act.WITHDRAW: _("确认撤回"),
        Act.CHASE: _("催一下"),
        Act.RATE: _("提交评价"),
        Act.REQUEST_REVIEW: _("提交申请"),
    }.get(act, _("提交"))


def _intro(act: Act) -> str:
    return {
        Act.AGREE_CLAIM: _("只代表您本人，不代表其他人。不认可就不要勾选。"),
        Act.WITHDRAW: _("撤回后不再办理。如果是安全隐患，有关单位仍会处理。"),
        Act.CHASE: _("办理单位会马上收到提醒。"),
        Act.REQUEST_REVIEW: _("对答复不服，可以请上一级机关复查；对复查意见仍不服，可以申请复核。"),
        Act.RATE: _("没有解决就不要勾选“问题已解决”，按规定会重新办理或继续跟进。"),
    }.get(act, "")


def _form(
    request: HttpRequest,
    page: FollowPage,
    spec: ActSpec,
    at: datetime,
    *,
    subject: str,
    errors: dict[str, str],
    kept: list[uploads.KeptFile],
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    fields = with_errors(build(spec=spec, asker=WishChoices(at=at), posted=posted, kept=uploads.tokens(kept)), errors)
    form = ActForm(
        title=wish_name(spec.act),
        button=_button(spec.act),
        action=act_href(page.number, spec.act),
        back=reverse("follow_matter", args=[page.number]),
        subject=subject,
        seen=page.version,
        key=str(uuid4()) if errors or posted is None else posted.get("key", ""),
        fields=fields,
        summary=summary(fields, errors),
        number=page.number,
        intro=_intro(spec.act),
        danger=spec.danger,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "yiwang/public/wish.html", {"form": form}, status=status)
