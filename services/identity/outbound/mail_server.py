"""Hands mails to an SMTP server, one recipient a message."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Final

from chassis.mail_relay import MailRelay
from services.identity.domain.errors import MailUnavailable

_UNFOLDED: Final = SMTP.clone(max_line_length=998)
"""The longest line that SMTP takes (RFC 5322): shorter ones would have a long link encoded in
List-Unsubscribe, where mail programs read none.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailServer:
    """One SMTP server."""

    relay: MailRelay
    sender: str
    timeout_seconds: float = 5

    def send(self, to: str, subject: str, text: str, unsubscribe: str | None = None) -> None:
        """Return when the server has taken the mail; `unsubscribe` as RFC 8058 has it.

        Raises:
            MailUnavailable: it is away, or refused it.
        """
        mail = self.written(to, subject, text, unsubscribe)
        try:
            with self.relay.connect(self.timeout_seconds) as server:
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnavailable(f"mail not taken: {type(error).__name__}") from error

    def written(self, to: str, subject: str, text: str, unsubscribe: str | None) -> EmailMessage:
        """Return the mail as it goes out."""
        mail = EmailMessage(policy=_UNFOLDED)
        mail["From"] = self.sender
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        if unsubscribe is not None:
            mail["List-Unsubscribe"] = f"<{unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(text, cte=None if text.isascii() else "quoted-printable")
        return mail
