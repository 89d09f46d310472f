"""Tables of the notices: what was told to whom, what goes out by mail, text message and voice, and what people chose."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing told to one user; read on the page. It names its matter and never what somebody said."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6, help_text="of the matter it tells of; 000000 for none")
    id = models.UUIDField()
    user_id = models.BigIntegerField()
    event = models.TextField()
    about = models.TextField(help_text="public number of the matter, or empty")
    values = models.JSONField(help_text="codes, names of units and moments for the sentence")
    href = models.TextField()
    sensitive = models.BooleanField(help_text="told in neutral words")
    urgent = models.BooleanField()
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)
    key = models.TextField(help_text="what it was told for: the same is told once")

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index("user_id", "county", "id", name="notice_of_user"),  # found by id within one user
            models.Index("user_id", "at", "id", name="notice_newest"),  # the list
            models.Index("user_id", "at", name="notice_unread", condition=Q(read=None)),  # the bell
            models.Index("county", "about", name="notice_about"),  # taken back when somebody may not see the matter any more
        ]
        constraints = [models.UniqueConstraint("county", "user_id", "key", name="notice_once")]


class Message(models.Model):
    """One notice on its way out by one channel, to a user or to the person who brought a matter."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(help_text="also the number the gateway knows it by")
    user_id = models.BigIntegerField(null=True)
    about = models.TextField()
    party = models.SmallIntegerField(default=0, help_text="number of the party of the matter, 0: a user is told")
    channel = models.TextField()
    event = models.TextField()
    values = models.JSONField()
    href = models.TextField()
    language = models.TextField()
    sensitive = models.BooleanField()
    urgent = models.BooleanField()
    gathered = models.BooleanField(default=False, help_text="goes out with others in one")
    carrier = models.UUIDField(null=True, help_text="the message it went out with")
    state = models.TextField(default="waiting", help_text="waiting, sending, sent, failed, unsure or dropped")
    due = models.DateTimeField(help_text="not before; while sending: when the sender is given up as lost")
    tries = models.SmallIntegerField(default=0)
    trouble = models.TextField(default="", help_text="stable code of the last failure")
    at = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    key = models.TextField()

    class Meta:
        db_table = "notice_message"
        indexes = [
            models.Index("due", name="notice_message_due", condition=Q(state__in=["waiting", "sending"])),  # the sender
            models.Index("state", "at", "id", name="notice_message_state"),  # the administrator
        ]
        constraints = [
            models.UniqueConstraint("county", "key", name="notice_message_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "unsure", "dropped"]), name="notice_message_state"
            ),
        ]


class Reader(models.Model):
    """How one user wants to be told outside the house; addresses are sealed."""

    user_id = models.BigIntegerField(primary_key=True)
    mail = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    language = models.TextField(default="zh")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest = models.TextField(default="none")
    channels = models.JSONField(default=dict, help_text="group → channels")
    changed = models.DateTimeField()

    class Meta:
        db_table = "notice_reader"


class Template(models.Model):
    """Other words than the shipped ones, for one event, channel and language."""

    event = models.TextField()
    channel = models.TextField()
    language = models.TextField()
    subject = models.TextField(blank=True)
    body = models.TextField()
    changed = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "notice_template"
        constraints = [models.UniqueConstraint("event", "channel", "language", name="notice_template_once")]
