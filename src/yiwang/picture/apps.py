"""Django app of the picture."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Holds the counts of country, provinces, cities and counties."""

    name = "yiwang.picture"
