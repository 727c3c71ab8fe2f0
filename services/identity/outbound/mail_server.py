"""Hands mails to an SMTP server, one recipient a message."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from services.identity.domain.errors import MailUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailServer:
    """One SMTP server."""

    host: str
    port: int
    sender: str
    timeout_seconds: float = 5

    def send(self, to: str, subject: str, text: str) -> None:
        """Return when the server has taken the mail.

        Raises:
            MailUnavailable: it is away, or refused it.
        """
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        try:
            with smtplib.SMTP(self.host, self.port, timeout=self.timeout_seconds) as server:
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnavailable(f"mail not taken: {type(error).__name__}") from error
