"""Tables of the ledger: entries, the sealed texts beside them, and the seal of each day.

Entries and texts are partitioned by the month in the time-ordered matter id, so one matter's rows lie together.
Nothing here is ever updated but `matter_text.sealed`, `found` and `erased`, once, when a text is erased.
"""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One act on one matter, bound to the entry before it by that entry's hash."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "seq")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    seq = models.IntegerField(help_text="1, 2, 3 … within the matter, without gaps")
    at = models.DateTimeField()
    act = models.TextField()
    subject = models.TextField()
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.TextField()
    data = models.JSONField(help_text="the act's input without its texts")
    change = models.JSONField(help_text="RFC 7396 merge patch of the case")
    digests = models.JSONField(help_text="name of each text → salted digest, hex")
    prev = models.BinaryField()
    head = models.BinaryField()

    class Meta:
        db_table = "ledger_entry"


class MatterText(models.Model):
    """One text given with an act, sealed together with its salt; a correction is a new row under a later entry."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "seq", "name")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    seq = models.IntegerField(help_text="the entry that holds its digest")
    name = models.TextField(help_text="name of the act's input")
    sealed = models.BinaryField(null=True, help_text="16 bytes of salt and the de-identified text; null when erased")
    found = models.BinaryField(null=True, help_text="sealed: what placeholders stand for when no party's field says it")
    erased = models.DateTimeField(null=True)

    class Meta:
        db_table = "matter_text"


class LedgerSeal(models.Model):
    """The sealed root of one day in Asia/Shanghai, over the heads of all matters that changed, of the whole installation."""

    day = models.DateField(primary_key=True)
    count = models.IntegerField(help_text="matters that changed that day")
    merkle_root = models.BinaryField()
    prev_root = models.BinaryField()
    root = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_seal"
