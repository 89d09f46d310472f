"""How the window's form ends: registered, and then what its button said, one lawful deed after the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import QueryDict

from yiwang.centers.domain.actor import Actor
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import Done, Registered, act, drop_draft, register
from yiwang.web.forms.window import intake_of
from yiwang.web.uploads import KeptFile

STEPS: dict[str, tuple[Act, ...]] = {
    "register": (),
    "accept": (Act.ACCEPT,),
    "dispatch": (Act.ACCEPT, Act.DISPATCH),
    "settle": (Act.SETTLE_ON_SPOT,),
    "decline": (Act.DECLINE,),
}
"""What follows the registration under each button."""


MOST_LINKS = 5


class Ended(NamedTuple):
    """What became of the form: registered, how far the deeds after it went, and why they went no further."""

    done: Registered
    carried: tuple[Act, ...]
    stopped: Refused | None


SUPPLEMENT = "supplement:"
"""Button that adds what was said to a matter that is there already; its number follows."""


def supplemented(*, values: QueryDict, kept: list[KeptFile], actor: Actor, key: UUID, at: datetime) -> Done | None:
    """Add what was said to the matter that the button names, and end the draft; None when another button was pressed."""
    then = values.get("then", "")
    if not then.startswith(SUPPLEMENT):
        return None
    data = {"text": values.get("narrative", ""), "files": [file["id"] for file in kept]}
    done = act(number=then.removeprefix(SUPPLEMENT), act=Act.SUPPLEMENT, actor=actor, at=at, data=data, key=f"window:{key}")
    drop_draft(draft=key, actor=actor)
    return done


def then_of(values: QueryDict) -> str:
    """Return what was asked for: the button pressed, else the one the form stood at."""
    then = values.get("then") or values.get("primary") or "register"
    return then if then in STEPS else "register"


def wanting(values: QueryDict, then: str) -> dict[str, str]:
    """Return by field the code of what the button needs and does not have, before anything is registered."""
    needs = {"dispatch": ("route",), "settle": ("settle_answer",), "decline": ("decline_reason", "decline_answer")}
    return {name: "required" for name in needs.get(then, ()) if not values.get(name, "").strip()}


def end(*, values: QueryDict, kept: list[KeptFile], actor: Actor, key: UUID, at: datetime) -> Ended:
    """Register, then do what the button said; raises BadInput while nothing is registered.

    A deed refused after the registration takes nothing back: the number is given, and the page says what is left to do.
    """
    then = then_of(values)
    if missing := wanting(values, then):
        raise BadInput([Refused(code, field=name) for name, code in missing.items()])
    done = register(intake=intake_of(values, kept), actor=actor, at=at, key=f"window:{key}", draft=key)
    carried: list[Act] = []
    for step in STEPS[then]:
        try:
            act(number=done.number, act=step, actor=actor, at=at, data=_data(step, values), key=f"window:{key}:{step}")
        except Refused as refusal:
            return Ended(done, tuple(carried), refusal)
        carried.append(step)
    for other in values.getlist("link")[:MOST_LINKS]:
        try:
            act(number=done.number, act=Act.LINK, actor=actor, at=at, data={"other": other}, key=f"window:{key}:link:{other}")
        except Refused as refusal:
            return Ended(done, tuple(carried), refusal)
    return Ended(done, tuple(carried), None)


def _data(step: Act, values: QueryDict) -> dict[str, Any]:
    if step is Act.DISPATCH:
        lead = values.get("route", "")
        return {"unit": lead, "assisting": [unit for unit in values.getlist("assist") if unit != lead]}
    if step is Act.SETTLE_ON_SPOT:
        return {"answer": values.get("settle_answer", "")}
    if step is Act.DECLINE:
        return {"reason_code": values.get("decline_reason", ""), "answer": values.get("decline_answer", "")}
    return {}
