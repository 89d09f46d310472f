"""The person's forms: the acts' own inputs, less those that are the office's to say, with choices in people's words."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.matters.domain.acts import SPECS, Act, ActSpec, Input, Kind
from yiwang.matters.queries.policy import policy_at
from yiwang.web.forms.fields import Choice
from yiwang.web.presenters.marks import english

NOT_ASKED = frozenset({(Act.SUPPLEMENT, "new_facts"), (Act.SUPPLEMENT, "in_person"), (Act.AGREE_CLAIM, "proof")})
"""Whether facts are new is for the office to say; a proof is asked of who writes it down for another."""


def wish_spec(act: Act) -> ActSpec:
    """Return the act's specification as the person is asked it; no text of theirs is marked, since all are."""
    spec = SPECS[act]
    inputs = tuple(msgspec.structs.replace(given, public=False) for given in spec.inputs if (act, given.name) not in NOT_ASKED)
    return msgspec.structs.replace(spec, inputs=inputs)


class WishChoices:
    """What the person can choose."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at

    def choices(self, field: Input, /) -> tuple[Choice, ...]:
        """Return the entries of the policy's list."""
        if field.kind is not Kind.CHOICE:
            return ()
        entries = policy_at(self._at).body.lists.get(field.choices, ())
        return tuple(Choice(value=entry.code, label=entry.en if english() else entry.zh) for entry in entries)

    def hint(self, field: Input, /) -> str:
        """The person needs no hint that the question does not give."""
        return ""

    def lookup_href(self, field: Input, /) -> str:
        """Nothing is looked up."""
        return ""
