"""Closing, service, rating, follow-up, reopening, reviews, withdrawing."""

from __future__ import annotations

from msgspec.structs import replace

from ..acts import On
from ..case import Case, Review, Service
from ..conditions import organ_of
from ..scene import Scene, next_key
from ..words import Nature, State


def close(s: Scene, case: Case) -> Case:
    """Close with an answer the person can read.

    答复反映人可见。
    """
    return replace(case, answered=True, closings=case.closings + 1, closed=s.at)


def serve(s: Scene, case: Case) -> Case:
    """Keep the proof that the answer (or a review's opinion) was served.

    留存送达凭证。
    """
    on = s.date("on") or s.at.date()
    case = replace(case, services=(*case.services, Service(subject=s.key, on=on, way=s.word("way"), closing=case.closings)))
    if s.key in case.reviews:
        case = replace(case, reviews={**case.reviews, s.key: replace(case.reviews[s.key], served=on)})
    return case


def rate(s: Scene, case: Case) -> Case:
    """Note that the person rated this closing; the stars are a fact, not part of the case.

    每次办结评价一次。
    """
    return replace(case, rated=case.closings)


def follow_up(s: Scene, case: Case) -> Case:
    """Note that this closing was followed up.

    记明本次办结已回访。
    """
    return replace(case, followed_up=case.closings)


def reopen(s: Scene, case: Case) -> Case:
    """Begin again with a new lead: former handlers count as strangers to the new round, the answer has to be given anew.

    另定主办，重新答复。
    """
    return replace(case, reopenings=case.reopenings + 1, answered=False, handlers=())


def request_review(s: Scene, case: Case) -> Case:
    """Ask the superior organ: first 复查, then 复核.

    先复查，后复核；由承办单位的上级机关作出。
    """
    organ = organ_of(s)
    case, key = next_key(case, On.REVIEW)
    review = Review(kind="fuhe" if case.reviews else "fucha", organ=organ if organ is not None else case.holder, closing=case.closings)
    return replace(case, reviews={**case.reviews, key: review})


def rule_review(s: Scene, case: Case) -> Case:
    """Give the opinion; a pending hearing request lapses.

    复核意见为终结意见。
    """
    review = replace(s.review, state="ruled", outcome=s.word("outcome"), hearing=None)
    requests = {k: replace(r, state="lapsed") for k, r in case.requests.items() if r.subject == s.key and r.state == "open"}
    return replace(case, reviews={**case.reviews, s.key: review}, requests={**case.requests, **requests})


def withdraw(s: Scene, case: Case) -> Case:
    """End the person's request; a hazard or accusation goes on without them. Out of a merge, its orders there are taken back.

    反映人退出；隐患和检举控告继续办理。已并入的，退出主件，随件转去的工单收回。
    """
    case = replace(case, person_gone=True)
    leaves = case.state == State.MERGED and after_withdrawal(case) == State.WITHDRAWN
    return replace(case, master="", before_merge=None) if leaves else case


def after_withdrawal(case: Case) -> State:
    """Return the state after the person withdrew."""
    return case.state if case.nature in {Nature.HAZARD, Nature.ACCUSATION} else State.WITHDRAWN
