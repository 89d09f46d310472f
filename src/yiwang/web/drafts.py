"""What a visitor has typed but not yet sent, and the code they follow a matter with: sealed in their session, gone with it.

The session row must not hold in clear what a party's row may not: a signed session is no secret, so the draft is sealed under its name.
"""

from __future__ import annotations

import base64
import json
import logging
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from yiwang.privacy.sealing import Unsealable, context, seal, unseal

logger = logging.getLogger(__name__)
LIFETIME_SECONDS = 86_400


def read(session: SessionBase, name: str) -> dict[str, Any]:
    """Return the draft of that name, empty when there is none (or its key is gone)."""
    held = session.get(f"draft.{name}")
    if not held:
        return {}
    try:
        return json.loads(unseal(base64.b64decode(held), context("draft", name)))
    except Unsealable:
        logger.warning("a draft could not be opened and starts anew")
        return {}


def write(session: SessionBase, name: str, draft: dict[str, Any]) -> None:
    """Keep the draft for a day."""
    session[f"draft.{name}"] = base64.b64encode(seal(json.dumps(draft, ensure_ascii=False), context("draft", name))).decode()
    if "_auth_user_id" not in session:  # a visitor's session ends; a colleague's keeps its own term
        session.set_expiry(LIFETIME_SECONDS)


def drop(session: SessionBase, name: str) -> None:
    """Forget the draft."""
    session.pop(f"draft.{name}", None)


def add(session: SessionBase, name: str, key: str, value: str, *, most: int) -> None:
    """Keep one more value under a name, and of earlier ones only the newest: a session is read with every page."""
    held = {known: kept for known, kept in read(session, name).items() if known != key} | {key: value}
    write(session, name, dict(list(held.items())[-most:]))
