"""Tables of the knowledge: small, shared by all counties of an installation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .domain.words import State

STATES = [state.value for state in State]


class Article(models.Model):
    """An answer or procedure as it stands; every version of it is kept beside it."""

    unit_id = models.BigIntegerField(help_text="whose it is: it is read there and in every unit below")
    title = models.CharField(max_length=120)
    body = models.TextField()
    category = models.CharField(max_length=12, blank=True, db_collation="C", help_text="category or group it speaks of; empty: any")
    public = models.BooleanField(default=False, help_text="read by everybody on the web, once published")
    state = models.CharField(max_length=10)
    version = models.IntegerField(default=1)
    review_on = models.DateField(null=True, help_text="day on which somebody looks at it again")
    published = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    changed_by = models.BigIntegerField()
    words = ArrayField(models.TextField(), help_text="words of title and body, for the search")
    initials = models.CharField(max_length=120, db_collation="C", help_text="first letters of the title's reading")

    class Meta:
        db_table = "knowledge_article"
        constraints = [
            models.CheckConstraint(name="knowledge_article_state", condition=models.Q(state__in=STATES)),
            models.CheckConstraint(
                name="knowledge_article_published", condition=~models.Q(state="published") | models.Q(review_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index("unit_id", "state", name="knowledge_article_unit"),  # the list of a unit and those above it
            GinIndex("words", name="knowledge_article_words"),
        ]


class ArticleVersion(models.Model):
    """One version of an answer as it was written."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    version = models.IntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        db_table = "knowledge_version"
        constraints = [models.UniqueConstraint("article", "version", name="knowledge_version_once")]


class ReplyTemplate(models.Model):
    """A text with variables for the fields of acts."""

    unit_id = models.BigIntegerField(help_text="whose it is: it is offered there and in every unit below")
    name = models.CharField(max_length=60)
    text = models.TextField()
    acts = ArrayField(models.TextField(), default=list, help_text="acts it is offered for; empty: all")
    category = models.CharField(max_length=12, blank=True, db_collation="C", help_text="category or group it is offered for; empty: any")
    changed = models.DateTimeField()
    changed_by = models.BigIntegerField()
    retired = models.DateTimeField(null=True)

    class Meta:
        db_table = "knowledge_template"
        constraints = [models.UniqueConstraint("unit_id", "name", name="knowledge_template_once", condition=models.Q(retired=None))]
