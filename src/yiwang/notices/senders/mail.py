"""E-mail through Django's backend (settings EMAIL_*); a server of one's own, with a message id of ours."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from . import Letter, Undelivered

_GONE = 500
"""SMTP answers from here on are for good."""


class Mail:
    """One mail a letter. Mail servers do not look for repeats: a letter whose fate is unknown is not sent again."""

    repeatable = False

    def send(self, letter: Letter) -> None:
        """Hand the mail to the server."""
        headers = {"Message-ID": f"<{letter.id}@{settings.EMAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
        mail = EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise Undelivered("mail_address_refused", final=all(code >= _GONE for code in codes)) from None
        except smtplib.SMTPResponseException as answer:
            raise Undelivered("mail_refused", final=answer.smtp_code >= _GONE) from None
        except smtplib.SMTPServerDisconnected:
            raise Undelivered("mail_broke_off", unsure=True) from None
        except ConnectionError:
            raise Undelivered("mail_server_away") from None
        except TimeoutError:
            raise Undelivered("mail_broke_off", unsure=True) from None
        except OSError:
            raise Undelivered("mail_server_away") from None
