"""What a program needs to know before it acts: the categories in force, the acts with their inputs, the refusals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yiwang.infra.wording import REFUSALS
from yiwang.matters.domain.acts import ActSpec
from yiwang.policy import queries as policy

from ..act_inputs import public_acts
from ..domain.scopes import Scope
from ..doors import answer, door
from ..problems import STATUS
from ..schemas import Acts, Categories, Problems

router = Router(tags=["catalogue"])
_A_WHILE = "private, max-age=300"


@router.get("/categories", operation_id="list_categories", **door(Scope.REGIONS_READ, Categories))
def categories(request: HttpRequest) -> HttpResponse:
    """The category tree in force, parents before children."""
    pack = policy.pack("categories", request.auth.at)
    items = [
        {
            "code": node.code,
            "zh": node.zh,
            "en": node.en,
            "parent": node.parent,
            "platform": node.platform,
            "natures": node.natures,
            "sensitive": node.sensitive,
        }
        for node in pack.body.nodes
    ]
    return answer({"version": pack.version, "items": items}, cache=_A_WHILE)


@router.get("/acts", operation_id="list_acts", **door(Scope.REGIONS_READ, Acts))
def acts(request: HttpRequest) -> HttpResponse:
    """All acts a program may ask for, with what each takes. Which of them a matter allows: its `acts`."""
    return answer({"items": [_act(spec) for spec in public_acts()]}, cache=_A_WHILE)


@router.get("/problems", operation_id="list_problems", response=Problems, auth=None)
def problems(request: HttpRequest) -> HttpResponse:
    """All refusals by code, with their wording."""
    items = [{"code": code, "status": STATUS.get(code), "zh": zh, "en": en} for code, (zh, en) in sorted(REFUSALS.items())]
    return answer({"items": items}, cache="public, max-age=300")


def _act(spec: ActSpec) -> dict[str, Any]:
    return {
        "act": spec.act,
        "zh": spec.zh,
        "en": spec.en,
        "on": spec.on,
        "danger": spec.danger,
        "public": spec.public,
        "inputs": [
            {
                "name": i.name,
                "kind": i.kind,
                "zh": i.zh,
                "en": i.en,
                "required": i.required,
                "public": i.public,
                "choices": i.choices or None,
            }
            for i in spec.inputs
        ],
    }
