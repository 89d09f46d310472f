"""What suggestions learn, and what became of them."""

from __future__ import annotations

from django.db import models


class SuggestionModel(models.Model):
    """One thing that is learned: from how many matters, when, how good it was on those it had not seen, and whether it speaks."""

    task = models.TextField(primary_key=True, help_text="category or unit")
    trained = models.DateTimeField()
    matters = models.IntegerField()
    labels = models.IntegerField()
    tested = models.IntegerField(help_text="matters kept back to test on, the newest")
    first = models.FloatField(help_text="share of those whose truth was the first guess")
    among = models.FloatField(help_text="… or one of the first three")
    speaks = models.BooleanField(help_text="there was enough to learn from")

    class Meta:
        db_table = "suggestion_model"


class SuggestionWeight(models.Model):
    """How much a word speaks for a label: the whole of what is learned, to be read by anybody."""

    pk = models.CompositePrimaryKey("task", "word", "label")
    task = models.TextField()
    word = models.TextField()
    label = models.TextField(help_text="a category, or kind/line/level of a unit")
    weight = models.FloatField()

    class Meta:
        db_table = "suggestion_weight"


class SuggestionChoice(models.Model):
    """What was suggested when somebody decided, beside what they decided."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "kind", "seq")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    kind = models.TextField(help_text="route or same")
    seq = models.IntegerField(help_text="of the ledger entry that decided")
    at = models.DateTimeField()
    shown = models.JSONField(help_text="the suggestions best first: what, score, codes of the reasons")
    chosen = models.TextField(help_text="unit or number that was decided on")
    rank = models.SmallIntegerField(help_text="its place among the suggestions, 0 when it was not among them")

    class Meta:
        db_table = "suggestion_choice"
        indexes = [models.Index("at", name="suggestion_choice_at")]  # worth over a time
