"""Django app of the plumbing."""

from django.apps import AppConfig


class InfraConfig(AppConfig):
    """Holds the tables of the plumbing: outbox, idempotency keys, throttles."""

    name = "yiwang.infra"
    default_auto_field = "django.db.models.BigAutoField"
