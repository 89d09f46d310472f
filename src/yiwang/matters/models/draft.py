"""What a colleague has typed at the window and not yet registered."""

from __future__ import annotations

from django.db import models


class IntakeDraft(models.Model):
    """A registration form as it stands, sealed; its owner's alone, under the post it was begun with, and gone after some days."""

    id = models.UUIDField(primary_key=True, help_text="also the key by which the form registers once")
    user_id = models.BigIntegerField()
    post = models.BigIntegerField(help_text="appointment")
    sealed = models.BinaryField(null=True, help_text="the form's values; null once registered")
    saved = models.DateTimeField()
    done = models.BooleanField(default=False, help_text="registered: what is still on its way from the page must not bring it back")

    class Meta:
        db_table = "intake_draft"
        indexes = [
            models.Index("user_id", "post", "saved", name="intake_draft_own"),  # the list beside the form
            models.Index("saved", name="intake_draft_old"),  # what the night forgets
        ]
