"""Django app of the tree."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Holds the administrative divisions and their changes."""

    name = "yiwang.regions"
