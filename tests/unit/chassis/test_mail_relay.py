"""A mail server that wants TLS or a password gets them, or nothing of ours."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from chassis.configuration import BadSetting, Settings
from chassis.mail_relay import IMPLICIT, STARTTLS, MailRelay
from tests.fakes.certificates import TestAuthority


class Keeping:
    """Keeps what came, and as whom."""

    def __init__(self) -> None:
        self.came: list[tuple[bool, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.came.append((session.ssl is not None, bool(session.authenticated)))
        return "250 OK"


def known(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: LoginPassword
) -> AuthResult:
    """Take one name and one word."""
    right = (said.login, said.password) == (b"isp", b"word")
    return AuthResult(success=right, handled=right)


@contextmanager
def running(keeping: Keeping, **given: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(keeping, hostname="127.0.0.1", port=port, **given)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def authority() -> TestAuthority:
    return TestAuthority()


@pytest.fixture
def shown(authority: TestAuthority, tmp_path: Path) -> ssl.SSLContext:
    certificate, key = authority.issue("localhost")
    (tmp_path / "crt").write_bytes(certificate)
    (tmp_path / "key").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    return context


@pytest.fixture
def trust(authority: TestAuthority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.certificate.decode())


def mailed(relay: MailRelay) -> None:
    with relay.connect(5) as server:
        server.sendmail("noreply@isp.example", ["duty@police.example"], b"Subject: one\r\n\r\n")


def test_by_starttls_it_signs_in_and_by_no_other_way(
    shown: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    keeping = Keeping()
    wants = {"require_starttls": True, "auth_required": True, "authenticator": known}
    with running(keeping, tls_context=shown, **wants) as port:
        relay = {"host": "localhost", "port": port, "tls": STARTTLS, "trust": trust, "user": "isp"}
        mailed(MailRelay(**relay, password="word"))
        with pytest.raises(smtplib.SMTPAuthenticationError):
            mailed(MailRelay(**relay, password="wrong"))
        with pytest.raises(smtplib.SMTPException):
            mailed(MailRelay(host="localhost", port=port))
    assert [(True, True)] == keeping.came


def test_a_server_of_another_authority_or_without_tls_gets_nothing(shown: ssl.SSLContext) -> None:
    keeping = Keeping()
    with running(keeping, tls_context=shown) as port, pytest.raises(ssl.SSLError):
        mailed(MailRelay(host="localhost", port=port, tls=STARTTLS))
    with running(keeping) as port, pytest.raises(smtplib.SMTPNotSupportedError):
        mailed(MailRelay(host="localhost", port=port, tls=STARTTLS))
    assert [] == keeping.came


def test_implicit_tls_is_there_from_the_first_byte(
    shown: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    keeping = Keeping()
    with running(keeping, ssl_context=shown) as port:
        mailed(MailRelay(host="localhost", port=port, tls=IMPLICIT, trust=trust))
    assert 1 == len(keeping.came)


SAID = {"X_SMTP_HOST": "mail.isp.example"}


def test_what_is_not_said_is_a_relay_without_tls() -> None:
    assert MailRelay(host="mail.isp.example", port=25) == MailRelay.read(Settings(SAID), "X_SMTP")


def test_a_password_is_read_of_a_file_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("word\n")
    said = {"X_SMTP_USER": "isp", "X_SMTP_PASSWORD_FILE": str(tmp_path / "word")}
    relay = MailRelay.read(Settings(SAID | said | {"X_SMTP_TLS": "starttls"}), "X_SMTP")
    assert ("isp", "word", "starttls") == (relay.user, relay.password, relay.tls)
    assert "word" not in repr(relay)


@pytest.mark.parametrize(
    "said",
    [
        {"X_SMTP_TLS": "ssl"},
        {"X_SMTP_USER": "isp", "X_SMTP_TLS": "starttls"},
        {"X_SMTP_PASSWORD": "word", "X_SMTP_TLS": "starttls"},
        {"X_SMTP_USER": "isp", "X_SMTP_PASSWORD": "word"},
    ],
)
def test_a_password_that_anyone_could_read_on_its_way_is_refused_at_boot(
    said: dict[str, str],
) -> None:
    with pytest.raises(BadSetting):
        MailRelay.read(Settings(SAID | said), "X_SMTP")
