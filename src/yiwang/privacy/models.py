"""The data keys: each wrapped by a key file that never enters the database."""

from __future__ import annotations

from django.db import models


class DataKey(models.Model):
    """A key that seals fields, files or blind indexes; of use only together with the key file named by `wrapped_by`."""

    id = models.BinaryField(primary_key=True, help_text="8 random bytes; stands in the header of everything sealed with it")
    purpose = models.TextField(help_text="seal, file or index")
    algorithm = models.TextField(help_text="aes-256-gcm or sm4-gcm")
    wrapped = models.BinaryField()
    wrapped_by = models.BinaryField(help_text="fingerprint of the key file")
    created = models.DateTimeField(auto_now_add=True)
    active = models.BooleanField(default=True, help_text="seals new things; all others only open old ones")

    class Meta:
        db_table = "privacy_data_key"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "algorithm"], condition=models.Q(active=True), name="privacy_one_active_key"),
        ]
