"""Tables of files: what was uploaded and belongs to nothing yet, and what belongs to a matter. The bytes lie outside (`vault`)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Upload(models.Model):
    """A file that was uploaded a moment ago; it goes when a deed takes it, or after a day."""

    id = models.UUIDField(primary_key=True)
    by = models.BigIntegerField(null=True, help_text="user who uploaded it; null for a resident")
    at = models.DateTimeField()
    name = models.BinaryField(help_text="sealed: a name of a file may name a person")
    media = models.TextField()
    size = models.BigIntegerField()
    digest = models.BinaryField(help_text="salted, see `digest_of`")
    key = models.BinaryField(help_text="sealed: salt and key of the file")
    small = models.IntegerField(default=0, db_default=0, help_text="octets of its small picture, 0 where there is none")

    class Meta:
        db_table = "file_upload"
        indexes = [models.Index("at", name="file_upload_at")]  # the nightly cleaning


class Sending(models.Model):
    """A file on its way in pieces; it becomes an upload when it is whole, and is forgotten after a day."""

    id = models.UUIDField(primary_key=True)
    by = models.BigIntegerField(null=True, help_text="user who sends it; null for a resident")
    at = models.DateTimeField()
    name = models.BinaryField(help_text="sealed")
    size = models.BigIntegerField(help_text="octets announced")
    received = models.BigIntegerField(help_text="octets there")
    sizes = ArrayField(models.IntegerField(), help_text="octets of each piece")
    key = models.BinaryField(help_text="sealed: key of the pieces")

    class Meta:
        db_table = "file_sending"
        indexes = [models.Index("at", name="file_sending_at")]  # the nightly cleaning


class StoredFile(models.Model):
    """A file that belongs to something of a county; kept as long as its retention class says."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    name = models.BinaryField()
    media = models.TextField()
    size = models.BigIntegerField()
    digest = models.BinaryField()
    key = models.BinaryField(null=True, help_text="null when erased: without it the bytes are noise, in every backup too")
    small = models.IntegerField(default=0, db_default=0)
    retention = models.TextField(help_text="retention class of the policy")
    until = models.DateField(null=True, help_text="first day it may be erased; null while its matter is open")
    held = models.BooleanField(help_text="legal hold: not erased whatever its class says")
    erased = models.DateTimeField(null=True)

    class Meta:
        db_table = "stored_file"
        indexes = [models.Index("until", name="stored_file_until", condition=models.Q(until__isnull=False, held=False, erased=None))]
        constraints = [models.CheckConstraint(condition=models.Q(key=None) ^ models.Q(erased=None), name="stored_file_erased")]
