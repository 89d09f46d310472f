"""What verifying can find wrong, and where."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Kinds of findings; the value is stable."""

    ALTERED_ENTRY = "altered_entry"
    """An entry does not hash to what it says."""
    DROPPED_ENTRY = "dropped_entry"
    """An entry is missing: a gap, a break in the chain, or the matter's row knows of more."""
    DROPPED_MATTER = "dropped_matter"
    """A matter is missing that the row, the entries or the seal of a day know of."""
    BACK_DATED_ENTRY = "back_dated_entry"
    """An entry is dated before the one it follows, or stands in a sealed day whose seal does not know it."""
    REWRITTEN_ROOT = "rewritten_root"
    """A root kept elsewhere is not the one stored here: the chain was rewritten together with its roots."""
    ALTERED_DAY = "altered_day"
    """The entries of a day do not give its seal."""
    BROKEN_SEALS = "broken_seals"
    """The seals themselves do not follow from each other, or a day is missing among them."""
    ALTERED_CASE = "altered_case"
    """The matter's row is not what its entries add up to."""
    ALTERED_TEXT = "altered_text"
    """A text is missing, was added, cannot be opened, or is not the one the entry digested."""
    ALTERED_PARTY = "altered_party"
    """A party is missing, was added, cannot be opened, or is not what it would be found by."""
    UNNOTED_LOOK = "unnoted_look"
    """A reveal of which the access log knows nothing (any more)."""
    ALTERED_FILE = "altered_file"
    """An attachment is missing, or is not the one the entry digested."""


class Finding(NamedTuple):
    """One thing wrong: its kind, where, and what was found there."""

    kind: Kind
    what: str
    county: str = ""
    matter: str = ""
    """Public number of the matter, or its id where the row is gone."""
    seq: int | None = None
    day: date | None = None


class Report:
    """What a verification saw; findings beyond the first thousand are counted, not kept."""

    KEPT = 1000

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.counts: Counter[Kind] = Counter()
        self.matters = self.entries = self.texts = self.erased = self.files = self.days = 0
        self.last_day: date | None = None
        self.held: list[date] = []
        """Days whose kept root was found to hold."""

    def add(self, finding: Finding) -> None:
        """Take down a finding."""
        self.counts[finding.kind] += 1
        if len(self.findings) < self.KEPT:
            self.findings.append(finding)

    @property
    def clean(self) -> bool:
        """Nothing is wrong."""
        return not self.counts
