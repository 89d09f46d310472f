"""Django app of the plumbing."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .logs import configure_structlog


def _make_partitions(**_: Any) -> None:
    from . import clock, partitions  # the database is not there yet when this file is read

    partitions.ensure_all(clock.now())


class InfraConfig(AppConfig):
    """Holds the tables of the plumbing: outbox, idempotency keys, throttles, signs of life."""

    name = "yiwang.infra"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the logs up before anybody writes one."""
        configure_structlog()
        post_migrate.connect(_make_partitions, sender=self, dispatch_uid="yiwang.infra.partitions")
