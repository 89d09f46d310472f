"""Policy packs as they were put in force: dated, with their source, never altered."""

from __future__ import annotations

from django.db import models


class PolicyPack(models.Model):
    """One version of one kind of policy. It holds from `valid_from` until the next version of its kind begins."""

    kind = models.CharField(max_length=30)
    version = models.CharField(max_length=60)
    valid_from = models.DateField()
    source = models.TextField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical body: says whether a shipped file is still the one in force."""
    loaded = models.DateTimeField()

    class Meta:
        verbose_name = "规则包"
        constraints = [
            models.UniqueConstraint("kind", "version", name="policy_pack_version"),
            models.UniqueConstraint("kind", "valid_from", name="policy_pack_no_overlap"),
            models.CheckConstraint(name="policy_pack_names_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        """Return kind and version."""
        return f"{self.kind} {self.version}"


class PackDraft(models.Model):
    """A version being written; it may be wrong in any way, and holds for nobody until it takes effect and becomes a pack."""

    kind = models.CharField(max_length=30)
    version = models.CharField(max_length=60)
    valid_from = models.DateField()
    source = models.TextField(blank=True)
    body = models.JSONField()
    based_on = models.CharField(max_length=60)
    saved = models.DateTimeField()
    saved_by = models.BigIntegerField()

    class Meta:
        verbose_name = "规则包草稿"
        constraints = [models.UniqueConstraint("kind", name="policy_one_draft_a_kind")]
