"""Django app of the plumbing."""

from django.apps import AppConfig

from .logs import configure_structlog


class InfraConfig(AppConfig):
    """Holds the tables of the plumbing: outbox, idempotency keys, throttles, signs of life."""

    name = "yiwang.infra"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the logs up before anybody writes one."""
        configure_structlog()
