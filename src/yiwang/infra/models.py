"""Tables of the plumbing: what others are still to hear, what was asked before, how often somebody tried."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """Something that happened, for whoever is registered to hear it; the row goes when everybody has."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    topic = models.TextField()
    key = models.TextField(help_text="what it is about, such as a matter's number")
    body = models.JSONField()
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    next_try = models.DateTimeField(help_text="not before this moment")
    waiting = models.JSONField(null=True, help_text="listeners that have not heard it; null: nobody has yet")
    trouble = models.TextField(default="", help_text="kind of the last failure, never its words")

    class Meta:
        db_table = "outbox_event"
        indexes = [models.Index(fields=["next_try", "id"], name="outbox_event_next_try")]  # the dispatcher


class IdempotencyKey(models.Model):
    """A request that was carried out, and what was answered: the same request again changes nothing."""

    big = True

    pk = models.CompositePrimaryKey("county", "client", "key")
    county = models.CharField(max_length=6)
    client = models.TextField(help_text="who sent it: keys of different clients do not meet")
    key = models.TextField()
    body_hash = models.BinaryField()
    response = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "idempotency_key"
        indexes = [models.Index(fields=["at"], name="idempotency_key_at")]  # the cleaning job


class Throttle(models.Model):
    """How much of its allowance a key has used; an unlogged table: a crash forgets it, and nothing is lost by that."""

    pk = models.CompositePrimaryKey("scope", "key")
    scope = models.TextField()
    key = models.BinaryField(help_text="a keyed hash: no address and no name lies here")
    free_at = models.DateTimeField(help_text="when the whole allowance is back")

    class Meta:
        db_table = "throttle"
        indexes = [models.Index(fields=["free_at"], name="throttle_free_at")]  # the cleaning job


class Heartbeat(models.Model):
    """The last sign of life of something that works by itself, for `yiwang doctor`."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()
    took_ms = models.FloatField(default=0)
    trouble = models.TextField(default="")

    class Meta:
        db_table = "heartbeat"


class Sample(models.Model):
    """One row when this installation holds a labelled sample instead of real matters; see `infra.sample`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seed = models.BigIntegerField()
    matters = models.IntegerField()
    until = models.DateTimeField(help_text="the moment up to which the sample was lived")
    begun = models.DateTimeField()
    finished = models.DateTimeField(null=True, help_text="null: still being made, or broken off")

    class Meta:
        db_table = "sample"
        constraints = [models.CheckConstraint(name="sample_one_row", condition=models.Q(id=1))]
