"""Django app of the JSON API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Holds the table of tokens."""

    name = "yiwang.api"
    default_auto_field = "django.db.models.BigAutoField"
