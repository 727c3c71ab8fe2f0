"""How a service reaches a mail server: where it is, by which TLS, and as whom."""

import smtplib
import ssl
from dataclasses import dataclass, field
from typing import Final

from chassis.configuration import BadSetting, Settings

NONE: Final = "none"
STARTTLS: Final = "starttls"
IMPLICIT: Final = "implicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRelay:
    """One mail server. Its certificate must be of its name, where TLS is asked for."""

    host: str
    port: int
    tls: str = NONE
    user: str = ""
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    """By which authorities its certificate is judged; those of the machine unless said."""

    @classmethod
    def read(cls, settings: Settings, name: str) -> "MailRelay":
        """Read `<name>_HOST`, `_PORT`, `_TLS`, `_USER` and `_PASSWORD`.

        Raises:
            BadSetting: one is missing or wrong, or a password would go where anyone can read it.
        """
        tls = settings.choice(f"{name}_TLS", NONE, STARTTLS, IMPLICIT, default=NONE)
        user = settings.source.get(f"{name}_USER", "").strip()
        password = settings.secret_if_said(f"{name}_PASSWORD") or ""
        if bool(user) != bool(password):
            raise BadSetting(f"{name}_USER", f"and {name}_PASSWORD must be said both, or neither")
        if user and tls == NONE:
            raise BadSetting(f"{name}_TLS", "must be starttls or implicit for a password")
        return cls(
            host=settings.text(f"{name}_HOST"),
            port=settings.number(f"{name}_PORT", 25, most=65535),
            tls=tls,
            user=user,
            password=password,
        )

    def connect(self, timeout_seconds: float) -> smtplib.SMTP:
        """Return a connection that is ready for a mail. What it is asked for is never left out.

        Raises:
            OSError, smtplib.SMTPException: it is away, has no TLS, or takes neither name nor word.
        """
        if self.tls == IMPLICIT:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=timeout_seconds, context=self._trust()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=timeout_seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if self.tls == STARTTLS:
                server.starttls(context=self._trust())
                server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _trust(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()
