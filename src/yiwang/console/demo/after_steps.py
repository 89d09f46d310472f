"""After the answer: service, rating, call-back, reopening, review, and at last the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yiwang.centers.domain.words import Role
from yiwang.matters.domain.words import ClockKind, Nature, Procedure

from .life import FRONT, Life, Step, Wait

ARCHIVE_DAYS = 7
"""As long as the pack gives the person to rate."""
DECIDES = (Role.UNIT_HEAD, Role.HANDLER, Role.CENTER_HEAD, Role.COORDINATOR, Role.LEADER)


def closed(life: Life) -> Iterator[Step | Wait | None]:
    """Yield what may come next for a matter that was answered, best first."""
    fate, round_ = life.fate, life.case.closings
    front = life.who(life.holder, *FRONT)
    told = life.case.procedure == Procedure.PETITION or (life.case.own_contact and life.chance("told", 0.97))
    if told and not any(v.subject == "m" and v.closing == round_ for v in life.case.services) and life.once(f"serve {round_}"):
        yield front and _serve(life, "m")
    yield from _review(life)
    if fate.follow_up and life.case.followed_up < round_ and life.case.own_contact and life.once(f"follow up {round_}"):
        yield front and _follow_up(life)
    if fate.rate and life.case.rated < round_ and life.case.nature != Nature.ACCUSATION and life.once(f"rate {round_}"):
        yield _rate(life)
    if _opens_again(life) and life.once(f"reopen {round_}"):
        actor = life.coordinator()
        ground = "review" if life.fate.review == "changed" and life.case.reviews else "unsatisfied"
        yield actor and Step("reopen", actor, {"reason_code": ground, "reason": life.say("reopen", "reason")}, hours=4 * fate.pace)
    yield from _archive(life)


def _opens_again(life: Life) -> bool:
    return life.fate.reopen and life.case.reopenings == 0 and not any(r.state == "asked" for r in life.case.reviews.values())


def _serve(life: Life, subject: str) -> Step | None:
    front = life.who(life.holder, *FRONT)
    way = life.fate.serve_way if life.case.own_contact else "notice"
    data = {"on": "+0", "way": way, "proof": life.say("serve", f"proof_{way}")}
    return front and Step("serve", front, data, subject=subject, hours=1.5 * life.fate.pace)


def _follow_up(life: Life) -> Step | None:
    fate, front = life.fate, life.who(life.holder, *FRONT)
    if not fate.reached:
        data: dict[str, object] = {"note": life.say("follow_up", "missed")}
    else:
        word = "unsolved" if not fate.solved else "reached" if fate.satisfied else "reached_unhappy"
        data = {"reached": True, "solved": fate.solved, "satisfied": fate.satisfied, "note": life.say("follow_up", word)}
    return front and Step("follow_up", front, data, hours=7 * fate.pace)


def _rate(life: Life) -> Step:
    fate = life.fate
    stars = (5 if life.chance("five", 0.7) else 4) if fate.satisfied and fate.solved else 3 if fate.satisfied else 1 + life.turn % 2
    word = "good" if stars >= 4 else "middling" if stars == 3 else "bad_solved" if fate.solved else "bad"
    data = {"solved": fate.solved, "stars": stars, "text": life.say("rate", word)}
    return Step("rate", life.person(), data, hours=5 * fate.pace, regime="home")


def _review(life: Life) -> Iterator[Step | Wait | None]:
    fate, case = life.fate, life.case
    for key, review in case.reviews.items():
        if review.state == "asked":
            actor = life.who(review.organ, *DECIDES, without=case.handlers)
            outcome = "changed" if fate.review == "changed" else "upheld"
            data = {"outcome": outcome, "opinion": life.say("review", f"opinion_{outcome}")}
            limit = life.clock(ClockKind.REVIEW_OPINION, key)
            yield actor and Step("rule_review", actor, data, subject=key, hours=14 * fate.pace, limit=limit)
        elif review.served is None and life.once(f"serve {key}"):
            yield _serve(life, key)
    wanted = {"upheld": 1, "changed": 1, "final": 2}.get(fate.review, 0)
    asked = len(case.reviews)
    if case.procedure == Procedure.PETITION and asked < wanted and case.reopenings == 0 and life.once(f"review {asked}"):
        yield Step("request_review", life.person(), {"text": life.say("review", "text")}, hours=8 * fate.pace, regime="home")


def _archive(life: Life) -> Iterator[Step | Wait | None]:
    front = life.who(life.holder, *FRONT)
    at = life.case.closed
    if at is None or (life.case.procedure == Procedure.PETITION and len(life.case.reviews) < 2):
        return
    ready = at + timedelta(days=ARCHIVE_DAYS, hours=10)
    if life.once(f"archive {life.case.closings}"):
        yield front and Step("archive", front, {}, hours=1 + life.turn % 6, not_before=ready)
