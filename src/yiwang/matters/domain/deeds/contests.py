"""Contests of competence: raised, ruled by the sender, referred to the common superior, ruled by default."""

from __future__ import annotations

from msgspec.structs import replace

from ..acts import On
from ..case import Case, Request
from ..conditions import common_superior
from ..scene import Scene, next_key, with_order, with_request
from ..words import OrderState


def contest(s: Scene, case: Case) -> Case:
    """Say which duty-list item makes it another unit's.

    写明事项清单依据和建议的承办单位。
    """
    proposed = s.units("proposed_unit")
    case, key = next_key(case, On.REQUEST)
    request = Request(
        kind="contest",
        subject=s.key,
        by_unit=s.actor.unit,
        by_user=s.actor.user,
        proposed_unit=proposed[0] if proposed else None,
        duty_item=s.word("duty_item"),
    )
    return with_request(case, key, request)


def rule_contest(s: Scene, case: Case) -> Case:
    """Rule: upheld ends the order and frees the unit, unfounded binds it and counts as received.

    成立的，工单终结、不再派给该单位；不成立的，视为签收，该单位受此约束。
    """
    return _ruled(s, case, upheld=s.flag("uphold"))


def default_ruling(s: Scene, case: Case) -> Case:
    """Rule as the pack says when the superior was silent.

    上级逾期未裁定的，按规则包的默认意见。
    """
    return _ruled(s, case, upheld=s.policy.body.referral_default == "granted")


def _ruled(s: Scene, case: Case, *, upheld: bool) -> Case:
    request = s.request
    order = case.orders[request.subject]
    case = with_request(case, s.key, replace(request, state="granted" if upheld else "refused"))
    if upheld:
        freed = case.freed if order.unit in case.freed else (*case.freed, order.unit)
        return replace(with_order(case, request.subject, replace(order, state=OrderState.UPHELD)), freed=freed)
    bound = case.bound if order.unit in case.bound else (*case.bound, order.unit)
    return replace(with_order(case, request.subject, replace(order, state=OrderState.RECEIVED)), bound=bound)


def refer_ruling(s: Scene, case: Case) -> Case:
    """Bring the contest before the common superior.

    由共同上级裁定。
    """
    return with_request(case, s.key, replace(s.request, ruler=common_superior(s)))
