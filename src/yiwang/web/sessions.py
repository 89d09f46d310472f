"""Sessions in the database, read by one plain statement: every page of the staff begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from yiwang.infra import sql


class SessionStore(DatabaseStore):
    """Django's own store but for how a session is read."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; a session that is unknown or over starts anew."""
        row = sql.one(
            "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s", [self.session_key, timezone.now()]
        )
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row["session_data"])

    @classmethod
    def get_model_class(cls) -> type:
        """Return the table of Django's sessions."""
        return DatabaseStore.get_model_class()
