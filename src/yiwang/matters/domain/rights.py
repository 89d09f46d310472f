"""The rights column: who may act. Each is one sentence of the regulation."""

from __future__ import annotations

from collections.abc import Callable

from .rows import Who
from .scene import COORDINATING, DECIDING, FRONT, HANDLING, HEADS, SENDING, Scene, only_head_rules, ruler_of
from .words import OPEN_ORDER_STATES, STAFF_ROLES, OrderState, Role, UnitKind

LEADING = frozenset({Role.LEADER})
GIVEN_BACK = frozenset({OrderState.CANCELLED, OrderState.UPHELD})
ABOVE = COORDINATING | LEADING


def _who(zh: str, en: str) -> Callable[[Callable[[Scene], bool]], Who]:
    def make(holds: Callable[[Scene], bool]) -> Who:
        return Who(name=holds.__name__, zh=zh, en=en, holds=holds)

    return make


def _besides(user: int | None) -> frozenset[int]:
    return frozenset() if user is None else frozenset({user})


@_who("反映人本人", "the person who brought it")
def person(s: Scene) -> bool:
    """The person, known by number and query code; nobody else is."""
    return s.actor.role == Role.PERSON and not s.case.person_gone


@_who("诉求人本人（持查询码的，限其本人一行）", "the claimant themselves (who holds the query code, for their own line)")
def claimant(s: Scene) -> bool:
    """Each claimant agrees for themselves, a representative for nobody else."""
    return person.holds(s) and s.claim.party == s.case.reporter


@_who("系统（值守程序）", "the system (watcher)")
def system(s: Scene) -> bool:
    """The watcher, the calendar, the lapse of a limit."""
    return s.actor.role == Role.SYSTEM


@_who("牵头中心的窗口人员、协调员或主任", "window clerk, coordinator or head of the holder")
def holder_front(s: Scene) -> bool:
    """Anybody who works the window of the leading center."""
    return s.acts_for(s.holder, FRONT)


@_who("登记本事项的牵头中心窗口人员", "window clerk of the holder that registered the matter")
def registering_window(s: Scene) -> bool:
    """One window: whoever takes a matter in may send it where the list says (一窗受理、首问负责)."""
    return s.case.registrar == s.holder and s.acts_for(s.holder, frozenset({Role.CLERK}))


@_who("牵头中心的协调员或主任", "coordinator or head of the holder")
def holder_coordinates(s: Scene) -> bool:
    """Who leads the procedure at the leading center."""
    return s.acts_for(s.holder, COORDINATING)


@_who(
    "牵头中心未经手本事项的协调员或主任；无此人时由上一级中心",
    "coordinator or head of the holder who did not handle the matter, else of the center above",
)
def fresh_eyes_at_holder(s: Scene) -> bool:
    """Verification is by somebody who did not handle."""
    return s.acts_for(s.holder, COORDINATING, frozenset(s.case.handlers))


@_who("登记单位的窗口人员或网格员", "window staff or grid worker of the unit that registered")
def registrar_front(s: Scene) -> bool:
    """First contact: whoever registered stays answerable."""
    return s.acts_for(s.case.registrar, FRONT | {Role.GRID_WORKER})


@_who("牵头中心的网格员", "grid worker of the holder")
def holder_grid_worker(s: Scene) -> bool:
    """A grid worker of the leading center, for what is done on the spot."""
    return s.acts_for(s.holder, frozenset({Role.GRID_WORKER}))


@_who("工单单位的经办人", "whoever works at the unit of the order")
def order_unit(s: Scene) -> bool:
    """The unit that holds the order, or who stands in for it."""
    return s.acts_for(s.order.unit, HANDLING)


@_who(
    "派出工单的一方：根工单为牵头中心，子工单为交办单位",
    "the sender: the holder for a root order, the unit that passed it down for a child",
)
def order_sender(s: Scene) -> bool:
    """The sender of a root order is the holder, whoever that is now."""
    return _sends(s, frozenset())


@_who("派出工单的一方，且未经手本工单", "the sender, by somebody who did not handle the order")
def fresh_eyes_at_sender(s: Scene) -> bool:
    """A root order is verified by somebody at the holder who did not handle the matter, a child by one who did not handle it."""
    return _sends(s, frozenset(s.case.handlers if not s.order.parent else s.order.handlers))


def _sends(s: Scene, without: frozenset[int]) -> bool:
    return s.acts_for(s.sender, SENDING if s.order.parent else COORDINATING, without)


@_who(
    "裁定方：派出工单的一方；已提请的为共同上级；异议单位及提出人除外",
    "the ruler: the sender, or the common superior once referred; never the contester",
)
def contest_ruler(s: Scene) -> bool:
    """A contest is ruled by the sender, or by the common superior it was referred to; never by who contested."""
    request = s.request
    order = s.case.orders[request.subject]
    if s.actor.unit == order.unit:
        return False
    roles = DECIDING if request.ruler is not None else SENDING if order.parent else COORDINATING
    return s.acts_for(ruler_of(s.case, request, s.policy), roles, _besides(request.by_user))


@_who("裁定期限已过时的异议单位", "the contesting unit once the ruling is late")
def contester_when_late(s: Scene) -> bool:
    """A sender who lets the ruling limit lapse loses the monopoly of referring it."""
    clock = s.case.clocks.get(f"{s.key}.contest")
    return clock is not None and clock.due <= s.at and s.acts_for(s.case.orders[s.request.subject].unit, HANDLING)


@_who(
    "延期审批人：按办理程序为承办单位负责人或牵头中心；非主办工单为派出方；申请人本人除外",
    "the ruler of extensions: by procedure the head of the handling unit or the holder; the sender for other orders; never who asked",
)
def extension_ruler(s: Scene) -> bool:
    """The policy pack says who rules an extension of the lead's limit."""
    request = s.request
    order = s.case.orders[request.subject]
    ruler = ruler_of(s.case, request, s.policy)
    roles = SENDING if order.parent else HEADS if only_head_rules(s.case, request, ruler) else COORDINATING
    return s.acts_for(ruler, roles, _besides(request.by_user))


@_who(
    "牵头中心的协调员或主任，申请人本人除外；听证由复查机关另一人员审批",
    "coordinator or head of the holder, never who asked; for a hearing somebody else of the reviewing organ",
)
def suspension_ruler(s: Scene) -> bool:
    """The holder approves a suspension; a hearing is approved in the reviewing organ by a second person."""
    request = s.request
    roles = DECIDING if request.subject in s.case.reviews else COORDINATING
    return s.acts_for(ruler_of(s.case, request, s.policy), roles, _besides(request.by_user))


@_who("复查（复核）机关", "the reviewing organ")
def reviewing_organ(s: Scene) -> bool:
    """The superior organ of the handling unit, by somebody who did not handle."""
    return s.acts_for(s.review.organ, DECIDING, frozenset(s.case.handlers))


@_who("作出意见的复查（复核）机关（送达其意见）", "the reviewing organ, for its own opinion")
def serving_organ(s: Scene) -> bool:
    """Who gives an opinion may serve it."""
    return s.key in s.case.reviews and s.acts_for(s.case.reviews[s.key].organ, DECIDING)


@_who("主件的牵头中心", "the holder of the master")
def master_leads(s: Scene) -> bool:
    """The master may have moved on; who leads it now may part what was merged."""
    return s.other is not None and s.acts_for(s.other.holder, COORDINATING)


@_who("工单单位，或申请听证的复查机关", "the unit of the order, or the reviewing organ for a hearing")
def order_unit_or_reviewer(s: Scene) -> bool:
    """Suspension is asked by who handles; a hearing by who reviews."""
    return reviewing_organ.holds(s) if s.key in s.case.reviews else order_unit.holds(s)


@_who("牵头中心；听证为复查机关", "the holder; for a hearing the reviewing organ")
def resumer(s: Scene) -> bool:
    """Who leads may let the clocks run again before the suspension ends."""
    return reviewing_organ.holds(s) if s.key in s.case.reviews else holder_coordinates.holds(s)


@_who("牵头中心或其上级中心的分管领导", "leader at the holder or at a center above it")
def leader_above(s: Scene) -> bool:
    """A leader whose center leads or stands above."""
    if s.actor.role != Role.LEADER or s.actor.unit is None:
        return False
    return s.actor.unit == s.holder or s.actor.unit in s.centers_above(s.holder)


@_who("牵头中心及其上级中心的协调员、主任或分管领导", "coordinator, head or leader of the holder or of a center above")
def supervisor(s: Scene) -> bool:
    """Supervision comes from above: the holder over its units, the centers above over everybody."""
    if s.actor.role not in ABOVE or s.actor.unit is None:
        return False
    return s.actor.unit in s.centers_above(s.holder) or s.acts_for(s.holder, ABOVE)


@_who(
    "被督办单位；逾期未回复的，还有其上一级单位",
    "the unit that was urged; the unit above it too once the answer is late",
)
def urged_unit(s: Scene) -> bool:
    """Who was urged answers; once it is late, whoever it rose to may answer as well."""
    above = s.card.above
    return s.acts_for(s.card.unit, HANDLING | COORDINATING) or (above != 0 and s.acts_for(above, HANDLING | COORDINATING))


@_who("发起会商的中心的协调员、主任或分管领导", "coordinator, head or leader of the center that called the conference")
def convener(s: Scene) -> bool:
    """Who called the conference says what it came to."""
    return s.acts_for(s.conference.by_unit, ABOVE)


@_who("牵头本事项或持有工单的乡镇（街道）中心", "a township's center that holds the matter or an order")
def township_with_the_matter(s: Scene) -> bool:
    """A township whistles when the matter is with it, as holder or by an order."""
    townships = [
        u for u in (s.holder, *(o.unit for o in s.case.orders.values() if o.state in OPEN_ORDER_STATES)) if is_township_center(s, u)
    ]
    return any(s.acts_for(unit, COORDINATING) for unit in townships)


@_who("被呼叫且尚未报到的部门", "a department that was called and has not arrived")
def called_department(s: Scene) -> bool:
    """Who was called arrives for itself."""
    return arriving_unit(s) is not None


def arriving_unit(s: Scene) -> int | None:
    """Return the called unit the actor arrives for, or None."""
    for unit in s.whistle.units:
        if unit not in s.whistle.arrived and s.acts_for(unit, HANDLING):
            return unit
    return None


@_who(
    "参与本事项的工作人员（登记、牵头、承办、被呼叫、复查、督办、会商单位及流转路径上的中心）",
    "staff taking part: registrar, holder, handling, called, reviewing, urged and conferring units, centers of the trail",
)
def involved(s: Scene) -> bool:
    """Whoever's unit has, or had, a part in the matter."""
    if s.actor.role not in STAFF_ROLES or s.actor.unit is None:
        return False
    return s.actor.unit in units_of(s) or s.acts_for(s.holder, STAFF_ROLES)


def units_of(s: Scene) -> set[int]:
    """Return every unit with a part in the matter; who gave its order back has none."""
    case = s.case
    units = {case.registrar, *case.trail, *(r.organ for r in case.reviews.values())}
    units.update(o.unit for o in case.orders.values() if o.state not in GIVEN_BACK)
    for whistle in case.whistles.values():
        units.update(whistle.units)
    for card in case.cards.values():
        units.update(unit for unit in (card.unit, card.above) if unit)
    for conference in case.conferences.values():
        units.update(conference.units)
    return units


@_who(
    "参与本事项的工作人员本人；牵头中心、所在单位负责人决定的，不限本人",
    "the official in person, or decided by the holder or the head of the unit",
)
def recusing(s: Scene) -> bool:
    """Everybody may withdraw; the holder and heads may order it of their own."""
    user = s.data.get("user")
    if user is None or user == s.actor.user:
        return involved.holds(s)
    return s.acts_for(s.holder, COORDINATING) or (s.actor.role in HEADS and involved.holds(s))


@_who("牵头中心的窗口人员（代为记录反映人的答复）", "the holder's window, recording what the person said")
def recorder(s: Scene) -> bool:
    """The window writes down what the person says by phone or in person."""
    return holder_front.holds(s)


@_who("牵头中心或工单单位", "the holder or a unit with an order")
def working_on_it(s: Scene) -> bool:
    """Who leads or handles now."""
    if holder_front.holds(s):
        return True
    return any(s.acts_for(o.unit, HANDLING) for o in s.case.orders.values() if o.unit == s.actor.unit and o.state not in GIVEN_BACK)


def is_township_center(s: Scene, unit: int) -> bool:
    """Say whether a unit is the center of a township or street."""
    facts = s.net.unit(unit)
    return facts is not None and facts.kind == UnitKind.CENTER and len(facts.region) == 9
