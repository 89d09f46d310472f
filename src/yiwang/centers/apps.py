"""Django app of the organisation."""

from django.apps import AppConfig


class CentersConfig(AppConfig):
    """Holds units, centers, posts and appointments."""

    name = "yiwang.centers"
