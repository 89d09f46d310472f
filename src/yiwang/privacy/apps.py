"""The room's entry into Django: data keys are made with the tables, before anybody seals anything."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _make_keys(**_: Any) -> None:
    from .keys import ring  # the models are not loaded yet when this file is

    ring.forget()
    ring.prepare()


class PrivacyConfig(AppConfig):
    """Sealed fields, blind indexes, masking and de-identified text."""

    name = "yiwang.privacy"

    def ready(self) -> None:
        """Make the keys after every migration of this room (and after a flush in tests)."""
        post_migrate.connect(_make_keys, sender=self, dispatch_uid="yiwang.privacy.keys")
