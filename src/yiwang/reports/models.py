"""Tables of the immediate reports: the report, who must sign for it, and its history, which is only ever added to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Report(models.Model):
    """One grave or urgent matter as it was reported up; what it is about stands with the matter."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    number = models.TextField(help_text="public number of the matter")
    unit_id = models.BigIntegerField(help_text="center that reports")
    sort = models.TextField(help_text="code of the policy's sort of event")
    grade = models.TextField()
    neutral = models.BooleanField(help_text="told by its number alone")
    by_rule = models.BooleanField()
    raised_by = models.BigIntegerField(null=True)
    place = models.CharField(max_length=12, db_collation="C")
    counts = models.JSONField(help_text="deaths, injured, missing, people")
    state = models.TextField(help_text="open or ended")
    at = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="when the next follow-up report is due; null when ended")
    wake = models.DateTimeField(null=True, help_text="when the watcher looks at `due` again")
    ended = models.DateTimeField(null=True)
    seq = models.IntegerField(help_text="number of the last line of its history")

    class Meta:
        db_table = "report"
        indexes = [
            models.Index("at", "id", name="report_newest"),
            models.Index("county", "number", name="report_of_matter"),
            models.Index("wake", name="report_wake", condition=Q(state="open")),  # the watcher
        ]
        constraints = [
            models.UniqueConstraint("county", "number", name="report_once_at_a_time", condition=Q(state="open")),
            models.CheckConstraint(condition=Q(state__in=["open", "ended"]), name="report_state"),
        ]


class ReportReceipt(models.Model):
    """One level that must sign for a report."""

    big = True

    pk = models.CompositePrimaryKey("county", "report_id", "unit_id")
    county = models.CharField(max_length=6)
    report_id = models.UUIDField()
    unit_id = models.BigIntegerField()
    level = models.SmallIntegerField()
    since = models.DateTimeField()
    due = models.DateTimeField()
    state = models.TextField(help_text="waiting, late or signed")
    open = models.BooleanField(default=True, help_text="its report has not ended")
    wake = models.DateTimeField(null=True, help_text="when the watcher looks again")
    signed_by = models.BigIntegerField(null=True)
    signed = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_receipt"
        indexes = [
            models.Index("unit_id", name="report_receipt_waiting", condition=Q(open=True, signed=None)),  # the banner
            models.Index("wake", name="report_receipt_wake", condition=Q(open=True, signed=None)),  # the watcher
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=["waiting", "late", "signed"]), name="report_receipt_state")]


class ReportEntry(models.Model):
    """One line of a report's history. Written once; what was said is sealed, and goes when the matter's words are erased."""

    big = True

    pk = models.CompositePrimaryKey("county", "report_id", "seq")
    county = models.CharField(max_length=6)
    report_id = models.UUIDField()
    seq = models.IntegerField()
    at = models.DateTimeField()
    kind = models.TextField()
    user_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    level = models.SmallIntegerField(null=True, help_text="of the unit that signed or is late")
    grade = models.TextField()
    counts = models.JSONField()
    text = models.BinaryField(null=True)

    class Meta:
        db_table = "report_entry"
