"""Django app of the knowledge."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Holds answers with their versions, and reply templates."""

    name = "yiwang.knowledge"
