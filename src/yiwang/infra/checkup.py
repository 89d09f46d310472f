"""What `yiwang doctor` asks: small named checks, each package's in its `checkups.py`, each answer with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.module_loading import autodiscover_modules


class Verdict(StrEnum):
    """How grave an answer is; only a problem makes the command fail. Unasked: what it needs is a problem itself."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Answer:
    """What a check found, and what to do about it when it is not ok."""

    verdict: Verdict
    says: str
    remedy: str = ""


def ok(says: str) -> Answer:
    """All is well."""
    return Answer(Verdict.OK, says)


def note(says: str, remedy: str) -> Answer:
    """Works, but somebody ought to know."""
    return Answer(Verdict.NOTE, says, remedy)


def problem(says: str, remedy: str) -> Answer:
    """Does not work, or will not for long."""
    return Answer(Verdict.PROBLEM, says, remedy)


Check = Callable[[], Answer]
_checks: dict[str, tuple[int, str, Check]] = {}


def check(name: str, *, order: int = 50, needs: str = "") -> Callable[[Check], Check]:
    """Register the decorated function under the words shown before its answer; lower `order` is asked earlier.

    `needs` names a question without whose good answer this one makes no sense.
    """

    def register(function: Check) -> Check:
        _checks[name] = (order, needs, function)
        return function

    return register


def examine() -> Iterator[tuple[str, Answer]]:
    """Ask every registered check; one that fails itself is a problem of its own and stops no other."""
    autodiscover_modules("checkups")
    wrong: set[str] = set()
    for name, (_, needs, function) in sorted(_checks.items(), key=lambda item: (item[1][0], item[0])):
        answer = Answer(Verdict.UNASKED, needs) if needs in wrong else _asked(function)
        if answer.verdict in {Verdict.PROBLEM, Verdict.UNASKED}:
            wrong.add(name)
        yield name, answer


def _asked(function: Check) -> Answer:
    try:
        return function()
    except Exception as trouble:  # a check meets whatever is broken
        first = str(trouble).strip().splitlines()[:1]
        return problem(f"could not be checked: {type(trouble).__name__}: {''.join(first)}", "see to the problems above first")
