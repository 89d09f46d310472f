"""What search and suggestions read: the words of each matter, without the persons in them, and marks that say who may find it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class MatterSearch(models.Model):
    """The words of one matter; partitioned by month like the texts, each month with an index of its own, so the newest are found first.

    Written within a second after the deed by a listener, never by the deed; an accusation has no row.
    """

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    version = models.IntegerField(help_text="of the matter when this was written")
    words = SearchVectorField(
        help_text="A title and number, B place, C what was brought, D what was written since; the order of words is lost"
    )
    marks = ArrayField(models.TextField(), help_text="necessary for being seen (access.Sight.marks), place and category")

    class Meta:
        db_table = "matter_search"


class SearchWord(models.Model):
    """In how many of the newest matters a word stands; the row of "" tells how many were counted."""

    word = models.TextField(primary_key=True)
    seen = models.IntegerField()

    class Meta:
        db_table = "search_word"
