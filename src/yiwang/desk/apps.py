"""Django app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Holds saved views, the columns somebody chose, bulk acts with their reports, exports."""

    name = "yiwang.desk"
