"""Django app of the policy packs."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PolicyConfig(AppConfig):
    """Holds the packs; those shipped with the program are stored whenever the tables are brought up to date."""

    name = "yiwang.policy"

    def ready(self) -> None:
        """Load the shipped packs after every migrate."""
        post_migrate.connect(_load_shipped, sender=self)


def _load_shipped(**_: object) -> None:
    from .operations import load_shipped  # models exist only now

    load_shipped()
