"""What was told to open pages in the last minutes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LiveNews(models.Model):
    """One thing told: ids only. Written by the worker, never by a deed; kept for some minutes for pages that were away for a moment."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    key = models.TextField(help_text="what it is about, such as a matter's number")
    topics = ArrayField(models.TextField())
    body = models.JSONField()
    audience = models.JSONField(null=True, help_text="what decides who may know of it; null: whoever may hear a topic of it")

    class Meta:
        db_table = "live_news"
        indexes = [models.Index(fields=["at"], name="live_news_at")]  # forgetting
