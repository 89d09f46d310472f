"""Tables of the meetings: the meeting, its agenda, who is invited, its signed minutes, its decisions. Texts are sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Meeting(models.Model):
    """One meeting of a center."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    number = models.TextField(help_text="of its minutes: 370502-HY2026-003")
    kind = models.TextField()
    center = models.BigIntegerField(help_text="unit that called it")
    title = models.TextField(help_text="de-identified")
    matter = models.CharField(max_length=24, help_text="of a conference: the number of its matter; else nothing")
    conference = models.TextField(help_text="key of the conference in the matter's case; else nothing")
    starts = models.DateTimeField()
    room = models.TextField()
    state = models.TextField()
    called = models.DateTimeField()
    called_by = models.BigIntegerField()
    chair = models.BigIntegerField(help_text="user who signs the minutes")
    general = models.BinaryField(null=True, help_text="draft of the minutes, what is said of the meeting as a whole; sealed")
    version = models.IntegerField(help_text="grows by one with every deed")

    class Meta:
        db_table = "meeting"
        constraints = [models.UniqueConstraint("county", "number", name="meeting_number")]
        indexes = [
            models.Index("center", "starts", "id", name="meeting_of_center"),
            models.Index("matter", name="meeting_of_matter", condition=~Q(matter="")),  # a center above may call it: another county
        ]


class MeetingItem(models.Model):
    """One point of the agenda."""

    big = True

    pk = models.CompositePrimaryKey("county", "meeting_id", "no")
    county = models.CharField(max_length=6)
    meeting_id = models.UUIDField()
    no = models.SmallIntegerField()
    matter = models.CharField(max_length=24, help_text="number of a matter, or nothing for a topic")
    reason = models.TextField()
    topic = models.TextField(help_text="de-identified; of a topic")
    minutes = models.BinaryField(null=True, help_text="draft of the minutes of this point; sealed")

    class Meta:
        db_table = "meeting_item"


class MeetingGuest(models.Model):
    """A unit or a person invited, and whether they came."""

    big = True

    pk = models.CompositePrimaryKey("county", "meeting_id", "key")
    county = models.CharField(max_length=6)
    meeting_id = models.UUIDField()
    key = models.TextField(help_text="u12 for a unit, p34 for a user")
    unit = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    came = models.BooleanField(null=True)

    class Meta:
        db_table = "meeting_guest"
        indexes = [
            models.Index("unit", "meeting_id", name="meeting_guest_unit"),
            models.Index("user_id", "meeting_id", name="meeting_guest_user", condition=Q(user_id__isnull=False)),
        ]


class MeetingMinutes(models.Model):
    """The minutes as they were signed: written once, never altered."""

    big = True

    pk = models.CompositePrimaryKey("county", "meeting_id")
    county = models.CharField(max_length=6)
    meeting_id = models.UUIDField()
    sealed = models.BinaryField(help_text="salt and the whole text, general part and points, as JSON; sealed")
    digest = models.BinaryField(help_text="SHA-256 of salt and text")
    signed = models.DateTimeField()
    signed_by = models.BigIntegerField()

    class Meta:
        db_table = "meeting_minutes"


class MeetingDecision(models.Model):
    """What was decided, followed to the end."""

    big = True

    pk = models.CompositePrimaryKey("county", "meeting_id", "no")
    county = models.CharField(max_length=6)
    meeting_id = models.UUIDField()
    no = models.SmallIntegerField()
    center = models.BigIntegerField(help_text="unit that called the meeting")
    item = models.SmallIntegerField(help_text="point of the agenda, 0 for the meeting as a whole")
    matter = models.CharField(max_length=24)
    subject = models.TextField(help_text="key of the order or card it became")
    kind = models.TextField()
    unit = models.BigIntegerField(null=True)
    due = models.DateField(null=True)
    text = models.BinaryField(help_text="sealed")
    state = models.TextField()
    at = models.DateTimeField()
    by_user = models.BigIntegerField()
    proof = models.BinaryField(null=True, help_text="what the unit reported; sealed")
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "meeting_decision"
        indexes = [
            # what is still to be carried out: of the center that decided, of the unit that does it, of a matter
            models.Index("center", "due", "meeting_id", "no", name="decision_of_center", condition=Q(ended=None)),
            models.Index("unit", "due", "meeting_id", "no", name="decision_of_unit", condition=Q(ended=None)),
            models.Index("matter", name="decision_of_matter", condition=Q(ended=None) & ~Q(matter="")),
        ]
