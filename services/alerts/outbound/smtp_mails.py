"""Hands mails to an SMTP server over a connection that is kept, one recipient a message."""

import re
import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Final
from uuid import UUID

from chassis.mail_relay import MailRelay
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.message import Message

_UNFOLDED: Final = SMTP.clone(max_line_length=998)
"""The longest line of RFC 5322: a shorter one has a long List-Unsubscribe encoded, which mail
programs then do not read.
"""

_NO_SUCH: Final = re.compile(rb"\b5\.1\.(1|2|3|6|10)\b|\b5\.2\.1\b")
"""Enhanced status codes (RFC 3463) that speak of the address, and of nothing that we did."""

_ANY: Final = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")
_OLD: Final = frozenset({550, 551, 553})
"""What servers without such codes say of an address that is none (RFC 5321, 4.2.3)."""

IDLE_SECONDS: Final = 2.0
"""A connection that was idle for so long is asked whether it still lives."""


@dataclass(slots=True, kw_only=True)
class SmtpMails:
    """One connection to one SMTP server; one caller at a time."""

    relay: MailRelay
    sender: str
    timeout_seconds: float = 5
    _server: smtplib.SMTP | None = field(default=None, init=False)
    _used_at: float = field(default=0.0, init=False)

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of the mail; its Message-ID is made of the reference.

        Before the server has all of it nothing was handed over. From then on, until its answer is
        here, the outcome is not known.
        """
        try:
            mail = self.written(to, message, reference).as_bytes()
        except ValueError as error:  # it can be no mail: no server need be asked
            return HandOver(outcome=Outcome.REFUSED, why=type(error).__name__)
        try:
            server = self._connected()
            refused = self._envelope(server, to)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return HandOver(outcome=Outcome.AWAY, why=type(error).__name__)
        return refused or self._mail(server, mail)

    def _mail(self, server: smtplib.SMTP, mail: bytes) -> HandOver:
        try:
            code, said = server.data(mail)
        except smtplib.SMTPDataError as error:  # it did not want to hear it: nothing was sent
            self._reset(server)
            return HandOver(outcome=Outcome.LATER, why=f"DATA {error.smtp_code}")
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return HandOver(outcome=Outcome.UNKNOWN, why=type(error).__name__)
        self._used_at = time.monotonic()
        if code == 250:
            return HandOver(outcome=Outcome.TAKEN)
        outcome = Outcome.LATER if code < 500 else Outcome.REFUSED
        return HandOver(outcome=outcome, why=f"mail {_said(code, said)}")

    def written(self, to: str, message: Message, reference: UUID) -> EmailMessage:
        """Return the mail as it goes out, RFC 8058's stop link with it."""
        mail = EmailMessage(policy=_UNFOLDED if to.isascii() else _UNFOLDED.clone(utf8=True))
        mail["From"] = self.sender
        mail["To"] = to
        mail["Subject"] = message.subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = f"<{reference}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        if message.stop is not None:
            mail["List-Unsubscribe"] = f"<{message.stop}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        said = message.text
        mail.set_content(said, cte=None if said.isascii() else "quoted-printable")
        return mail

    def _envelope(self, server: smtplib.SMTP, to: str) -> HandOver | None:
        """Say from whom and to whom; return why the server wants none of it.

        An address that is not ASCII needs a server that takes such addresses (RFC 6531).
        """
        options = () if to.isascii() else ("SMTPUTF8",)
        if options and not server.has_extn("smtputf8"):
            return HandOver(outcome=Outcome.LATER, why="no SMTPUTF8")
        if options:
            server.command_encoding = "utf-8"
        code, said = server.mail(self.sender, options)
        if code != 250:
            self._reset(server)
            return HandOver(outcome=Outcome.AWAY, why=f"sender {_said(code, said)}")
        code, said = server.rcpt(to)
        if code in {250, 251}:
            return None
        self._reset(server)
        return HandOver(outcome=_of_address(code, said), why=f"recipient {_said(code, said)}")

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None and time.monotonic() - self._used_at > IDLE_SECONDS:
            try:
                alive = self._server.noop()[0] == 250
            except (OSError, smtplib.SMTPException):
                alive = False
            if not alive:
                self._close()
        if self._server is None:
            self._server = self.relay.connect(self.timeout_seconds)
        self._used_at = time.monotonic()
        return self._server

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._close()

    def _close(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.close()
        self._server = None


def _of_address(code: int, said: bytes) -> Outcome:
    """Return what a refusal of a recipient means: only what speaks of the address is held to it."""
    if code < 500:
        return Outcome.LATER
    if _NO_SUCH.search(said) or (code in _OLD and not _ANY.search(said)):
        return Outcome.NO_ADDRESS
    return Outcome.LATER


def _said(code: int, said: bytes) -> str:
    """Return the codes of an answer; its words may name the address, so they stay out."""
    found = _ANY.search(said)
    return f"{code} {found.group().decode()}" if found else str(code)
