"""Text messages and voice calls through an HTTP gateway: one JSON request a letter, with the letter's own id.

The gateway is asked `POST {address}` with `{"id", "channel", "to", "text", "sender"}` and a bearer token; 2xx is taken, 4xx is refused for
good (429 and 408 are not), 5xx is tried again. A gateway that keeps the id from being delivered twice is told so by
`YIWANG_SMS_REPEATABLE=1`; without it, a letter whose answer was lost is shown to the administrator instead of sent again.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from django.conf import settings

from . import Letter, Undelivered

_AGAIN = frozenset({408, 425, 429})
_FOR_GOOD = range(400, 500)


class Gateway:
    """Speaks to the gateway the settings name."""

    def __init__(self) -> None:
        self.repeatable: bool = settings.SMS_GATEWAY["repeatable"]

    def send(self, letter: Letter) -> None:
        """Hand one letter over."""
        gateway = settings.SMS_GATEWAY
        if not gateway["address"].startswith(("http://", "https://")):
            raise Undelivered("gateway_not_set")
        told = {"id": letter.id, "channel": letter.channel, "to": letter.address, "text": letter.body, "sender": gateway["sign"]}
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": letter.id}
        if gateway["token"]:
            headers["Authorization"] = f"Bearer {gateway['token']}"
        request = urllib.request.Request(gateway["address"], json.dumps(told).encode(), headers, method="POST")  # noqa: S310  # http only
        try:
            with urllib.request.urlopen(request, timeout=gateway["timeout"]):  # noqa: S310  # see above
                return
        except urllib.error.HTTPError as answer:
            raise Undelivered(f"gateway_{answer.code}", final=answer.code in _FOR_GOOD and answer.code not in _AGAIN) from None
        except urllib.error.URLError as wrong:
            raise _unreached(wrong.reason) from None
        except (TimeoutError, OSError) as wrong:
            raise _unreached(wrong) from None


def _unreached(reason: object) -> Undelivered:
    """A refused connection took nothing over; whatever else broke may have come after the gateway had the letter."""
    return Undelivered("gateway_away") if isinstance(reason, ConnectionRefusedError) else Undelivered("gateway_broke_off", unsure=True)
