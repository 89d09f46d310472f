"""Where a request comes from, for counting tries: never written down in clear."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks: the connection's, or behind a proxy of our own the one that proxy added last."""
    if settings.BEHIND_PROXY:
        added = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if added:
            return added[:60]
    return request.META.get("REMOTE_ADDR", "")
