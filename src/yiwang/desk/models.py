"""Tables of the desk: small, one account's own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SavedView(models.Model):
    """A list under a name: what is asked for, and the columns it is shown in."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(help_text="the unit it was saved under; shared means with this unit")
    name = models.TextField()
    query = models.TextField(help_text="as in the address of the list")
    columns = ArrayField(models.TextField(), help_text="empty: two lines a matter, no table")
    shared = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "desk_view"
        constraints = [models.UniqueConstraint("unit_id", "user_id", "name", name="desk_view_name")]


class Layout(models.Model):
    """How an account looks at lists: the columns it chose, and whether as a table."""

    user_id = models.BigIntegerField(primary_key=True)
    columns = ArrayField(models.TextField())
    table = models.BooleanField()

    class Meta:
        db_table = "desk_layout"


class BulkRun(models.Model):
    """One act on many matters, as one account asked for it."""

    id = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField()
    post_id = models.BigIntegerField(help_text="appointment it is done under")
    act = models.TextField()
    sealed = models.BinaryField(null=True, help_text="what was typed; null once the run has ended")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    stopped = models.BooleanField(default=False, help_text="its owner asked to stop: what is not done yet is left")

    class Meta:
        db_table = "desk_bulk"
        indexes = [models.Index("user_id", "at", name="desk_bulk_own"), models.Index("at", name="desk_bulk_at")]


class BulkRow(models.Model):
    """One matter of a run, and what came of it."""

    pk = models.CompositePrimaryKey("run_id", "no")
    run_id = models.UUIDField()
    no = models.SmallIntegerField()
    number = models.CharField(max_length=24)
    seen = models.IntegerField(help_text="the version its owner saw")
    subject = models.TextField(help_text="the part of it that is acted on")
    unit = models.BigIntegerField(null=True, help_text="where the act names a unit of each matter's own")
    outcome = models.TextField(default="", help_text="done, refused, changed, left; nothing yet")
    code = models.TextField(default="", help_text="of the refusal")
    told = models.JSONField(default=dict, help_text="codes and numbers the refusal is worded with")

    class Meta:
        db_table = "desk_bulk_row"


class Export(models.Model):
    """A list written to a file for one account."""

    id = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField()
    post_id = models.BigIntegerField(help_text="appointment whose sight it is made with")
    county = models.CharField(max_length=6, help_text="where its file and its line of the access log are kept")
    query = models.TextField()
    columns = ArrayField(models.TextField())
    kind = models.TextField(help_text="xlsx or csv")
    lang = models.TextField(help_text="zh or en")
    state = models.TextField(help_text="waiting, writing, ready, stopped, failed, gone")
    rows = models.IntegerField(default=0)
    whole = models.BooleanField(default=True, help_text="false: it ended at the most rows a file may have")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    file_id = models.UUIDField(null=True)

    class Meta:
        db_table = "desk_export"
        indexes = [models.Index("user_id", "at", name="desk_export_own"), models.Index("until", name="desk_export_until")]
