"""`act`: one deed on one matter. Lock, decide (pure), write; all in one transaction of a handful of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import Role
from yiwang.infra import idempotency
from yiwang.kernel.chain import canonical, merge_patch
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.regions import queries as regions

from .. import numbers
from ..access import Sight, rule, sight
from ..domain import workflow
from ..domain.acts import SPECS, Act, ActSpec, Kind
from ..domain.case import Actor, Case, Move
from ..domain.policy import MatterPolicy
from ..domain.reading import read_input
from ..ledger import append as ledger
from ..queries.follow import person
from ..queries.page import visible_row
from ..queries.policy import category, policy_at
from ..sealed import known_parties
from . import effects, files, writing
from .intake import PartyIn, party_errors
from .locking import Locked, deed, lock, lock_both
from .looks import note_look
from .parties import hide
from .persons import Persons
from .projection import columns, project

PAIRED = {Act.MERGE: "master", **dict.fromkeys((Act.UNMERGE, Act.FOLLOW_MASTER, Act.WITHDRAW, *workflow.TOLD_TO_MASTER), "")}
"""Acts that look at the master too, with the input that names it; the others find it in the case."""
_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,40}〕")
NOT_HERE = "no_such_matter"
"""The same refusal whether there is no such matter, it lies outside one's tree, or the query code is wrong."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What an act came to."""

    number: str
    version: int
    state: str
    seq: int
    subject: str
    """Key of the part it was done on, or of the part it made (an order, a request …)."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The checked input of an act: values for the rules and the ledger, texts to be sealed."""

    data: dict[str, Any]
    texts: dict[str, str]
    personal: dict[str, str] = {}
    """Who a further party is: sealed with that party."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for, before anything is known of the matter."""

    number: numbers.Number
    spec: ActSpec
    actor: Actor
    at: datetime
    subject: str
    given: Given
    seen_version: int | None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision rests on besides the case."""

    net: Net
    policy: MatterPolicy
    at: datetime


def act(
    *,
    number: str,
    act: str,
    actor: Actor,
    at: datetime,
    subject: str = "m",
    data: Mapping[str, Any] | None = None,
    seen_version: int | None = None,
    key: str | None = None,
    query_code: str | None = None,
) -> Done:
    """Do one act on a matter, or raise Refused, and then nothing has changed.

    `data` holds raw values by the names of the act's inputs. With `seen_version`, the act is refused as `changed_meanwhile` (who, what, the
    version now) when the matter has moved on since. With `key`, the same request again returns the same answer and changes nothing. The
    person who brought the matter acts with its `query_code`, or with an actor from `queries.person`, whose `party` is the number.
    """
    spec = _spec(act)
    named = numbers.parse(number)
    given = _given(spec, data or {})
    if query_code is not None and actor.role == Role.PERSON:
        actor = person(number=number, query_code=query_code, at=at)
    wish = Wish(number=named, spec=spec, actor=actor, at=at, subject=subject, given=given, seen_version=seen_version)

    def carry_out() -> dict[str, Any]:
        with deed(inside=True):
            return msgspec.to_builtins(_carry_out(wish))

    body = canonical(
        {"number": str(named), "act": spec.act, "subject": subject, "data": given.data, "texts": {**given.texts, **given.personal}}
    )
    return msgspec.convert(once(county=named.county, actor=actor, number=str(named), key=key, body=body, at=at, carry_out=carry_out), Done)


def _given(spec: ActSpec, raw: Mapping[str, Any]) -> Given:
    values, texts = read_input(spec, raw)
    for field in spec.inputs:
        if field.kind == Kind.MATTER and field.name in values:
            values[field.name] = str(numbers.parse(str(values[field.name]), field=field.name))
    if "place" in values and regions.region(str(values["place"])) is None:
        raise Refused("unknown_place", field="place")
    named = {field.name: texts.pop(field.name) for field in spec.inputs if field.personal and field.name in texts}
    if errors := party_errors(PartyIn(part="claimant", **named), where="", nameless=True):
        raise BadInput(errors)
    return Given(data=values, texts=texts, personal=named)


def _spec(act: str) -> ActSpec:
    if act not in set(Act) or act == Act.REGISTER:
        raise Refused("unknown_act", field="act")
    return SPECS[Act(act)]


def once(*, county: str, actor: Actor, number: str, key: str | None, body: bytes, at: datetime, carry_out: Any) -> Any:
    """Carry a deed out once per key; a twin that came too late to be lawful is given the first one's answer, not a refusal."""
    client = f"user:{actor.user}" if actor.user is not None else f"{actor.role}:{number}"
    try:
        return idempotency.once(county=county, client=client, key=key, body=body, at=at, deed=carry_out)
    except Refused as refusal:
        if key is not None and refusal.code not in {"bad_key", "key_reused"}:
            answer = idempotency.earlier(county=county, client=client, key=key, body=body)
            if answer is not None:
                return answer
        raise


def _carry_out(wish: Wish) -> Done:
    net, policy = centers.net(wish.at), policy_at(wish.at)  # before the row is held: what they ask may wait
    held, other = _hold(wish)
    if held is None:
        raise Refused(NOT_HERE, field="number")
    at = max(wish.at, held.updated, *([other.updated] if other else []))
    setting = Setting(net=net, policy=policy, at=at)
    case = held.case()
    seen = sight(case, setting.net)
    _admit(held, seen, wish.actor, setting.net)
    _may_name(wish, other, setting.net)
    _unchanged(held, wish.seen_version)
    attached = files.given(
        wish.given.data.get("files", ()), county=held.county, spec=wish.spec, data=wish.given.data, actor=wish.actor, at=wish.at
    )
    move = Move(
        act=wish.spec.act,
        actor=wish.actor,
        at=at,
        subject=wish.subject,
        data=wish.given.data,
        texts=frozenset({*wish.given.texts, *wish.given.personal}),
    )
    done = _decided(held, case, seen, other, move=move, given=wish.given, attached=attached, setting=setting)
    if wish.spec.act == Act.REVEAL:
        own = wish.actor.unit in seen.stakes
        note_look(number=held.number, actor=wish.actor, reason=str(wish.given.data["reason_code"]), at=at, own=own)
    return done


def _decided(
    held: Locked,
    case: Case,
    seen: Sight,
    other: Locked | None,
    *,
    move: Move,
    given: Given | None,
    attached: tuple[files.Attached, ...],
    setting: Setting,
) -> Done:
    """Decide, and write the matter, the other one when it changed too, and what follows on the members of a merge."""
    decision = workflow.decide(case, move, setting.net, setting.policy, other.case() if other else None)
    done = write(held, case, seen, decision.case, move=move, given=given, attached=attached, setting=setting)
    if other is not None and decision.other is not None:
        before = other.case()
        echo = msgspec.structs.replace(move, subject="m", data={"of": held.number}, texts=frozenset())
        write(other, before, sight(before, setting.net), decision.other, move=echo, given=None, attached=(), setting=setting)
    answer = _for_members(held, given) if decision.then else ""
    for then in decision.then:
        _follow(then, held.number, answer, setting)
    return done


def _for_members(held: Locked, given: Given | None) -> str:
    """Return the master's answer as the people of its members may read it: without anybody's name, not even a placeholder of one."""
    if given is None or "answer" not in given.texts:
        return ""
    known = known_parties(held.parties, county=held.county, matter_id=held.id)
    return _PLACEHOLDER.sub("有关人员", hide({"answer": given.texts["answer"]}, known)["answer"].text)


def _follow(then: workflow.Then, master: str, answer: str, setting: Setting) -> None:
    """Do what an ending of the master brings to a member: a deed of the system in the same transaction."""
    member, other = lock_both(numbers.parse(then.number), numbers.parse(master))
    if member is None:
        return
    case = member.case()
    reasons: dict[str, object] = {i.name: "master_ended" for i in SPECS[then.act].inputs if i.required}
    texts = {"answer": answer} if answer and then.act == Act.FOLLOW_MASTER else {}
    move = Move(act=then.act, actor=Actor(role=Role.SYSTEM), at=max(setting.at, member.updated), data=reasons, texts=frozenset(texts))
    given = Given(data=reasons, texts=texts)
    _decided(member, case, sight(case, setting.net), other, move=move, given=given, attached=(), setting=setting)


def _hold(wish: Wish) -> tuple[Locked | None, Locked | None]:
    """Lock what the act looks at: one row, or for merge and unmerge two, in the order of their numbers."""
    if wish.spec.act not in PAIRED:
        return lock(wish.number), None
    field = PAIRED[wish.spec.act]
    named_other = str(wish.given.data.get(field, "")) if field else effects.master_of(wish.number)
    if not named_other or named_other == str(wish.number):
        return lock(wish.number), None
    held, other = lock_both(wish.number, numbers.parse(named_other))
    if other is None:
        raise Refused(NOT_HERE, field=field or "number")
    return held, other


def _admit(held: Locked, seen: Sight, actor: Actor, net: Net) -> None:
    """Refuse whoever the matter does not exist for; the person is bound to the one matter whose code they gave."""
    allowed = actor.party == held.number if actor.role == Role.PERSON else rule(actor, net).holds(seen)
    if not allowed:
        raise Refused(NOT_HERE, field="number")


def _may_name(wish: Wish, other: Locked | None, net: Net) -> None:
    """Refuse a second matter that does not exist for the actor: the master of a merge, the other end of a link."""
    if wish.spec.act in {Act.MERGE, Act.UNMERGE} and other is not None and not rule(wish.actor, net).holds(sight(other.case(), net)):
        raise Refused(NOT_HERE, field=PAIRED[wish.spec.act] or "number")
    if wish.spec.act == Act.LINK:
        visible_row(str(wish.given.data["other"]), wish.actor, net)


def _unchanged(held: Locked, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != held.version:
        raise Refused("changed_meanwhile", act=held.last_act, unit=held.last_unit, version=held.version, at=held.updated)


def write(
    held: Locked,
    before: Case,
    seen: Sight,
    after: Case,
    *,
    move: Move,
    given: Given | None,
    attached: tuple[files.Attached, ...],
    setting: Setting,
) -> Done:
    """Write a decided act: ledger entry with its texts, then the matter and all that follows from its case in one statement."""
    doc, was = msgspec.to_builtins(after), msgspec.to_builtins(before)
    named = Persons(held=held, before=before, after=after, move=move, given=given)
    known = named.known() if given and (given.texts or attached) else []
    texts = hide(given.texts, known, clear=_in_clear(move)) if given else {}
    end = _entry(held, move, change=merge_patch(was, doc), attached=attached, texts=texts)
    now_seen = sight(after, setting.net)
    target = writing.Target(held.county, held.id)
    values = {
        **columns(after, now_seen),
        **effects.further_columns(move, texts),
        **named.columns(),
        **_of_category(before, after, setting.at),
        "case_doc": canonical(doc).decode(),
        "version": held.version + 1,
        "seq": end.seq,
        "head": end.head,
        "updated": move.at,
        "last_act": str(move.act),
        "last_unit": move.actor.unit,
    }
    platform = values.get("platform", held.platform)
    was_rows = project(before, seen, held.platform, setting.policy)
    rows = project(after, now_seen, platform, setting.policy)
    parts = writing.changes(target, was_rows, rows, at=move.at)
    parts += files.parts(target, attached, seq=end.seq, known=known)
    parts += named.parts(target)
    parts += effects.parts(
        target,
        number=held.number,
        before=before,
        after=after,
        move=move,
        was_platform=held.platform,
        platform=platform,
        version=held.version + 1,
        waits=effects.begun(was_rows, rows),
    )
    if not writing.run(writing.update_matter(target, version=held.version, columns=values), parts):
        raise Refused("changed_meanwhile", act=held.last_act, unit=held.last_unit, version=held.version, at=held.updated)
    made = _made(before, after, move.subject)
    return Done(number=held.number, version=held.version + 1, state=str(after.state), seq=end.seq, subject=made)


def _entry(
    held: Locked, move: Move, *, change: dict[str, Any], attached: tuple[files.Attached, ...], texts: Mapping[str, ledger.Text]
) -> ledger.Appended:
    """Append the deed to the matter's ledger, with its texts beside it."""
    return ledger.append(
        county=held.county,
        matter_id=held.id,
        last=held.last,
        at=move.at,
        act=move.act,
        subject=move.subject,
        actor=move.actor,
        data={**msgspec.to_builtins(move.data), **files.noted(attached)},
        change=change,
        texts=texts,
    )


def _of_category(before: Case, after: Case, at: datetime) -> dict[str, Any]:
    """Return the columns that come with a category, when it has changed."""
    kind = category(after.category, at) if after.category != before.category else None
    return {"platform": str(kind.platform), "sensitive": bool(kind.sensitive)} if kind else {}


def _in_clear(move: Move) -> frozenset[str]:
    """Return which texts of the act will stand in lists: a corrected title."""
    return frozenset({"text"}) if move.act == Act.CORRECT and move.data.get("part") == "title" else frozenset()


def _made(before: Case, after: Case, subject: str) -> str:
    """Return the key of the part the act made, if it made one of the first rank, else what it was done on."""
    for parts in ("orders", "requests", "whistles", "cards", "reviews", "claims", "conferences"):
        fresh = [key for key in getattr(after, parts) if key not in getattr(before, parts)]
        if fresh:
            return fresh[0]
    return subject
