"""Sessions in the database, read and kept by one plain statement each: every page of the staff begins with it, many forms end with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from yiwang.infra import sql


class SessionStore(DatabaseStore):
    """Django's own store but for how a session is read, and how one that exists is kept."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; a session that is unknown or over starts anew."""
        row = sql.one(
            "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s", [self.session_key, timezone.now()]
        )
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row["session_data"])

    def save(self, must_create: bool = False) -> None:
        """Keep what the session holds; UpdateError when it ended meanwhile. A new one is made by Django's own way."""
        if must_create or self.session_key is None:
            return super().save(must_create)
        values = [self.encode(self._get_session()), self.get_expiry_date(), self.session_key]
        if not sql.execute("UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s", values):
            raise UpdateError
        return None

    @classmethod
    def get_model_class(cls) -> type:
        """Return the table of Django's sessions."""
        return DatabaseStore.get_model_class()
