"""The table of the API: tokens, by the digest of their secret."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiToken(models.Model):
    """Lets a program act under one appointment, within scopes, until it expires or is revoked."""

    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    appointment = models.ForeignKey("centers.Appointment", on_delete=models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=20))
    per_minute = models.PositiveIntegerField()
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True)
    """Coarse: not older than ten minutes behind the truth while the token is in use."""

    class Meta:
        verbose_name = "接口令牌"
        constraints = [
            models.UniqueConstraint("name", condition=models.Q(revoked=None), name="api_token_name_in_use"),
            models.CheckConstraint(condition=models.Q(expires__gt=models.F("created")), name="api_token_expires_later"),
            models.CheckConstraint(condition=models.Q(per_minute__gt=0), name="api_token_per_minute_positive"),
        ]

    def __str__(self) -> str:
        """Return the name an administrator gave it."""
        return self.name
